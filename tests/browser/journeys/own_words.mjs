// A citizen says what is wrong in the own file, the window answers, the answer is a message. The audit
// administrator takes out whose files the window saw.
import { barriers, must, mustFit, open, settled, shoot, signIn, visitor } from '../stage.mjs';

const section = '[data-part="own-words"]';

export const tests = [
  {
    name: 'own words: said on a phone, answered at the window, read as a message',
    async run(browser) {
      const guest = await visitor(browser, 'phone');
      const { page } = guest;
      await signIn(guest, 'citizen');
      const person = await page.evaluate(async () => (await (await fetch('/api/v1/me')).json()).person_id);
      await open(guest, '/my-file');
      await page.locator(`${section} summary`).click();
      await page.locator(`${section} .el-select`).click();
      await page.getByRole('option', { name: '学历记录' }).click();
      await page.locator(`${section} textarea`).fill('毕业院校写错了，以毕业证为准');
      await page.getByRole('button', { name: '提出更正' }).click();
      await settled(page);
      await page.locator(section).getByText('正在核对').first().waitFor();
      await shoot(guest, 'journey-own-words-said');
      await mustFit(page);
      const found = await barriers(page);
      must(found.length === 0, `barriers: ${found}`);

      const desk = await visitor(browser, 'desk');
      await signIn(desk, 'window_clerk');
      await open(desk, '/inbox');
      must((await desk.page.getByText('本人提出更正：学历记录').count()) > 0, 'the desk does not see it');
      await open(desk, `/persons/${person}`);
      await desk.page.locator(`${section} input`).fill('已按毕业证更正');
      await shoot(desk, 'journey-own-words-window');
      await desk.page.locator(section).getByRole('button', { name: '答复' }).click();
      await settled(desk.page);
      must((await desk.page.locator(section).count()) === 0, 'it is answered and still waits');
      await desk.close();

      await open(guest, '/messages');
      must((await page.getByText('您提出的更正已答复').count()) > 0, 'the answer is no message');
      await shoot(guest, 'journey-own-words-answer');
      await guest.close();
    },
  },
  {
    name: 'audit: whose files an account saw is taken out as a workbook',
    async run(browser) {
      const guest = await visitor(browser, 'desk');
      const { page } = guest;
      await signIn(guest, 'audit_admin');
      await open(guest, '/audit');
      await page.fill('input[name="sheet-actor"]', 'window');
      const [from, until] = [page.locator('.el-range-input').first(), page.locator('.el-range-input').last()];
      await from.fill('2020-01-01');
      await until.fill('2099-12-31');
      await until.press('Enter');
      await shoot(guest, 'journey-audit-sheets');
      const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: '看过的档案' }).click()]);
      await page.mouse.move(0, 0);
      await settled(page);
      must(/看过的档案-window.*\.xlsx$/.test(download.suggestedFilename()), `saved as ${download.suggestedFilename()}`);
      const found = await barriers(page);
      must(found.length === 0, `barriers: ${found}`);
      await guest.close();
    },
  },
];
