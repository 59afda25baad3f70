// 转移就业、脱贫名单: where rural labour works and what share that is, place by place, each number with its
// names; people counted once though they are in several groups; six months at work.
import { barriers, must, mustFit, open, settled, shoot, signIn, visitor } from '../stage.mjs';

export const tests = [
  {
    name: 'transfers: the rate opens to its whole, and stands place by place',
    async run(browser) {
      const guest = await visitor(browser, 'desk');
      const { page } = guest;
      await signIn(guest, 'director');
      await open(guest, '/ledgers/transferred_workers');
      await page.locator('table.ledger tbody tr').first().waitFor();
      const share = page.locator('[data-part="ledger-share"]').first();
      await share.waitFor();
      const [part, whole] = (await share.locator('small').textContent()).match(/\d[\d,]*/g).map((one) => Number(one.replaceAll(',', '')));
      must(part > 0 && whole > part, `the rate is ${part} of ${whole}`);
      const groups = await page.locator('.groups li').allTextContents();
      must(groups.some((one) => one.includes('跨省')) && groups.some((one) => one.includes('县内')), `flows: ${groups.join(' ; ')}`);
      await page.locator('[data-action="by-place"]').click();
      await page.locator('[data-part="by-place"] tbody tr').first().waitFor();
      await settled(page);
      await shoot(guest, 'transfers');
      must((await barriers(page)).length === 0, 'barriers on the ledger of transfers');
      await share.locator('a').click();
      await page.waitForURL(/rural_labour/);
      await page.locator('table.ledger tbody tr').first().waitFor();
      const rows = Number((await page.locator('.measures dd').first().textContent()).replace(/\D/g, ''));
      must(rows === whole, `the whole is ${whole}, its ledger has ${rows}`);
      for (const ledger of ['returned_workers', 'work_for_relief_projects', 'employers_due']) {
        await open(guest, `/ledgers/${ledger}`);
        await page.locator('table.ledger tbody tr').first().waitFor();
        await shoot(guest, `ledger-${ledger.replaceAll('_', '-')}`);
      }
      must(guest.complaints.length === 0, guest.complaints.join(' ; '));
      await guest.close();
      const phone = await visitor(browser, 'phone');
      await signIn(phone, 'director');
      await open(phone, '/ledgers/transferred_workers');
      await phone.page.locator('[data-part="ledger-share"]').first().waitFor();
      await phone.page.locator('[data-action="by-place"]').click();
      await phone.page.locator('[data-part="by-place"] tbody tr').first().waitFor();
      await mustFit(phone.page);
      await shoot(phone, 'transfers');
      await phone.close();
    },
  },
  {
    name: 'transfers: who is in several groups is counted once, and six months are proved',
    async run(browser) {
      const guest = await visitor(browser, 'desk');
      const { page } = guest;
      await signIn(guest, 'director');
      const rowsOf = async (ledger) => (await page.evaluate(async (one) => (await fetch(`/api/v1/ledgers/${one}/summary`)).json(), ledger)).rows;
      await open(guest, '/ledgers/lifted_persons');
      await page.locator('table.ledger tbody tr').first().waitFor();
      const all = await rowsOf('lifted_persons');
      await page.getByLabel('加筛选条件…').selectOption('count(groups)');
      await page.locator('.adding input[type=number], .adding input').last().fill('2');
      await page.getByRole('button', { name: '筛选' }).click();
      await page.locator('.chip.on').waitFor();
      await settled(page);
      const several = Number((await page.locator('.measures dd').first().textContent()).replace(/\D/g, ''));
      must(several > 0 && several < all, `${several} of ${all} are in several groups`);
      must((await page.locator('table.ledger tbody tr').first().textContent()).includes('、'), 'the groups are not listed');
      await shoot(guest, 'lifted-several');
      await open(guest, '/ledgers/lifted_steady');
      await page.locator('table.ledger tbody tr').first().waitFor();
      const steady = await rowsOf('lifted_steady');
      must(steady > 0 && steady < all, `${steady} of ${all} at work for six months`);
      await shoot(guest, 'lifted-steady');
      must(guest.complaints.length === 0, guest.complaints.join(' ; '));
      await guest.close();
    },
  },
];
