// A citizen: the answer at once, one question at a time, larger type, the grounds, who looked.
import { must, open, settled, shoot, signIn, visitor } from '../stage.mjs';

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
      const size = await page.evaluate(() => parseFloat(getComputedStyle(document.querySelector('.words')).fontSize));
      must(size >= 22, `larger type is only ${size} px`);
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
