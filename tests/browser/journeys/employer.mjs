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
      await page.locator('[data-action]').first().click();
      await page.waitForFunction((count) => document.querySelectorAll('.strip li.done').length > count, before);
      await guest.close();
    },
  },
  {
    name: 'employer: applies by roster only after the promise',
    async run(browser) {
      const guest = await visitor(browser);
      const { page } = guest;
      await signIn(guest, 'employer');
      await open(guest, '/roster');
      await page.getByRole('radio', { name: /吸纳就业补贴/ }).first().click();
      await settled(page);
      await page.locator('table.grid tbody input[type=checkbox]').first().check();
      const send = page.getByRole('button', { name: /提交申报/ });
      must(await send.isDisabled(), 'could be sent without the promise');
      await page.locator('.promise input').check();
      await shoot(guest, 'journey-employer-roster');
      await send.click();
      await page.waitForSelector('.strip');
      await shoot(guest, 'journey-employer-applied');
      await guest.close();
    },
  },
];
