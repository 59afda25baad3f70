// Somebody comes to the counter whom no search finds: the form warns of who is alike while it is typed, a file is
// made once, and the next clerk who types the number is sent to it.
import { barriers, must, mustFit, open, settled, shoot, signIn, visitor } from '../stage.mjs';
import { ask } from './recovery.mjs';

async function clerkAt(browser, width, language = 'zh') {
  const guest = await visitor(browser, width);
  await signIn(guest, 'window_clerk', language);
  return guest;
}

/** What a field is left with is looked at by the server: wait for it. */
async function type(guest, field, value) {
  await guest.page.fill(field, value);
  await guest.page.locator(field).blur();
  await settled(guest.page);
}

async function look(guest, name) {
  await shoot(guest, name);
  await mustFit(guest.page);
  const found = await barriers(guest.page);
  must(found.length === 0, `barriers on ${name}: ${found.join(' ; ')}`);
}

export const tests = [
  {
    name: 'entry: a new person with rare characters gets one file; who is alike is told apart with a reason',
    async run(browser) {
      const clerk = await clerkAt(browser, 'desk');
      const { page } = clerk;
      await open(clerk, '/persons?q=𠮷䶮');
      await page.click('[data-act="new"]');
      await page.waitForURL(/persons\/new/);
      await settled(page);
      must((await page.inputValue('#entry-name')) === '𠮷䶮', 'what was looked for is not in the form');
      await type(clerk, '#entry-id_number', '000000198808080021');
      must((await page.locator('#entry-id_number-problem').textContent()).length > 4, 'a wrong number is not called wrong');
      await look(clerk, 'journey-entry-wrong-number');
      await type(clerk, '#entry-id_number', '000000198808080012');
      must((await page.inputValue('#entry-birth_date')) === '1988-08-08', 'the day of birth does not follow from the number');
      must((await page.inputValue('#entry-sex')) === '1', 'the sex does not follow from the number');
      await page.click('[data-act="enter"]');
      await page.waitForURL(/persons\/\d+/);
      await settled(page);
      must((await page.textContent('h1')).includes('𠮷䶮'), 'the file has another name');
      const first = new URL(page.url()).pathname.split('/').pop();

      await open(clerk, '/persons/new');
      await type(clerk, '#entry-id_number', '000000198808080012');
      must((await page.locator(`[data-alike="${first}"]`).count()) === 1, 'the file of the number is not shown');
      must((await page.locator(`[data-alike="${first}"] input`).count()) === 0, 'a second file for one number may be reasoned for');
      must(await page.locator('[data-act="enter"]').isDisabled(), 'a second file for one number can be made');
      await look(clerk, 'journey-entry-same-number');

      await type(clerk, '#entry-id_number', '护照:E88888888');
      await type(clerk, '#entry-name', '𠮷䶮');
      await type(clerk, '#entry-birth_date', '1988-08-08');
      must((await page.locator(`[data-alike="${first}"]`).count()) === 1, 'who is alike is not shown');
      must(await page.locator('[data-act="enter"]').isDisabled(), 'a file can be made of somebody alike without a word');
      await page.fill(`#apart-${first}`, '护照和身份证的照片不是同一个人');
      await look(clerk, 'journey-entry-alike');
      await page.click('[data-act="enter"]');
      await page.waitForURL(/persons\/\d+/);
      const apart = (await ask(page, 'GET', '/api/v1/duplicates?state=different')).text;
      must(apart.includes('护照和身份证的照片不是同一个人'), 'the reason is not kept');
      await clerk.close();
    },
  },
  {
    name: 'entry: a new employer whose name differs in its legal form alone is warned of, on the phone in English',
    async run(browser) {
      const clerk = await clerkAt(browser, 'phone', 'en');
      const { page } = clerk;
      await open(clerk, '/organisations/new');
      await look(clerk, 'journey-entry-employer');
      await type(clerk, '#entry-uscc', '91000000MA00000030');
      await type(clerk, '#entry-name', '未名试验（庆阳）有限公司');
      await page.click('[data-act="enter"]');
      await page.waitForURL(/organisations\/\d+/);
      const first = new URL(page.url()).pathname.split('/').pop();
      await open(clerk, '/organisations/new');
      await type(clerk, '#entry-name', '末名试验(庆阳)有限责任公司');
      must((await page.locator(`[data-alike="${first}"]`).count()) === 1, 'the employer alike is not shown');
      await look(clerk, 'journey-entry-employer-alike');
      await page.click(`[data-alike="${first}"] [data-act="that-one"]`);
      await page.waitForURL(new RegExp(`organisations/${first}$`));
      await clerk.close();
    },
  },
  {
    name: 'entry: a job of months ago is asked for its reason, and the file tells both times',
    async run(browser) {
      const clerk = await clerkAt(browser, 'desk');
      const { page } = clerk;
      await open(clerk, '/persons/new');
      await type(clerk, '#entry-id_number', '护照:E70000003');
      await type(clerk, '#entry-name', '补登人');
      await page.click('[data-act="enter"]');
      await page.waitForURL(/persons\/\d+/);
      await settled(page);
      const path = new URL(page.url()).pathname;
      const unit = (await ask(page, 'GET', '/api/v1/organisations?q=%E5%85%AC%E5%8F%B8&size=1')).body.items[0];
      await page.click('#tab-records');
      await page.click('.el-tab-pane:visible .row.end button');
      await page.selectOption('#which-record', 'employment');
      await page.fill('#record-employer', unit.uscc);
      await page.fill('#record-start_date', '2023-06-01');
      await page.waitForSelector('[data-part="late"][open]');
      must(await page.locator('.el-dialog button[type="submit"]').isDisabled(), 'a late entry may be saved without a word');
      await page.fill('#late-done-at', '2023-06-02T10:20');
      await page.fill('#late-reason', '停电，当天纸质办理');
      await shoot(clerk, 'journey-late-form');
      await page.click('.el-dialog button[type="submit"]');
      await page.waitForSelector('[data-part="late-entries"]');
      await settled(page);
      must((await page.textContent('[data-part="late-entries"]')).includes('停电，当天纸质办理'), 'the file does not say why');
      await look(clerk, 'journey-late-file');
      await page.fill('[data-pick="known-on"] input', '2023-10-01');
      await page.waitForSelector('[data-part="late-entries"]', { state: 'detached' });
      await clerk.close();

      const phone = await clerkAt(browser, 'phone', 'en');
      await open(phone, path);
      await look(phone, 'journey-late-file');
      await phone.close();
    },
  },
  {
    name: 'entry: a family is made, a member joins and leaves, and without work it says so',
    async run(browser) {
      const clerk = await clerkAt(browser, 'desk');
      const { page } = clerk;
      const numbers = ['护照:E70000001', '护照:E70000002'];
      const people = [];
      for (const [at, number] of numbers.entries()) {
        await open(clerk, '/persons/new');
        await type(clerk, '#entry-id_number', number);
        await type(clerk, '#entry-name', `家人${'甲乙'[at]}`);
        await page.click('[data-act="enter"]');
        await page.waitForURL(/persons\/\d+/);
        people.push(new URL(page.url()).pathname.split('/').pop());
      }
      await open(clerk, `/persons/${people[0]}`);
      await page.click('#tab-households');
      await settled(page);
      await page.click('[data-act="new-household"]');
      await page.selectOption('#member-code', 'registered');
      await page.fill('#member-since', '2023-01-01');
      await page.click('.el-dialog button[type="submit"]');
      await page.waitForSelector('[data-household]');
      await settled(page);
      await page.click('[data-act="add-member"]');
      await page.fill('#member-number', numbers[1]);
      await page.selectOption('#member-code', '1');
      await page.fill('#member-since', '2023-01-01');
      await shoot(clerk, 'journey-household-form');
      await page.click('.el-dialog button[type="submit"]');
      await page.waitForFunction(() => document.querySelectorAll('[data-household] tbody tr').length === 2);
      must((await page.locator('[data-state="without-work"]').count()) === 0, 'a family is without work though nobody is registered');
      const record = { facts: [{ fact: 'start_date', value: '2023-10-01' }, { fact: 'place', value: '西峰区' }] };
      const registered = await ask(page, 'POST', `/api/v1/persons/${people[1]}/records/unemployment_registration`, record);
      must(registered.status === 200, `not registered: ${registered.text}`);
      const state = async () => (await ask(page, 'GET', `/api/v1/persons/${people[0]}/households`)).body.items[0].without_work;
      must(await state(), 'a family without work does not say so on the same day');
      await open(clerk, '/persons');
      await open(clerk, `/persons/${people[1]}`);
      await page.click('#tab-households');
      await page.waitForSelector('[data-state="without-work"]');
      await look(clerk, 'journey-household');
      await page.locator('[data-act="change-member"]').nth(1).click();
      await page.fill('#member-until', '2023-10-31');
      await page.click('.el-dialog button[type="submit"]');
      await page.waitForSelector('[data-state="without-work"]', { state: 'detached' });
      must(!(await state()), 'who left still counts');
      await clerk.close();

      const phone = await clerkAt(browser, 'phone', 'en');
      await open(phone, `/persons/${people[0]}`);
      await phone.page.click('#tab-households');
      await settled(phone.page);
      await look(phone, 'journey-household');
      await phone.close();
    },
  },
];
