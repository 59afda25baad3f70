// Visits: tasks come from the plan, are assigned, taken along on a phone, written down without a connection,
// sent when it is back; a file that changed meanwhile is shown. A survey gives tasks and counts its answers.
import { barriers, base, must, mustFit, open, settled, shoot, signIn, visitor } from '../stage.mjs';

async function look(guest, name) {
  await guest.page.mouse.move(0, 0);
  await settled(guest.page);
  await shoot(guest, `journey-visits-${name}`);
  await mustFit(guest.page);
  const found = await barriers(guest.page);
  must(found.length === 0, `barriers on ${name}: ${found.join(' ; ')}`);
}
/** What a page asks of the server, as the page itself would. */
const ask = (page, path, body) =>
  page.evaluate(
    async ([to, sent]) => {
      const me = await (await fetch('/api/v1/me')).json();
      const key = Array.from(crypto.getRandomValues(new Uint8Array(16)), (one) => one.toString(16).padStart(2, '0')).join('');
      const answer = await fetch(to, sent ? { method: 'POST', headers: { 'Content-Type': 'application/json', 'X-CSRF-Token': me.csrf_token, 'Idempotency-Key': key }, body: JSON.stringify(sent) } : undefined);
      return { status: answer.status, body: await answer.json() };
    },
    [path, body],
  );

