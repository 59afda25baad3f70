// What goes out to other systems: the lists of each system are compared on their own.
import { must, mustFit, open, settled, shoot, signIn, visitor } from '../stage.mjs';
import { ask as asked } from './recovery.mjs';

const ask = async (...call) => (await asked(...call)).body;

export const tests = [
  {
    name: 'outbox: each system that answers has its own comparison',
    async run(browser) {
      const guest = await visitor(browser, 'desk');
      const { page } = guest;
      await signIn(guest, 'window_clerk');
      await page.route('**/api/v1/outbox/systems', async (route) => {
        const answer = await (await route.fetch()).json();
        const other = { ...answer.items.find((one) => one.interface === 'http'), system: 'neighbour', system_label: '邻市系统' };
        await route.fulfill({ json: { items: [...answer.items, other] } });
      });
      const posted = [];
      await page.route('**/api/v1/outbox/comparisons', (route) => {
        if (route.request().method() !== 'POST') return route.continue();
        posted.push(route.request().postDataJSON().system);
        return route.fulfill({ json: {} });
      });
      await open(guest, '/outbox?part=differences');
      await page.getByRole('button', { name: '邻市系统' }).click();
      await settled(page);
      must(posted.join() === 'neighbour', `compared ${posted.join()}`);
      must((await page.locator('.app-main').getByRole('button', { name: /职业技能/ }).count()) === 0, 'a system of sheets is offered a comparison');
      await guest.close();
    },
  },
  {
    name: 'outbox: a referral goes out in the template, is taken once and again, and its result is read back',
    async run(browser) {
      const guest = await visitor(browser, 'desk');
      const { page } = guest;
      await signIn(guest, 'window_clerk');
      await open(guest, '/persons?q=王');
      const address = await page.evaluate(() => [...document.querySelectorAll('.app-main a[href^="/persons/"]')].map((one) => one.getAttribute('href')).find((one) => /\d+$/.test(one)));
      const person = address.split('/').pop();
      const facts = [{ fact: 'referred_on', value: '2023-10-09' }, { fact: 'result', value: '录用' }];
      const written = await ask(page, 'POST', `/api/v1/persons/${person}/records/job_referral`, { facts });
      must(written.added, `the referral was not stored: ${JSON.stringify(written)}`);
      await open(guest, '/outbox?part=sheets');
      await page.getByRole('button', { name: '装成文件' }).click();
      await settled(page);
      const card = page.locator('.app-main section', { hasText: '岗位推荐导入模板-新增' }).first();
      must(/待取走/.test(await card.textContent()), 'the file does not wait to be taken');
      const sizes = [];
      for (const name of ['取走', '再取一次']) {
        const [download] = await Promise.all([page.waitForEvent('download'), card.getByRole('button', { name, exact: true }).click()]);
        const parts = [];
        for await (const part of await download.createReadStream()) parts.push(part);
        sizes.push(Buffer.concat(parts).toString('base64'));
        await settled(page);
      }
      must(sizes[0].length > 1000 && sizes[0] === sizes[1], 'the file taken again is another one');
      await shoot(guest, 'outbox-sheet-taken');
      const items = await ask(page, 'GET', '/api/v1/outbox/items?kind=job_referral');
      const key = `621000-${items.items[0].id}`;
      const sheet = `外部流水号,推荐编号,导入结果,失败原因\n${key},TJ0001,成功,\n别处-3,TJ0002,成功,\n`;
      await card.locator('input[type=file]').setInputFiles({ name: '结果.csv', mimeType: 'text/csv', buffer: Buffer.from(sheet) });
      await page.getByText('接收 1，退回 0').first().waitFor();
      await settled(page);
      must(/别处-3/.test(await page.locator('[role=status]').textContent()), 'the row of another place is not told');
      must(/已有结果/.test(await card.textContent()), 'the file is not answered');
      await mustFit(page);
      await shoot(guest, 'outbox-sheet-answered');
      const after = await ask(page, 'GET', '/api/v1/outbox/items?kind=job_referral');
      must(after.items[0].serial === 'TJ0001', `number ${after.items[0].serial}`);
      await guest.close();
    },
  },
];
