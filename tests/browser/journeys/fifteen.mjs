// The fifteen ledgers of a full-employment community: each one click from the page that a community's clerk
// starts on, counted, and as a workbook in the form that is handed in.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { must, open, settled, shoot, signIn, visitor } from '../stage.mjs';
import { rowsOf } from '../workbook.mjs';

const fifteen = [
  ['labour_resources', '劳动力资源台账'],
  ['employed_residents', '就业人员台账'],
  ['registered_unemployed', '登记失业人员台账'],
  ['hard_to_employ_persons', '就业困难人员台账'],
  ['zero_employment_families', '零就业家庭台账'],
  ['recent_graduates', '高校毕业生台账'],
  ['rural_workers', '农村劳动力转移就业台账'],
  ['veterans', '退役军人就业台账'],
  ['disabled_persons', '残疾人就业台账'],
  ['flexible_workers', '灵活就业和新就业形态台账'],
  ['founders', '创业人员台账'],
  ['trainees', '职业技能培训台账'],
  ['welfare_post_holders', '公益性岗位在岗人员台账'],
  ['benefits_drawn', '享受就业扶持政策台账'],
  ['services_given', '走访和就业服务台账'],
];

/** The columns as the ledger's file has them, the number of the row before them. */
function headingsOf(ledger) {
  const file = readFileSync(join(import.meta.dirname, `../../../vocabulary/ledgers/${ledger}.md`), 'utf8');
  const table = file.split('\n').filter((line) => line.startsWith('|')).slice(2);
  return ['序号', ...table.map((line) => line.split('|')[1].trim())];
}

async function everyWorkbook(guest, office) {
  const { page } = guest;
  for (const [ledger, title] of fifteen) {
    await open(guest, '/inbox');
    const card = page.locator(`[data-part=ledger-shelf] a[href="/ledgers/${ledger}"]`);
    await card.locator('.measures').waitFor();
    const counted = Number((await card.locator('.card-head b').textContent()).replace(/\D/g, ''));
    await card.click();
    await page.waitForURL(`**/ledgers/${ledger}`);
    await page.locator('h1', { hasText: title }).waitFor();
    await settled(page);
    must((await page.locator('.app-main .problem').count()) === 0, `${title} shows a problem`);
    await page.getByRole('button', { name: '导出表格' }).click();
    await page.fill('#ledger-purpose', '报街道审核');
    const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: '下载' }).click()]);
    const rows = rowsOf(await file.path());
    const headings = headingsOf(ledger);
    must(rows[0].join('') === title, `${title}: the sheet is titled ${rows[0].join('')}`);
    const line = rows[1].join(' ');
    must(line.includes(`填报单位（盖章）：${office}`) && /数据截至：\d{4}-\d\d-\d\d/.test(line) && /单位：[人户]/.test(line), `${title}: ${line}`);
    // Under headings of two levels a column has its name in the lower row, or merged in the upper one.
    const found = headings.map((_heading, at) => rows[3][at] || rows[2][at]);
    must(found.join('|') === headings.join('|'), `${title}: headed ${found.join('|')}`);
    const sum = rows.findIndex((row) => row.join('').startsWith('合计：'));
    must(sum - 4 === counted, `${title}: ${sum - 4} rows in the sheet, ${counted} on the card`);
    const unit = ledger === 'zero_employment_families' ? '户' : '人';
    must(rows[sum].join('').startsWith(`合计：${counted} ${unit}`), `${title}: ${rows[sum].join('')}`);
    must(rows.slice(sum).some((row) => /填报人.*审核人/.test(row.join(''))), `${title}: nobody signs`);
    must(rows.slice(4, sum).every((row, at) => row[0] === String(at + 1)), `${title}: the rows are not numbered`);
  }
}

export const tests = [
  {
    name: 'fifteen: a community clerk opens all fifteen ledgers with one click each and takes each as a workbook',
    async run(browser) {
      const guest = await visitor(browser, 'desk');
      const { page } = guest;
      await signIn(guest, 'community_clerk');
      await open(guest, '/');
      const shelf = page.locator('[data-part=ledger-shelf] .ledger-card');
      await shelf.first().waitFor();
      must((await shelf.count()) === 15, `${await shelf.count()} ledgers on the first page`);
      await settled(page);
      await shoot(guest, 'fifteen-inbox');
      for (const text of await shelf.allTextContents()) must(/完整率.*时效/.test(text), `without completeness or freshness: ${text}`);
      const office = (await page.evaluate(async () => (await fetch('/api/v1/me')).json())).places[0].name;
      await everyWorkbook(guest, office);
      must(guest.complaints.length === 0, guest.complaints.join(' ; '));
      await guest.close();
    },
  },
  {
    name: 'fifteen: on a phone the ledgers stand on the first page too',
    async run(browser) {
      const guest = await visitor(browser, 'phone');
      await signIn(guest, 'community_clerk');
      await open(guest, '/');
      await guest.page.locator('[data-part=ledger-shelf] .measures').nth(14).waitFor();
      await shoot(guest, 'fifteen-inbox');
      await guest.close();
    },
  },
];
