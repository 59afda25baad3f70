// An employer: sees what it may get, confirms a pushed list, applies by roster with a promise.
import { must, open, settled, shoot, signIn, visitor } from '../stage.mjs';

export const tests = [
  {
    name: 'employer: confirms the pushed list',
    async run(browser) {
      const guest = await visitor(browser, 'phone');
      const { page } = guest;
      await signIn(guest, 'employer');
      await open(guest, '/pushed');
      await page.locator('.card a').first().click();
      await settled(page);
      await shoot(guest, 'journey-employer-list');
      const before = await page.locator('.strip li.done').count();
      for (const field of await page.locator('.actions .field input').all()) await field.fill('陇东苹果产业有限公司');
      await page.locator('.case-row .why').first().click();
      await page.waitForSelector('.case-row .trace .sign');
      await page.locator('[data-action]').first().click();
      await page.waitForFunction((count) => document.querySelectorAll('.strip li.done').length > count, before);
      await guest.close();
    },
  },
  {
    name: 'employer: applies by roster only after the promise, and for nobody twice',
    async run(browser) {
      const guest = await visitor(browser);
      const { page } = guest;
      await signIn(guest, 'employer');
      await open(guest, '/roster');
      await page.getByRole('radio', { name: /吸纳就业补贴/ }).first().click();
      await settled(page);
      await page.locator('table.grid tbody tr').filter({ has: page.getByText('符合', { exact: true }) }).first().locator('input[type=checkbox]').check();
      const send = page.getByRole('button', { name: /提交申报/ });
      must(await send.isDisabled(), 'could be sent without the promise');
      await page.locator('.promise input').check();
      await shoot(guest, 'journey-employer-roster');
      await send.click();
      await page.waitForSelector('.strip, .app-main .problem');
      await shoot(guest, 'journey-employer-applied');
      // The demo opens with this employer's cases made: whoever stands in one is refused by name.
      const problem = page.locator('.app-main .problem');
      if (await problem.count()) {
        const told = await problem.first().textContent();
        must(told.includes('已在办件'), told);
      }
      await guest.close();
    },
  },
];
