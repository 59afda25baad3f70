// 社区台账: fifteen cards with their counts; each opens; a sheet goes out; many people are looked up.
import { must, open, settled, shoot, signIn, visitor } from '../stage.mjs';

export const tests = [
  {
    name: 'ledgers: a community clerk sees fifteen ledgers and opens each',
    async run(browser) {
      const guest = await visitor(browser, 'desk');
      await signIn(guest, 'community_clerk');
      await open(guest, '/ledgers');
      const shelf = guest.page.locator('section').filter({ hasText: '充分就业社区台账' }).locator('.ledger-card');
      await shelf.first().waitFor();
      const addresses = await shelf.evaluateAll((cards) => cards.map((card) => card.getAttribute('href')));
      must(addresses.length === 15, `${addresses.length} ledgers`);
      await settled(guest.page);
      await shoot(guest, 'ledgers-community');
      for (const address of addresses) {
        await open(guest, address);
        await guest.page.locator('h1').waitFor();
        must((await guest.page.locator('.problem').count()) === 0, `${address} shows a problem`);
      }
      must(guest.complaints.length === 0, guest.complaints.join(' ; '));
      await guest.close();
    },
  },
  {
    name: 'ledgers: a row leads to the person, a condition is saved, a sheet goes out',
    async run(browser) {
      const guest = await visitor(browser, 'desk');
      const { page } = guest;
      await signIn(guest, 'window_clerk');
      await open(guest, '/ledgers/registered_unemployed');
      await page.locator('table.ledger tbody tr').first().waitFor();
      await shoot(guest, 'ledger-unemployed');
      await page.getByLabel('加筛选条件…').selectOption('birth_date');
      await page.locator('.adding input[type=date]').fill('1960-01-01');
      await page.getByRole('button', { name: '筛选' }).click();
      await page.locator('.chip.on').waitFor();
      await page.getByRole('button', { name: '存为视图' }).click();
      await page.getByLabel('视图名称').fill('六〇后');
      await page.locator('form.adding button[type=submit]').last().click();
      await page.locator('.chip', { hasText: '六〇后' }).waitFor();
      await page.getByRole('button', { name: '导出表格' }).click();
      await page.fill('#ledger-purpose', '报街道审核');
      const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: '下载' }).click()]);
      must(file.suggestedFilename().endsWith('.xlsx'), file.suggestedFilename());
      await page.locator('table.ledger tbody a').first().click();
      await page.waitForURL(/persons\/\d+/);
      must(guest.complaints.length === 0, guest.complaints.join(' ; '));
      await guest.close();
    },
  },
  {
    name: 'lookup: many people in one grid, marked and recorded',
    async run(browser) {
      const guest = await visitor(browser, 'desk');
      const { page } = guest;
      await signIn(guest, 'window_clerk');
      await open(guest, '/lookup');
      await page.fill('#lookup-lines', '姓名\t身份证号\n王某\t000000199001010018\n\t00000019900101001A');
      await page.fill('#lookup-purpose', '核对名单');
      await page.getByRole('button', { name: '查询', exact: true }).click();
      await page.locator('.marked table').waitFor();
      must((await page.locator('.marked tbody tr').count()) === 2, 'not two lines');
      must((await page.locator('.water span').first().textContent()).includes('核对名单'), 'no watermark');
      await shoot(guest, 'lookup');
      await guest.close();
    },
  },
];
