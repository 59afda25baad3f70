// A clerk away for some days: a colleague does the duty under both names, and it ends.
import { barriers, base, must, open, settled, shoot, signIn, visitor } from '../stage.mjs';

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
  {
    name: 'outside bodies: the security administrator names the body; its account has its own work and no register',
    async run(browser) {
      const security = await visitor(browser);
      await signIn(security, 'security_admin');
      await open(security, '/accounts?q=bank');
      await settled(security.page);
      must((await security.page.textContent('.app-main')).includes('西峰区示例银行营业部'), 'the body of the account is not shown');
      await security.page.getByRole('button', { name: '授予角色' }).first().click();
      await security.page.selectOption('#give-role', 'outside_body');
      await security.page.fill('[data-find=body]', '担保');
      await security.page.waitForFunction(() => [...document.querySelectorAll('[data-choose=body] option')].some((one) => one.textContent.includes('西峰区融资担保中心')));
      await security.page.selectOption('[data-choose=body]', { index: 1 });
      await shoot(security, 'journey-outside-role');
      const found = await barriers(security.page);
      must(found.length === 0, `barriers: ${found}`);
      await security.close();

      for (const width of ['desk', 'phone']) {
        const bank = await visitor(browser, width);
        await signIn(bank, 'bank');
        await settled(bank.page);
        must(new URL(bank.page.url()).pathname === '/inbox', `begins at ${bank.page.url()}`);
        await shoot(bank, 'journey-outside-inbox');
        const bars = await barriers(bank.page);
        must(bars.length === 0, `barriers: ${bars}`);
        must((await bank.page.locator('a[href="/persons"]').count()) === 0, 'the register of people is in the menu');
        await open(bank, '/cases');
        await settled(bank.page);
        await shoot(bank, 'journey-outside-cases');
        const answer = await bank.page.request.get(`${base}/api/v1/persons`);
        must(answer.status() === 404, `people answered ${answer.status()}`);
        await bank.close();
      }
    },
  },
];
