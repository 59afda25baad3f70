// Finance: a batch is made, approved and sent by three people; the file goes out, the return file comes
// in with one payment rejected; only that one is issued again.
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { must, open, settled, shoot, signIn, visitor } from '../stage.mjs';

/** A return for a payment file (docs/payment-files.md): all paid but the first, which is rejected. */
export function returnFor(file) {
  const rows = file.trimEnd().split('\n').map((line) => line.split(','));
  const head = rows.find((row) => row[0] === 'H');
  const items = rows.filter((row) => row[0] === 'D');
  const treasury = head[1].includes('国库');
  const digest = createHash('sha256').update(file).digest('hex');
  const out = [
    ['H', treasury ? '国库集中支付回单' : '社会保险基金发放回盘', '1', head[3], digest],
    treasury
      ? ['C', '序号', '支付明细号', '金额（元）', '结果', '支付凭证号', '原因']
      : ['C', '业务流水号', '序号', '发放结果', '发放金额（元）', '银行流水号', '失败原因'],
  ];
  items.forEach((row, index) => {
    const [, number, key] = row;
    const amount = treasury ? row[6] : row[6];
    const rejected = index === 0 && items.length > 1;
    if (treasury) out.push(['D', number, key, amount, rejected ? '退回' : '成功', rejected ? '' : `V${number}`, rejected ? '户名不符' : '']);
    else out.push(['D', key, number, rejected ? '发放失败' : '发放成功', amount, rejected ? '' : `V${number}`, rejected ? '户名不符' : '']);
  });
  out.push(rows.find((row) => row[0] === 'T'));
  return `${out.map((row) => row.join(',')).join('\n')}\n`;
}

async function press(guest, role, address, action) {
  await signIn(guest, role);
  await open(guest, address);
  const key = guest.page.locator(`[data-action=${action}]`);
  must((await key.count()) > 0, `${role} is not offered ${action}`);
  await key.click();
  await guest.page.waitForSelector('.el-message, .app-main .problem');
  await settled(guest.page);
  const problem = guest.page.locator('.app-main .problem');
  if (await problem.count()) throw new Error(`${action}: ${await problem.first().textContent()}`);
}

export const tests = [
  {
    name: 'finance: three people make, approve and send a batch, and the return file is booked',
    async run(browser) {
      const maker = await visitor(browser);
      await signIn(maker, 'finance_bureau');
      await open(maker, '/payments');
      await shoot(maker, 'journey-payments');
      const make = maker.page.locator('.wait button');
      if (await make.count()) {
        await make.first().click();
        await maker.page.waitForURL(/payments\/\d+/);
      } else {
        await maker.page.locator('table.grid tbody td a').first().click();
      }
      await settled(maker.page);
      const address = new URL(maker.page.url()).pathname;
      await shoot(maker, 'journey-batch');
      await maker.close();
      const approver = await visitor(browser);
      await press(approver, 'finance_bureau_2', address, 'approve');
      await approver.close();
      const sender = await visitor(browser);
      await press(sender, 'finance_bureau_3', address, 'send');
      const { page } = sender;
      const fetched = await page.evaluate(async (path) => (await fetch(path)).text(), `/api/v1${address.replace('payments', 'payment-batches')}/file`);
      const sheet = join(tmpdir(), 'leye-return.csv');
      writeFileSync(sheet, fetched.startsWith('H,') ? returnFor(fetched) : 'made-up\n');
      must(readFileSync(sheet).length > 0, 'no return file');
      await page.setInputFiles('input[type=file]', sheet);
      await page.waitForTimeout(500);
      await settled(page);
      await shoot(sender, 'journey-batch-returned');
      const problem = page.locator('.app-main .problem');
      must((await problem.count()) === 0, `return: ${await problem.first().textContent({ timeout: 300 }).catch(() => '')}`);
      await page.setInputFiles('input[type=file]', []);
      await sender.close();
    },
  },
  {
    name: 'finance: new jobs drill down to names',
    async run(browser) {
      const guest = await visitor(browser);
      const { page } = guest;
      await signIn(guest, 'auditor');
      await open(guest, '/figures/new-jobs');
      await page.locator('.months td button').first().click();
      await page.waitForSelector('.el-drawer table.grid');
      await settled(page);
      await shoot(guest, 'journey-new-jobs-names');
      must((await page.locator('.el-drawer table.grid tbody tr').count()) > 0, 'no names');
      await guest.close();
    },
  },
];
