// In English: what the server labels and refuses in Chinese is said in English too.
import { accounts, base, must, open, shoot, signIn, visitor } from '../stage.mjs';

const han = /\p{Script=Han}/u;

async function mustBeEnglish(page, selector) {
  const said = await page.locator(selector).allTextContents();
  must(said.length > 0, `nothing is ${selector}`);
  const left = said.filter((one) => han.test(one));
  must(left.length === 0, `${selector} in Chinese: ${[...new Set(left)].slice(0, 5)}`);
}

export const tests = [
  {
    name: 'words: states, conditions and advice are in English',
    async run(browser) {
      const guest = await visitor(browser);
      await signIn(guest, 'window_clerk', 'en');
      await open(guest, '/cases');
      await mustBeEnglish(guest.page, '.status');
      await open(guest, '/policy');
      await mustBeEnglish(guest.page, '.measures h2');
      await mustBeEnglish(guest.page, '.status');
      await guest.close();
      const citizen = await visitor(browser);
      await signIn(citizen, 'citizen', 'en');
      await mustBeEnglish(citizen.page, '.answer h3');
      await mustBeEnglish(citizen.page, '.answer .outcome');
      await mustBeEnglish(citizen.page, '.branch .label');
      await shoot(citizen, 'journey-benefits-english');
      await citizen.close();
    },
  },
  {
    name: 'words: a refusal is in English, with the Chinese beneath',
    async run(browser) {
      const guest = await visitor(browser);
      const { page } = guest;
      await page.goto(`${base}/sign-in?lang=en`);
      await page.fill('#account', accounts.window_clerk);
      await page.fill('#password', 'certainly-wrong');
      await page.press('#password', 'Enter');
      const told = await page.locator('.problem').textContent();
      must(told.includes('The account or the password is wrong') && told.includes('账号或密码不对'), told);
      await guest.close();
    },
  },
];
