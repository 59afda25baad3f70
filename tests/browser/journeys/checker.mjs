// Checkers and director: first check, second check, a meeting above the amount; no one passes twice.
import { must, open, settled, shoot, signIn, visitor } from '../stage.mjs';

async function passOne(browser, role, shot) {
  const guest = await visitor(browser);
  const { page } = guest;
  await signIn(guest, role);
  await open(guest, '/inbox');
  const claim = page.getByRole('button', { name: '领取办理' }).first();
  must((await claim.count()) > 0, `nothing waits for ${role}`);
  await claim.click();
  await page.waitForSelector('.strip');
  await settled(page);
  const before = await page.locator('.strip li.done').count();
  await page.locator('.actions [role=group] button').nth(1).click();
  await shoot(guest, shot);
  await page.locator('[data-action]').first().click();
  await page.waitForFunction((count) => document.querySelectorAll('.strip li.done').length > count, before);
  await guest.close();
}

export const tests = [
  { name: 'checker: the first check passes with a phrase', run: (browser) => passOne(browser, 'first_checker', 'journey-first-check') },
  { name: 'checker: the second check passes with a phrase', run: (browser) => passOne(browser, 'second_checker', 'journey-second-check') },
  {
    name: 'checker: a measure shows rule, readings, cases, and explains who is one condition short',
    async run(browser) {
      const guest = await visitor(browser);
      const { page } = guest;
      await signIn(guest, 'first_checker');
      await open(guest, '/policy');
      await page.locator('.measures h2 a').first().click();
      await settled(page);
      must((await page.locator('.rule-text').textContent()).length > 40, 'no rule text');
      await page.getByRole('tab', { name: '差一项' }).click();
      await settled(page);
      await page.locator('table.grid tbody .opener').first().click();
      await page.waitForSelector('.el-drawer .sign');
      await page.waitForTimeout(400);
      await shoot(guest, 'journey-trace');
      await page.keyboard.press('Escape');
      await guest.close();
    },
  },
  {
    name: 'checker: a meeting decides the cases that wait for it',
    async run(browser) {
      const guest = await visitor(browser);
      const { page } = guest;
      await signIn(guest, 'director');
      await open(guest, '/meetings');
      await page.getByRole('button', { name: '召开会议' }).click();
      await settled(page);
      await page.fill('#meeting-present', '张建平、李志远、赵文静');
      await page.fill('#meeting-minutes', '会议研究了提交的办件，一致同意。');
      await shoot(guest, 'journey-meeting');
      const record = page.getByRole('button', { name: /记录决定/ });
      must(!(await record.isDisabled()), 'no case waits for a meeting');
      await record.click();
      await page.waitForSelector('article .minutes');
      await shoot(guest, 'journey-meeting-held');
      await guest.close();
    },
  },
];
