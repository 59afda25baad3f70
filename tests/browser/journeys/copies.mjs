// 定稿: a ledger is drawn up for a month, signed off by another person, downloaded as it was signed, laid
// beside the registers of now, and corrected by another copy.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { barriers, must, mustFit, open, settled, shoot, signIn, visitor } from '../stage.mjs';

const ledger = '/ledgers/hard_to_employ_persons';

async function fetched(page) {
  await page.locator('[data-action="fetch-copy"]').click();
  await page.fill('#copy-words', '报市局');
  const [file] = await Promise.all([page.waitForEvent('download'), page.locator('[data-action="copy-do"]').click()]);
  return createHash('sha256').update(readFileSync(await file.path())).digest('hex');
}

export const tests = [
  {
    name: 'copies: a ledger is drawn up, signed off by another, and stays',
    async run(browser) {
      const guest = await visitor(browser, 'desk');
      const { page } = guest;
      await signIn(guest, 'window_clerk');
      await open(guest, ledger);
      await page.locator('table.ledger tbody tr').first().waitFor();
      await page.locator('[data-action="draw"]').click();
      await settled(page);
      await page.waitForTimeout(400); // the dialogue fades in
      await shoot(guest, 'copy-draw');
      must((await barriers(page)).length === 0, 'barriers in the dialogue');
      await page.locator('[data-action="draw-copy"]').click();
      await page.waitForURL(/copies\/\d+/);
      await page.locator('table.ledger tbody tr').first().waitFor();
      const address = new URL(page.url()).pathname;
      must((await page.locator('[data-action="sign-copy"]').count()) === 0, 'who drew it up is offered to sign');
      await shoot(guest, 'copy-waiting');

      const director = await visitor(browser, 'desk');
      await signIn(director, 'director');
      await open(director, '/inbox');
      await settled(director.page);
      must((await director.page.getByText('定稿待签发').count()) > 0, 'the director has no task');
      await shoot(director, 'copy-inbox');
      await open(director, address);
      await director.page.locator('[data-action="sign-copy"]').click();
      await settled(director.page);
      await shoot(director, 'copy-signed');
      await director.page.locator('[data-action="fetch-copy"]').waitFor();
      must((await director.page.locator('h1').textContent()).includes('年'), 'no period in the title');
      await shoot(director, 'copy-signed');
      must((await barriers(director.page)).length === 0, 'barriers on the copy');
      await director.close();

      await page.reload();
      await page.locator('[data-action="fetch-copy"]').waitFor();
      const first = await fetched(page);
      const second = await fetched(page);
      must(first === second, 'the sheet is not the same twice');
      must((await page.locator(`[title="${first}"]`).count()) === 1, 'the digest on the page is not that of the file');
      await page.locator('[data-action="corrections-since"]').click();
      await page.locator('[data-note="changes"]').waitFor();
      await shoot(guest, 'copy-changes');
      await page.locator('[data-action="correct-copy"]').click();
      await page.fill('#copy-words', '核对后重报');
      await page.locator('[data-action="copy-do"]').click();
      await page.waitForURL((url) => /copies\/\d+/.test(url.pathname) && url.pathname !== address);
      await page.getByText('核对后重报').first().waitFor();
      await open(guest, `${ledger}/copies`);
      await page.locator('.copy').first().waitFor();
      must((await page.locator('.copy').count()) === 2, 'not two copies');
      await shoot(guest, 'copies');
      must(guest.complaints.length === 0, guest.complaints.join(' ; '));
      await guest.close();

      const phone = await visitor(browser, 'phone');
      await signIn(phone, 'window_clerk');
      await open(phone, `${ledger}/copies`);
      await phone.page.locator('.copy').first().waitFor();
      await mustFit(phone.page);
      await shoot(phone, 'copies-phone');
      await open(phone, address);
      await phone.page.locator('dl.facts').waitFor();
      await mustFit(phone.page);
      await shoot(phone, 'copy-phone');
      await phone.close();
    },
  },
];
