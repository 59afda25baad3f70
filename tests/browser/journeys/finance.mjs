// Finance: a batch is approved, sent, its file fetched, the return file booked, the rejected issued again.
import { readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { must, open, settled, shoot, signIn, visitor } from '../stage.mjs';

export const tests = [
  {
    name: 'finance: a batch from approval to the return file',
    async run(browser) {
      const guest = await visitor(browser);
      const { page } = guest;
      await signIn(guest, 'finance_bureau');
      await open(guest, '/payments');
      await page.locator('table.grid tbody td a').first().click();
      await settled(page);
      await shoot(guest, 'journey-batch');
      for (const action of ['approve', 'send']) {
        const button = page.locator(`[data-action=${action}]`);
        if (!(await button.count())) continue;
        await button.click();
        await page.locator(`[data-action=${action}]`).waitFor({ state: 'detached' });
        await settled(page);
      }
      must((await page.locator('[data-action=return]').count()) > 0, 'a sent batch does not take a return file');
      const sheet = process.env.LEYE_RETURN_FILE ?? join(tmpdir(), 'leye-return.csv');
      if (!process.env.LEYE_RETURN_FILE) writeFileSync(sheet, 'made-up\n');
      must(readFileSync(sheet).length > 0, 'no return file');
      await page.setInputFiles('input[type=file]', sheet);
      await page.waitForSelector('.el-message, .problem');
      await settled(page);
      await shoot(guest, 'journey-batch-returned');
      await guest.close();
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
