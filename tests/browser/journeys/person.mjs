// A person applies for itself: the window takes in, two people look on the spot, two check, the notice
// runs its days, a meeting decides, three people of finance pay the account of the card.
import { barriers, must, mustFit, open, settled, shoot, signIn, visitor } from '../stage.mjs';
import { as, press } from './refusal.mjs';
import { returnFor } from './finance.mjs';
import { ask, later } from './recovery.mjs';

const measure = 'start_up_subsidy';

async function signedIn(browser, role) {
  const guest = await visitor(browser);
  await signIn(guest, role);
  return guest;
}

/** The business that the application rests on: registered at the window, before anybody applies. */
async function register(browser) {
  const citizen = await signedIn(browser, 'citizen');
  const person = (await ask(citizen.page, 'GET', '/api/v1/me')).body.person_id;
  await citizen.close();
  const clerk = await signedIn(browser, 'window_clerk');
  const facts = { kind: 'registered', started_on: '2023-03-01', place: '621002000000', returning: 'yes', is_operator: 'yes' };
  const written = await ask(clerk.page, 'POST', `/api/v1/persons/${person}/records/start_up`, { facts: Object.entries(facts).map(([fact, value]) => ({ fact, value })) });
  must(written.status === 200, `start-up: ${written.text}`);
  await clerk.close();
}

async function visitOnce(page, outcome) {
  const today = (await ask(page, 'GET', '/api/v1/me')).body.today;
  await page.fill('#opinion', '门店正常营业，执照与本人一致。');
  await page.fill('#field-visited_on', today);
  await page.selectOption('#field-outcome', outcome);
  await page.fill('#field-photos', '三张，存县区档案室');
  await press(page, 'visit');
}

async function pay(browser) {
  const [maker, approver, sender] = [await signedIn(browser, 'finance_bureau'), await signedIn(browser, 'finance_bureau_2'), await signedIn(browser, 'finance_bureau_3')];
  const funds = (await ask(maker.page, 'GET', '/api/v1/payment-batches/waiting')).body;
  await open(maker, '/payments');
  const made = maker.page.locator('.wait button');
  must((await made.count()) > 0, `nothing waits to be paid: ${JSON.stringify(funds)}`);
  await made.first().click();
  await maker.page.waitForURL(/payments\/\d+/);
  await settled(maker.page);
  const path = `/api/v1/payment-batches/${maker.page.url().split('/').pop()}`;
  await shoot(maker, 'journey-person-batch');
  must((await ask(approver.page, 'POST', `${path}/approve`)).status === 200, 'not approved');
  must((await ask(sender.page, 'POST', `${path}/send`)).status === 200, 'not sent');
  const file = (await ask(sender.page, 'GET', `${path}/file`)).text;
  const back = returnFor(file).replace(/,退回,,户名不符/g, ',成功,V90002,');
  const taken = await ask(sender.page, 'POST', `${path}/return`, back, true);
  must(taken.status === 200, `return: ${taken.text}`);
  for (const guest of [maker, approver, sender]) await guest.close();
  return file;
}

export const tests = [
  {
    name: 'person: applies, is looked at on the spot by two people, and is paid to the card',
    async run(browser) {
      await register(browser);
      let address = '';
      const guest = await visitor(browser, 'phone');
      await signIn(guest, 'citizen');
      await guest.page.waitForSelector('.answer');
      const key = guest.page.locator(`[data-apply=${measure}]`);
      must((await key.count()) === 1, 'the citizen is not offered to apply');
      must((await guest.page.locator('.answer').filter({ has: key }).textContent()).includes('****'), 'the own account is not shown');
      await key.click();
      const form = guest.page.locator('.answer').filter({ has: guest.page.locator(`#apply-${measure}`) });
      must(await form.locator('[data-action=apply-here]').isDisabled(), 'could be sent without saying what is asked for');
      await guest.page.fill(`#apply-${measure}`, '我在街道开的小餐馆三月开业，申请一次性创业补贴');
      const found = await barriers(guest.page);
      must(found.length === 0, `barriers: ${found.join(' ; ')}`);
      await mustFit(guest.page);
      await shoot(guest, 'journey-person-apply');
      await form.locator('[data-action=apply-here]').click();
      await guest.page.waitForURL(/cases\/\d+/);
      await settled(guest.page);
      address = new URL(guest.page.url()).pathname;
      await mustFit(guest.page);
      await shoot(guest, 'journey-person-case');
      await guest.close();

      await as(browser, 'window_clerk', address, (page) => press(page, 'take_in'));
      await as(browser, 'first_checker', address, async (page, one) => {
        await shoot(one, 'journey-person-visit');
        await visitOnce(page, 'as_stated');
        await page.locator('[data-action=pass]').click();
        await page.waitForSelector('.actions .problem');
        must((await page.locator('.actions .problem').textContent()).includes('2 人'), 'passed with one person alone');
      });
      await as(browser, 'first_checker_2', address, async (page, one) => {
        await visitOnce(page, 'as_stated');
        await mustFit(page);
        await shoot(one, 'journey-person-visits');
        await press(page, 'pass');
      });
      await as(browser, 'first_checker', address, (page) => press(page, 'pass'));
      await as(browser, 'second_checker', address, async (page) => {
        await press(page, 'pass');
        await press(page, 'publish');
      });
      await later(browser, 12);
      await as(browser, 'second_checker', address, (page) => press(page, 'close_notice'));
      const director = await signedIn(browser, 'director');
      const me = (await ask(director.page, 'GET', '/api/v1/me')).body;
      const held = await ask(director.page, 'POST', '/api/v1/meetings', {
        title: '局长办公会', on: me.today, chair: me.name, present: ['副局长', '股长'], minutes: '会议同意。',
        decisions: [{ case_id: address.split('/').pop(), decision: 'agree', opinion: '' }],
      });
      must(held.status === 200, `meeting: ${held.text}`);
      await director.close();
      const file = await pay(browser);
      must(file.includes('D,'), 'no payment file');
      await as(browser, 'finance_bureau', address, async (page, one) => {
        if (await page.locator('[data-action=settle]').count()) await press(page, 'settle');
        await shoot(one, 'journey-person-paid');
      });
      const reader = await visitor(browser, 'phone');
      await signIn(reader, 'citizen');
      await open(reader, address);
      const head = await reader.page.locator('.head').textContent();
      must(head.includes('已办结') && !head.includes('待拨付'), `the case is not closed: ${head}`);
      const self = (await ask(reader.page, 'GET', '/api/v1/me')).body.person_id;
      const grants = (await ask(reader.page, 'GET', `/api/v1/persons/${self}`)).body.grants.filter((one) => one.measure === measure);
      must(grants.length === 1 && grants[0].state === 'paid' && grants[0].amount === '5000.00', `not paid: ${JSON.stringify(grants)}`);
      await shoot(reader, 'journey-person-end');
      await reader.close();
    },
  },
  {
    name: 'person: a path that is kept says why no case is opened',
    async run(browser) {
      const guest = await signedIn(browser, 'window_clerk');
      await open(guest, '/policy/job_seeking_subsidy');
      await settled(guest.page);
      must((await guest.page.locator('.kept').textContent()).includes('学校'), 'does not say why');
      await mustFit(guest.page);
      await shoot(guest, 'journey-kept-path');
      const refused = await ask(guest.page, 'POST', '/api/v1/applications', { measure: 'job_seeking_subsidy', results: [], persons: ['1'], request: '来访申请' });
      must(refused.status === 409, `opened: ${refused.text}`);
      await guest.close();
    },
  },
];
