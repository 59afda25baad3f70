// Families of which nobody works: figures that open the families they count, a helper for many at once, confirmed and
// helped on a telephone, and the same case on the person's page.
import { barriers, must, mustFit, open, settled, shoot, signIn, visitor } from '../stage.mjs';

async function look(guest, name) {
  await guest.page.mouse.move(0, 0);
  await settled(guest.page);
  await shoot(guest, `journey-families-${name}`);
  await mustFit(guest.page);
  const found = await barriers(guest.page);
  must(found.length === 0, `barriers on ${name}: ${found.join(' ; ')}`);
}
const number = (told) => Number(/\d[\d,]*/.exec(told ?? '')?.[0].replaceAll(',', ''));
const listed = async (page) => number(/[\d,]+(?= (户|famil))/.exec(await page.locator('[data-told="families"]').textContent())?.[0]);

export const tests = [
  ...[['desk', 'zh'], ['phone', 'en']].map(([width, language]) => ({
    name: `families: each figure opens the families it counts, ${width}`,
    async run(browser) {
      const guest = await visitor(browser, width);
      await signIn(guest, width === 'desk' ? 'director' : 'window_clerk', language);
      const { page } = guest;
      await open(guest, '/families');
      await page.locator('.family').first().waitFor();
      await look(guest, `board-${width}`);
      for (const figure of ['helped', 'overdue', 'relapsed']) {
        for (const part of ['part', 'whole']) {
          const button = page.locator(`[data-figure="${figure}"] [data-part-of="${part}"]`);
          const said = number(await button.textContent());
          await button.click();
          await settled(page);
          const rows = said === 0 ? 0 : await listed(page);
          must(rows === said, `${figure} ${part}: ${said} told, ${rows} listed`);
        }
      }
      if (width === 'desk') must((await page.locator('[data-part="family-figures"] tbody tr').count()) > 2, 'the director sees no towns');
      await page.locator('[data-what="solved"]').click();
      await settled(page);
      must((await page.locator('.family[data-state="solved"]').count()) > 0, 'no family was ever solved');
      await look(guest, `solved-${width}`);
      await page.locator('.family h3 a').first().click();
      await page.locator('[data-part="proof"]').waitFor();
      await look(guest, `proof-${width}`);
    },
  })),
  {
    name: 'families: a helper for many, confirmed and helped on a phone, and on the person’s page',
    async run(browser) {
      const desk = await visitor(browser, 'desk');
      await signIn(desk, 'window_clerk');
      await open(desk, '/families?state=found');
      const boxes = desk.page.locator('.family input[type=checkbox]');
      await boxes.first().waitFor();
      for (const at of [0, 1]) await boxes.nth(at).check();
      const family = await desk.page.locator('.family').first().getAttribute('data-family');
      await desk.page.getByLabel('分派给').selectOption({ index: 1 });
      await desk.page.getByRole('button', { name: '分派 2 户' }).click();
      await desk.page.getByText('已分派 2 户').waitFor();
      await look(desk, 'assigned');

      const phone = await visitor(browser, 'phone');
      const { page } = phone;
      await signIn(phone, 'window_clerk');
      await open(phone, `/families/${family}`);
      await page.locator('[data-act="confirm"]').click();
      await page.locator('.family[data-state="helping"]').waitFor();
      await page.locator('[data-act="help"]').click();
      await page.locator('select[name="action"]').selectOption('referral');
      await page.locator('textarea[name="told"]').fill('推荐超市理货员，本人愿意');
      await look(phone, 'help-form');
      await page.getByRole('button', { name: '保存' }).click();
      await page.locator('[data-step="helped"]').waitFor();
      await look(phone, 'helped');
      await page.locator('table a[href^="/persons/"]').first().click();
      await page.waitForURL(/persons/);
      await settled(page);
      await page.getByRole('tab', { name: '家庭' }).click();
      await page.locator(`[data-case="${family}"]`).waitFor();
      await look(phone, 'person');
    },
  },
];
