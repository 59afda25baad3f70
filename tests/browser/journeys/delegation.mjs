// A clerk away for some days: a colleague does the duty under both names, and it ends.
import { barriers, must, open, settled, shoot, signIn, visitor } from '../stage.mjs';

export const tests = [
  {
    name: 'delegation: given for dates, done by the colleague under both names, ended',
    async run(browser) {
      const colleague = await visitor(browser, 'phone');
      await signIn(colleague, 'first_checker');
      const name = (await colleague.page.locator('.user .name').first().textContent()).trim().split(/\s/)[0];
      const away = await visitor(browser);
      await signIn(away, 'second_checker');
      await open(away, '/delegations');
      await settled(away.page);
      await away.page.locator('.choice input').first().check();
      await away.page.selectOption('#delegate-to', { label: name });
      await away.page.fill('#delegate-reason', '年休假');
      await shoot(away, 'journey-delegation-form');
      const found = await barriers(away.page);
      must(found.length === 0, `barriers: ${found}`);
      await away.page.locator('[data-action=delegate]').click();
      await away.page.waitForSelector('[data-action=end]');
      await shoot(away, 'journey-delegation-given');

      await open(colleague, '/delegations');
      await settled(colleague.page);
      await colleague.page.waitForSelector('[data-action=act]');
      await shoot(colleague, 'journey-delegation-colleague');
      await colleague.page.locator('[data-action=act]').first().click();
      await colleague.page.waitForSelector('.acting');
      await shoot(colleague, 'journey-delegation-acting');
      const bars = await barriers(colleague.page);
      must(bars.length === 0, `barriers: ${bars}`);

      await away.page.locator('[data-action=end]').first().click();
      await away.page.waitForSelector('[data-action=end]', { state: 'detached' });
      await colleague.page.reload();
      await colleague.page.waitForSelector('.top-bar');
      must((await colleague.page.locator('.acting').count()) === 0, 'acts on after it was taken back');
      await colleague.close();
      await away.close();
    },
  },
];
