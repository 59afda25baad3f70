// The organisation tree: looked through with the keyboard, kept by the system administrator, posts given at a
// body by the security administrator; a body that is closed ends them.
import { barriers, must, mustFit, open, settled, shoot, signIn, visitor } from '../stage.mjs';

const code = `T${Date.now() % 100_000}`;
const name = `演示网点${code}`;

export const tests = [
  {
    name: 'bodies: the tree is walked with the keyboard, and searched',
    async run(browser) {
      const guest = await visitor(browser);
      const { page } = guest;
      await signIn(guest, 'window_clerk');
      await open(guest, '/bodies');
      await page.waitForSelector('[role=treeitem]');
      await page.locator('[role=treeitem]').first().focus();
      await page.keyboard.press('ArrowDown');
      await page.keyboard.press('Enter');
      await page.waitForSelector('[data-body-name]');
      const first = await page.locator('[data-body-name]').textContent();
      must((await page.locator('[role=treeitem][aria-level="2"]').count()) > 2, 'nothing below the first body');
      must(first.length > 2, 'no body is shown');
      await page.fill('[data-find=bodies]', '服务大厅');
      await page.waitForSelector('.hits a');
      await settled(page);
      must((await page.locator('.hits li').count()) >= 9, 'outlets of the counties are not found');
      await page.locator('.hits a').first().click();
      await settled(page);
      await shoot(guest, 'journey-bodies');
      must((await page.getByRole('button', { name: '登记机构' }).count()) === 0, 'a clerk may keep the tree');
      const found = await barriers(page);
      must(found.length === 0, `barriers: ${found}`);
      must(guest.complaints.length === 0, guest.complaints.join(' ; '));
      await guest.close();
    },
  },
  {
    name: 'bodies: one is made below another, changed from a day, and kept with its history',
    async run(browser) {
      const guest = await visitor(browser);
      const { page } = guest;
      await signIn(guest, 'system_admin');
      await open(guest, '/bodies');
      await page.fill('[data-find=bodies]', '621002-JY-DT');
      await page.locator('.hits a').first().click();
      await settled(page);
      await page.fill('[data-find=bodies]', '');
      await page.getByRole('button', { name: '登记下级机构' }).click();
      await page.fill('#body-code', code);
      await page.fill('#body-name', name);
      await page.fill('#body-uscc', '91350100M000100Y44');
      await page.fill('#body-hours', '周一至周五 8:30-17:30');
      await page.locator('[data-form=body] button[type=submit]').click();
      must((await page.locator('.problem').textContent()).includes('统一社会信用代码'), 'a wrong credit code is taken');
      await page.fill('#body-uscc', '91350100M000100Y43');
      await shoot(guest, 'journey-body-form');
      await page.locator('[data-form=body] button[type=submit]').click();
      await page.waitForFunction((wanted) => document.querySelector('[data-body-name]')?.textContent.includes(wanted), name);
      await page.getByRole('button', { name: '变更' }).click();
      await page.fill('#body-phone', '0934-7654321');
      await page.locator('[data-form=body] button[type=submit]').click();
      await page.waitForSelector('[data-body-name]');
      await settled(page);
      await page.locator('summary', { hasText: '变更记录' }).click();
      must((await page.locator('details .members li, details ul li').count()) === 2, 'the change left no history');
      await shoot(guest, 'journey-body-changed');
      const found = await barriers(page);
      must(found.length === 0, `barriers: ${found}`);
      await guest.close();
    },
  },
  {
    name: 'bodies: a sheet is exported, checked when it comes back, and stored whole or not at all',
    async run(browser) {
      const guest = await visitor(browser);
      const { page } = guest;
      await signIn(guest, 'system_admin');
      await open(guest, '/bodies');
      const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: '导出' }).click()]);
      await page.getByRole('button', { name: '导入', exact: true }).click();
      await page.setInputFiles('[data-form=body-sheet] input[type=file]', await download.path());
      await page.waitForSelector('[data-form=body-sheet] [role=status]');
      must((await page.locator('[data-form=body-sheet] [role=status]').textContent()).includes('退回 0'), 'what went out does not come back');
      const sheet = `机构编码,机构名称,机构类别,上级机构编码,行政区划代码,启用日期\n${code}-A,${name}甲站,村社区服务站,${code},621002001000,2024-01-01\n${code}-B,${name}乙站,没有的类别,${code},621002000000,2024-01-01\n`;
      await page.setInputFiles('[data-form=body-sheet] input[type=file]', { name: 'a.csv', mimeType: 'text/csv', buffer: Buffer.from(sheet) });
      await page.waitForFunction(() => document.querySelector('[data-form=body-sheet] [role=status]')?.textContent.includes('退回'));
      await settled(page);
      await shoot(guest, 'journey-body-sheet');
      must(await page.locator('[data-form=body-sheet] button.el-button--primary').isDisabled(), 'a sheet with a refused row can be stored');
      const found = await barriers(page);
      must(found.length === 0, `barriers: ${found}`);
      await guest.close();
    },
  },
  {
    name: 'bodies: a role is given at a body; those who give roles see who works there; a body with others below stays',
    async run(browser) {
      const guest = await visitor(browser);
      const { page } = guest;
      await signIn(guest, 'security_admin');
      await open(guest, '/bodies');
      await page.fill('[data-find=bodies]', '621002-JY-DT');
      await page.locator('.hits a').first().click();
      await settled(page);
      must((await page.locator('.members li').count()) >= 2, 'nobody works at the hall');
      await open(guest, '/accounts');
      await page.fill('.app-main input[type=search]', 'bank');
      await page.keyboard.press('Enter');
      await settled(page);
      await page.getByRole('button', { name: '授予角色' }).first().click();
      await page.waitForSelector('#give-role option[value=outside_body]', { state: 'attached' });
      await page.selectOption('#give-role', 'outside_body');
      await page.fill('[data-find=body]', '南街');
      await page.waitForFunction(() => [...document.querySelectorAll('[data-choose=body] option')].some((one) => one.textContent.includes('南街支行')));
      await page.selectOption('[data-choose=body]', { index: 1 });
      await shoot(guest, 'journey-give-role-at-body');
      const found = await barriers(page);
      must(found.length === 0, `barriers: ${found}`);
      await guest.close();

      const keeper = await visitor(browser, 'phone');
      await signIn(keeper, 'system_admin');
      await open(keeper, '/bodies');
      await keeper.page.fill('[data-find=bodies]', '621002-JY');
      await keeper.page.locator('.hits a', { hasText: '公共就业服务中心' }).first().click();
      await settled(keeper.page);
      await keeper.page.getByRole('button', { name: '停用', exact: true }).click();
      await keeper.page.fill('#close-reason', '撤并');
      await keeper.page.locator('[data-form=close-body] button[type=submit]').click();
      must((await keeper.page.locator('.problem').textContent()).includes('没有停用'), 'closed above others');
      await shoot(keeper, 'journey-body-close');
      await mustFit(keeper.page);
      await keeper.close();
    },
  },
];
