// A window clerk's morning: sign in, find a person, see why, look at a masked fact with a reason, take in
// a case, preview an import.
import { employerName, accounts, base, must, open, settled, shoot, signIn, visitor } from '../stage.mjs';

export const tests = [
  {
    name: 'clerk: a wrong password says what and what to do',
    async run(browser) {
      const guest = await visitor(browser);
      await guest.page.goto(`${base}/sign-in`);
      await guest.page.fill('#account', accounts.window_clerk);
      await guest.page.fill('#password', 'certainly-wrong');
      await guest.page.press('#password', 'Enter');
      const told = await guest.page.locator('.problem').textContent();
      must(told.length > 10, 'no words in the refusal');
      must(!guest.page.url().includes('/inbox'), 'was let in');
      await shoot(guest, 'journey-clerk-refused');
      await guest.close();
    },
  },
  {
    name: 'clerk: / reaches the search, a person opens, a masked fact asks for a reason',
    async run(browser) {
      const guest = await visitor(browser);
      const { page } = guest;
      await signIn(guest, 'window_clerk');
      await open(guest, '/persons?q=王');
      const name = (await page.locator('table.grid tbody td a').first().textContent()).trim();
      await page.locator('h1').click();
      await page.keyboard.press('/');
      await page.keyboard.type(name.slice(0, 2));
      await page.keyboard.press('Enter');
      await settled(page);
      await page.locator('table.grid tbody td a').first().click();
      await settled(page);
      must((await page.locator('h1').textContent()).includes(name.slice(0, 2)), 'another person opened');
      await page.locator('.fact button').first().click();
      const sure = page.locator('.el-dialog button[type=submit]');
      must(await sure.isDisabled(), 'could be shown without a reason');
      await page.fill('#unmask-reason', '核对申领材料');
      await shoot(guest, 'journey-clerk-unmask');
      await sure.click();
      await page.waitForFunction(() => !document.querySelector('.fact .value')?.textContent?.includes('*'));
      await guest.close();
    },
  },
  {
    name: 'clerk: the account of a unit is shown in clear for a reason only',
    async run(browser) {
      const guest = await visitor(browser);
      const { page } = guest;
      await signIn(guest, 'window_clerk');
      await open(guest, '/organisations?q=公司');
      await page.locator('table.grid tbody td a').first().click();
      await settled(page);
      await page.getByRole('tab', { name: '基本信息' }).click();
      const account = page.locator('.fact').filter({ hasText: '银行账号' });
      must(/\*{4,}\d{4}/.test(await account.textContent()), 'the account is not masked');
      await account.getByRole('button').click();
      await page.fill('#unmask-reason', '核对收款账户');
      await page.locator('.el-dialog button[type=submit]').click();
      await page.waitForFunction(() => [...document.querySelectorAll('.fact')].some((one) => /银行账号\s*\d{12,}/.test(one.textContent)));
      await guest.close();
    },
  },
  {
    name: 'clerk: takes a task, reads the explanation, takes the case in',
    async run(browser) {
      const guest = await visitor(browser);
      const { page } = guest;
      await signIn(guest, 'window_clerk');
      await open(guest, '/inbox');
      const own = page.locator('table.grid tbody tr').filter({ hasText: await employerName(browser) });
      await own.getByRole('button', { name: '领取办理' }).first().click();
      await page.waitForSelector('.strip');
      await settled(page);
      await page.locator('.case-row .why').first().click();
      await page.waitForSelector('.case-row .trace .sign');
      await shoot(guest, 'journey-clerk-case');
      const before = await page.locator('.strip li.done').count();
      await page.locator('[data-action=ask_correction]').click();
      must((await page.locator('.actions .problem').textContent()).includes('意见'), 'a return without an opinion is not refused');
      await page.fill('#opinion', '材料齐全，符合受理条件。');
      await page.locator('[data-action=take_in]').click();
      await page.waitForFunction((count) => document.querySelectorAll('.strip li.done').length > count, before);
      await shoot(guest, 'journey-clerk-taken-in');
      await guest.close();
    },
  },
  {
    name: 'clerk: on a phone, the menu opens as a drawer',
    async run(browser) {
      const guest = await visitor(browser, 'phone');
      const { page } = guest;
      await signIn(guest, 'window_clerk');
      await page.locator('.top-bar .opener').click();
      await page.locator('.menu-drawer .side-menu').waitFor({ state: 'visible' });
      await page.waitForTimeout(400);
      await shoot(guest, 'journey-clerk-menu');
      await page.locator('.menu-drawer a[href="/policy"]').click();
      await settled(page);
      must(page.url().endsWith('/policy'), 'the menu did not lead on');
      await guest.close();
    },
  },
];
