// A citizen: the answer at once, one question at a time, larger type, the grounds, who looked.
import { barriers, must, open, settled, shoot, signIn, visitor } from '../stage.mjs';

export const tests = [
  {
    name: 'citizen: answers a question and the answer follows',
    async run(browser) {
      const guest = await visitor(browser, 'phone');
      const { page } = guest;
      await signIn(guest, 'citizen');
      must(page.url().endsWith('/benefits'), 'a citizen does not land on the benefits');
      await page.waitForSelector('.answer');
      const question = page.locator('.question label');
      if (await question.count()) {
        const asked = await question.first().textContent();
        await page.locator('.question button').first().click();
        await settled(page);
        const next = (await question.count()) ? await question.first().textContent() : '';
        must(next !== asked, 'the same question is asked again');
      }
      await page.getByRole('button', { name: '放大字体' }).click();
      await shoot(guest, 'journey-citizen-large');
      const size = await page.evaluate(() => parseFloat(getComputedStyle(document.querySelector('.answer .outcome')).fontSize));
      must(size >= 22, `larger type is only ${size} px`);
      await guest.close();
    },
  },
  {
    name: 'citizen: what is met is one line, a clause opens what it says, who is paid is told',
    async run(browser) {
      const guest = await visitor(browser, 'phone');
      const { page } = guest;
      await signIn(guest, 'citizen');
      await page.waitForSelector('.answer .folded button');
      must((await page.locator('.answer .payee').count()) > 0, 'nobody is paid');
      must(!(await page.locator('.answer .payee').first().textContent()).includes('****'), 'shows the account of another');
      const fold = page.locator('.answer .folded > button').first();
      must(/\d+ 条已满足/.test(await fold.textContent()), 'the met conditions are not counted');
      must(await page.locator('.answer .folded .branch').first().isHidden(), 'what is met stands open');
      await fold.click();
      await page.locator('.answer .folded .cites button').first().click();
      await page.locator('.answer .folded blockquote').first().waitFor({ state: 'visible' });
      await shoot(guest, 'journey-citizen-grounds');
      const found = await barriers(page);
      must(found.length === 0, `barriers: ${found}`);
      await guest.close();
    },
  },
  {
    name: 'citizen: reads who looked at the file',
    async run(browser) {
      const guest = await visitor(browser, 'phone');
      const { page } = guest;
      await signIn(guest, 'citizen');
      await open(guest, '/my-file');
      await page.getByRole('tab', { name: '谁看过' }).click();
      await settled(page);
      await shoot(guest, 'journey-citizen-readers');
      await guest.close();
    },
  },
];
