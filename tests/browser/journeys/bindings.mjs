// A person gets a slip at the counter, makes an account with it and agrees that staff file; a clerk who
// has no consent is told so and records it in place; the person withdraws.
import { barriers, base, must, mustFit, open, settled, shoot, visitor } from '../stage.mjs';
import { ask } from './recovery.mjs';
import { as } from './refusal.mjs';

const login = `person${Date.now() % 1_000_000}`;
const password = 'Qiu-feng-2024';
let person = '';
let name = '';
let number = '';

export const tests = [
  {
    name: 'bindings: a slip from the counter makes an account; a wrong name does not',
    async run(browser) {
      let code = '';
      await as(browser, 'window_clerk', '/persons', async (page, guest) => {
        const found = (await ask(page, 'GET', '/api/v1/persons?q=%E6%9D%8E&size=20')).body.items.find((one) => !one.id_number.includes(':'));
        person = found.id;
        name = found.name;
        number = (await ask(page, 'POST', `/api/v1/persons/${person}/unmask`, { field: 'id_number', reason: '核对证件' })).body.value;
        await open(guest, `/persons/${person}`);
        await page.locator('#tab-bindings').click();
        await page.locator('[data-act=give-slip]').click();
        await page.locator('[data-part=bindings] form button[type=submit]').click();
        code = (await page.locator('[data-part=code]').textContent()).trim();
        const wrong = await barriers(page);
        must(wrong.length === 0, `barriers: ${wrong.join(' ; ')}`);
        await mustFit(page);
        await shoot(guest, 'journey-binding-slip');
      });
      const guest = await visitor(browser, 'phone');
      const { page } = guest;
      await page.goto(`${base}/sign-in`);
      await page.locator('[data-link=bind]').click();
      await page.fill('#bind-code', code);
      await page.fill('#bind-name', '别人');
      await page.fill('#bind-number', number);
      await page.fill('#bind-account', login);
      await page.fill('#bind-next', password);
      await page.fill('#bind-again', password);
      await page.press('#bind-again', 'Enter');
      await page.waitForSelector('.problem');
      must((await page.locator('.problem').textContent()).includes('不相符'), 'a wrong name is not refused');
      await page.fill('#bind-name', name);
      const found = await barriers(page);
      must(found.length === 0, `barriers: ${found.join(' ; ')}`);
      await mustFit(page);
      await shoot(guest, 'journey-binding-account');
      await page.press('#bind-again', 'Enter');
      await page.locator('[data-action=to-sign-in]').click();
      await page.fill('#account', login);
      await page.fill('#password', password);
      await page.press('#password', 'Enter');
      await page.waitForURL((url) => !url.pathname.includes('sign-in'));
      must((await ask(page, 'GET', '/api/v1/me')).body.person_id === person, 'the account stands for somebody else');
      await guest.close();
    },
  },
  {
    name: 'bindings: the clerk files only with consent; the person sees it and withdraws',
    async run(browser) {
      await as(browser, 'window_clerk', `/persons/${person}`, async (page, guest) => {
        await page.locator('#tab-consents').click();
        await page.locator('[data-act=open-consent]').click();
        await page.locator('[data-act=give-consent]').click();
        await page.waitForSelector('[data-act=withdraw-consent]');
        const found = await barriers(page);
        must(found.length === 0, `barriers: ${found.join(' ; ')}`);
        await mustFit(page);
        await shoot(guest, 'journey-consent-counter');
      });
      const guest = await visitor(browser, 'phone');
      const { page } = guest;
      await page.goto(`${base}/sign-in`);
      await page.fill('#account', login);
      await page.fill('#password', password);
      await page.press('#password', 'Enter');
      await page.waitForURL((url) => !url.pathname.includes('sign-in'));
      await open(guest, '/my-file');
      await page.locator('#tab-consents').click();
      await page.locator('[data-act=withdraw-consent]').first().click();
      await page.fill('#withdraw-reason', '改由本人办理');
      await page.locator('[data-part=consents] form button[type=submit]').last().click();
      await settled(page);
      must((await page.locator('[data-part=consents]').textContent()).includes('已撤回'), 'not withdrawn');
      await mustFit(page);
      await shoot(guest, 'journey-consent-own');
      await guest.close();
    },
  },
];