export const tests = [
  {
    name: 'visits: tasks from the plan, assigned, recorded offline, sent, and a conflict shown',
    async run(browser) {
      const desk = await visitor(browser, 'desk');
      await signIn(desk, 'window_clerk');
      await open(desk, '/visits');
      await desk.page.getByRole('button', { name: '更新走访任务' }).click();
      await settled(desk.page);
      for (const tab of ['三十日内', '已超期']) {
        await desk.page.getByRole('tab', { name: tab }).click();
        await settled(desk.page);
        if ((await desk.page.locator('.visit').count()) > 3) break;
      }
      must((await desk.page.locator('.visit').count()) > 3, 'the plan makes no tasks');
      await look(desk, 'plan');
      const boxes = desk.page.locator('.visit input[type=checkbox]');
      for (const at of [0, 1, 2]) await boxes.nth(at).check();
      const own = (await ask(desk.page, '/api/v1/visits')).body.me;
      await desk.page.getByLabel('分派给').selectOption(own);
      await desk.page.getByRole('button', { name: '分派 3 人' }).click();
      await desk.page.getByText('已分派 3 人').waitFor();

      const phone = await visitor(browser, 'phone');
      const { page } = phone;
      await signIn(phone, 'window_clerk');
      await open(phone, '/visits/field');
      await page.locator('.due-visit').first().waitFor();
      must((await page.locator('.due-visit').count()) === 3, 'the visitor’s tasks are not taken along');
      await look(phone, 'bag');
      await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
      await page.waitForTimeout(1500);

      // Away: the page opens anew, the form is filled, the visit waits.
      await phone.context.setOffline(true);
      await page.goto(`${base}/visits/field`);
      await page.getByText('没有网络：登记先存在本机').waitFor();
      must((await page.locator('.due-visit').count()) === 3, 'no tasks without a connection');
      const who = await page.locator('.due-visit b').first().textContent();
      await page.locator('.due-visit').first().click();
      await page.getByLabel('见到本人').check();
      await page.getByLabel('新的联系电话').fill('13900000009');
      await page.getByLabel('现在想不想就业').selectOption('yes');
      await page.getByLabel('想做什么工作').fill('电工');
      await page.getByLabel('情况说明').fill('在家照顾老人，想就近上班');
      await look(phone, 'form');
      await page.getByRole('button', { name: '完成并上传' }).click();
      await page.getByText('1 份等待上传').waitFor();
      await page.locator('.due-visit').nth(1).click();
      await page.getByLabel('无人在家').check();
      await page.getByRole('button', { name: '存为草稿' }).click();
      await page.getByText('未完成').waitFor();
      await look(phone, 'away');

      // Meanwhile somebody else records another number for the first person.
      const bag = (await ask(desk.page, '/api/v1/visits/bag')).body;
      const task = bag.tasks.find((one) => one.who === who);
      const other = await ask(desk.page, '/api/v1/visits/records', { key: 'journey-other-1', task: null, person: task.person_id, way: 'phone', outcome: 'met', visited_at: bag.now, note: '', phone: '13700000007', told: '', services: [], referral: '', provider: '', level: 'community', survey: '', answers: [], seen: [], chosen: [] });
      must(other.status === 200, `the other visit was refused: ${JSON.stringify(other.body)}`);

      await phone.context.setOffline(false);
      await page.getByRole('button', { name: '上传并更新' }).click();
      await page.getByText('档案已有变化').first().waitFor();
      await look(phone, 'conflict');
      must(await page.getByText('保留档案：13700000007').isVisible(), 'the number of the file is not shown');
      await page.getByText('用这次走访的：13900000009').click();
      const both = page.getByText(/两次走访都记/);
      if (await both.count()) await both.click();
      await page.getByRole('button', { name: '按选择上传' }).click();
      await page.getByText('已上传 1 份').waitFor();
      const file = await ask(page, '/api/v1/visits/bag');
      must(file.status === 200, 'the bag is not there');

      // What was written down is in the register: nobody types it again.
      await desk.page.getByRole('tab', { name: '已走访' }).click();
      await settled(desk.page);
      // One visit may settle tasks of several plans: each of them shows it.
      await desk.page.getByText('在家照顾老人').first().waitFor();
      await look(desk, 'done');

      // Signing out clears the device, after asking about the draft.
      let asked = '';
      page.once('dialog', (dialog) => {
        asked = dialog.message();
        void dialog.accept();
      });
      await page.locator('.top-bar .user, .top-bar [aria-haspopup]').last().click();
      await page.getByText('退出', { exact: false }).last().click();
      await page.waitForSelector('#account');
      must(/1 份/.test(asked), `nobody was asked about the draft: ${asked}`);
      const left = await page.evaluate(async () => {
        const db = await new Promise((done) => {
          const opening = indexedDB.open('leye-visits');
          opening.onsuccess = () => done(opening.result);
        });
        const count = (store) => new Promise((done) => {
          const counting = db.transaction(store).objectStore(store).count();
          counting.onsuccess = () => done(counting.result);
        });
        return (await count('bag')) + (await count('drafts'));
      });
      must(left === 0, `${left} things stayed on the device`);
      must(desk.complaints.length === 0, desk.complaints.join('; '));
      // What a browser says of a connection that is not there is no fault of the page.
      const complaints = phone.complaints.filter((one) => !/ERR_INTERNET_DISCONNECTED|Failed to load resource/.test(one));
      must(complaints.length === 0, complaints.join('; '));
      await phone.close();
      await desk.close();
    },
  },
  {
    name: 'visits: a survey gives everyone a task and counts the answers',
    async run(browser) {
      const guest = await visitor(browser, 'desk');
      const { page } = guest;
      await signIn(guest, 'window_clerk');
      await open(guest, '/surveys');
      const today = (await ask(page, '/api/v1/me')).body.today;
      await page.getByLabel('调查名称').fill('秋季摸排');
      await page.getByLabel('截止日期').fill(`${Number(today.slice(0, 4)) + 1}-01-31`);
      await page.getByRole('button', { name: '发起调查' }).click();
      await page.getByRole('heading', { name: '秋季摸排' }).waitFor();
      await settled(page);
      const id = new URL(page.url()).pathname.split('/').pop();
      const first = (await ask(page, `/api/v1/visits/tasks?batch=${id}&state=open`)).body.items[0];
      const now = (await ask(page, '/api/v1/visits/bag')).body.now;
      const told = await ask(page, '/api/v1/visits/records', { key: `journey-survey-${id}`, task: first.id, person: first.person_id, way: 'phone', outcome: 'met', visited_at: now, note: '', phone: '', told: '', services: [], referral: '', provider: '', level: 'community', survey: 'wishes', answers: [{ field: 'wants_work', value: 'yes' }, { field: 'form_wished', value: '' }], seen: [], chosen: [] });
      must(told.status === 200 && told.body.state === 'stored', `the answers were refused: ${JSON.stringify(told.body)}`);
      await open(guest, '/surveys');
      await open(guest, `/surveys/${id}`);
      await page.getByText('1 人已答').waitFor();
      await look(guest, 'survey');
      const saving = page.waitForEvent('download');
      await page.getByRole('button', { name: '导出结果' }).click();
      must((await saving).suggestedFilename() === '秋季摸排.xlsx', 'no sheet of the answers');
      await page.getByRole('link', { name: '分派和登记' }).click();
      await settled(page);
      await open(guest, '/surveys');
      await look(guest, 'surveys');
      must(guest.complaints.length === 0, guest.complaints.join('; '));
      await guest.close();
    },
  },
];
