// A school reports by hand and by a sheet, the graduate answers on a phone, the window settles; the host's months
// are confirmed by the trainee; the desk sees the figures and their rows.
import { barriers, must, mustFit, open, settled, shoot, signIn, visitor } from '../stage.mjs';

async function mustRead(guest) {
  await mustFit(guest.page);
  const found = await barriers(guest.page);
  must(found.length === 0, `barriers: ${found}`);
}
async function person(page) {
  return page.evaluate(async () => (await (await fetch('/api/v1/me')).json()).person_id);
}

export const tests = [
  {
    name: 'graduates: the school sees its own and changes one',
    async run(browser) {
      const guest = await visitor(browser, 'desk');
      const { page } = guest;
      await signIn(guest, 'school');
      await open(guest, '/reports');
      await page.getByText('陇东学院').first().waitFor();
      must((await page.locator('[data-part="states"] [data-state]').count()) === 5, 'the states are not counted');
      await page.locator('[data-state="confirmed"]').click();
      await settled(page);
      await shoot(guest, 'journey-school-confirmed');
      await mustRead(guest);
      await page.getByRole('button', { name: '改报' }).first().click();
      await page.getByLabel('去向单位', { exact: true }).fill('庆阳示例有限公司');
      await shoot(guest, 'journey-school-change');
      await page.getByRole('dialog').getByRole('button', { name: '保存' }).click();
      await settled(page);
      must((await page.getByText('庆阳示例有限公司').count()) === 0, 'what was changed is still confirmed');
      await page.locator('[data-part="states"] label').first().click();
      await settled(page);
      const changed = page.locator('tr', { hasText: '庆阳示例有限公司' });
      await changed.getByText(/确认/).first().waitFor();
      must((await changed.getByText('本人已确认').count()) === 0, 'nobody confirmed the change');
      await shoot(guest, 'journey-school-changed');
      await open(guest, '/imports?kind=graduate_destination');
      must((await page.locator('#import-kind option').count()) === 1, 'the school may import its own kind alone');
      await shoot(guest, 'journey-school-sheet');
      await guest.close();
      const phone = await visitor(browser, 'phone');
      await signIn(phone, 'school');
      await open(phone, '/reports');
      await shoot(phone, 'journey-school-phone');
      await mustFit(phone.page);
      await phone.close();
    },
  },
  {
    name: 'graduates: said to be otherwise on a phone, settled at the window, told by a message',
    async run(browser) {
      const guest = await visitor(browser, 'phone');
      const { page } = guest;
      await signIn(guest, 'citizen');
      const id = await person(page);
      await open(guest, '/my-reports');
      const card = page.locator('[data-report="destination"]').first();
      await card.waitFor();
      await page.locator('[data-part="steps"]').waitFor();
      await shoot(guest, 'journey-graduate-asked');
      await mustRead(guest);
      await card.getByRole('button', { name: '不对' }).click();
      await card.getByLabel('去向单位', { exact: true }).fill('西峰区示例餐饮有限公司');
      await card.locator('textarea').fill('单位名称写错了');
      await shoot(guest, 'journey-graduate-differs');
      await card.getByRole('button', { name: '提出不对' }).click();
      await settled(page);
      await page.locator('[data-report="destination"]').getByText('本人说不对').first().waitFor();

      const desk = await visitor(browser, 'desk');
      await signIn(desk, 'window_clerk');
      await open(desk, `/persons/${id}`);
      const waits = desk.page.locator('[data-part="reported"]');
      await waits.waitFor();
      await waits.locator('input').first().fill('已与学校核实，按本人说的更正');
      await shoot(desk, 'journey-graduate-window');
      await waits.getByRole('button', { name: '按本人说的更正' }).click();
      await settled(desk.page);
      await desk.close();

      await open(guest, '/messages');
      must((await page.getByText('您说的上报有误已核对').count()) > 0, 'the outcome is no message');
      await open(guest, '/my-reports');
      await page.locator('[data-report="destination"]').getByText('本人已确认').first().waitFor();
      must((await page.getByText('西峰区示例餐饮有限公司').count()) > 0, 'what is right was not taken');
      await shoot(guest, 'journey-graduate-settled');
      await guest.close();
    },
  },
  {
    name: 'trainees: a month is the host’s word until the trainee confirms it',
    async run(browser) {
      const guest = await visitor(browser, 'phone');
      const { page } = guest;
      await signIn(guest, 'citizen');
      await open(guest, '/my-reports');
      const month = page.locator('[data-report="attendance"]').first();
      await month.waitFor();
      await month.getByRole('button', { name: '属实，确认' }).click();
      await settled(page);
      await page.locator('[data-report="attendance"]').getByText('本人已确认').first().waitFor();
      await shoot(guest, 'journey-trainee-confirmed');
      await mustRead(guest);
      await guest.close();

      const host = await visitor(browser, 'desk');
      await signIn(host, 'employer');
      await open(host, '/reports');
      await host.page.locator('[data-report="attendance"]').click();
      await settled(host.page);
      await shoot(host, 'journey-host-months');
      await mustRead(host);
      await open(host, '/trainees');
      await host.page.getByText('留用/期满').first().waitFor();
      await shoot(host, 'journey-host-trainees');
      await mustRead(host);
      await host.close();
    },
  },
  {
    name: 'graduates: every figure of the desk leads to its rows',
    async run(browser) {
      const desk = await visitor(browser, 'desk');
      const { page } = desk;
      await signIn(desk, 'window_clerk');
      await open(desk, '/graduates');
      const all = Number((await page.locator('[data-figure="all"]').innerText()).replaceAll(/\D/g, ''));
      must(all > 0, 'nobody is counted');
      await page.locator('[data-figure="all"]').click();
      await settled(page);
      const told = await page.locator('[data-part="rows"] .figures').innerText();
      must(Number(told.replaceAll(/\D/g, '')) === all, `the figure says ${all}, the rows ${told}`);
      await shoot(desk, 'journey-graduates-rows');
      await mustRead(desk);
      await page.getByRole('button', { name: '交办不一致的' }).click();
      await settled(page);
      await page.getByText(/新交办/).waitFor();
      await page.locator('[data-figure="leavers"]').click();
      await settled(page);
      await shoot(desk, 'journey-graduates-leavers');
      await open(desk, '/trainees');
      await shoot(desk, 'journey-trainees-desk');
      await mustRead(desk);
      await desk.close();
      const phone = await visitor(browser, 'phone');
      await signIn(phone, 'window_clerk');
      await open(phone, '/graduates');
      await shoot(phone, 'journey-graduates-phone');
      await mustFit(phone.page);
      await phone.close();
    },
  },
];
