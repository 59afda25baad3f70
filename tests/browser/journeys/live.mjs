// A register is added by files of vocabulary alone: a server with three more files has its form, its import,
// its place on the person's page, its ledger and its workbook. No line of code, no migration.
import { spawn } from 'node:child_process';
import { chmodSync, cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { must, open, settled, shoot, signIn, visitor } from '../stage.mjs';
import { rowsOf } from '../workbook.mjs';

const project = join(import.meta.dirname, '../../..');
const program = process.env.LEYE_PROGRAM ?? join(project, 'build/check/src/leye');

const files = {
  'codes/boat_kind.csv': '# 船型 boat_kind; none\ncode,zh,en,valid_from,valid_to\nnet,网船,net boat,,\npole,竿船,pole boat,,\n',
  'boat_keeper.md': `# 船家登记 · boat_keeper · boat_keepers · boat keeper

Who keeps a boat.

completeness: complete
storage: record
key: boat
period: kept_from, kept_until

| label | label_en | id | type | required | mask | sensitivity | headings | standard |
|---|---|---|---|---|---|---|---|---|
| 人员 | person | person | reference(person) | yes | | open | 身份证号码 | |
| 船名 | boat | boat | text | yes | | open | | |
| 船型 | kind | kind | code(boat_kind) | | | open | | |
| 始用日期 | kept from | kept_from | day | yes | | open | | |
| 停用日期 | kept until | kept_until | day | none | | open | | |
`,
  'ledgers/net_boats.md': `# 网船台账 · net_boats · Net boats

set: everyday 90
of: boat_keeper
note: 在用的网船 · Net boats in use
where: kind is 网船; in force
unit: 单位：条
sign: 填报人, 审核人（签字）

| label | label_en | group | value | required |
|---|---|---|---|---|
| 姓名 | name | | person.name | yes |
| 船名 | boat | | boat | yes |
| 始用日期 | kept from | | kept_from | yes |
`,
};

const freePort = () =>
  new Promise((found) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => found(port));
    });
  });

/** A small city whose vocabulary has the register beside the installation's. */
async function raiseServer() {
  const folder = mkdtempSync(join(tmpdir(), 'leye-live-'));
  chmodSync(folder, 0o755); // the private database runs as another user
  cpSync(join(project, 'vocabulary'), join(folder, 'home/vocabulary'), { recursive: true });
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(join(folder, 'home/vocabulary', name, '..'), { recursive: true });
    writeFileSync(join(folder, 'home/vocabulary', name), text);
  }
  const port = await freePort();
  const options = ['demo', '--people', '400', '--no-province', '--data', join(folder, 'city'), '--listen', `127.0.0.1:${port}`];
  const env = { ...process.env, LEYE_HOME: join(folder, 'home') };
  delete env.LEYE_DEMO_PASSWORD;
  const server = spawn(program, options, { env, cwd: project });
  let said = '';
  for (const stream of [server.stdout, server.stderr]) stream.on('data', (bytes) => (said += bytes));
  for (let tenths = 0; tenths < 1200 && !said.includes('已启动') && server.exitCode === null; tenths += 1) {
    await new Promise((go) => setTimeout(go, 100));
  }
  const lower = async () => {
    if (server.exitCode === null) {
      server.kill('SIGINT');
      await new Promise((gone) => server.once('exit', gone));
    }
    rmSync(folder, { recursive: true, force: true });
  };
  if (!said.includes('已启动')) {
    await lower();
    throw new Error(`the server with the new register does not start: ${said.slice(-500)}`);
  }
  const password = /口令都是 ([^）]*)/.exec(said)[1];
  return { at: { base: `http://127.0.0.1:${port}`, password }, folder, lower };
}

async function enterOne(guest) {
  const { page } = guest;
  await open(guest, '/persons?q=王');
  await page.locator('.app-main a[href^="/persons/"]:not([href*="new"])').first().click();
  await page.waitForURL(/persons\/\d+/);
  await settled(page);
  const name = (await page.locator('h1').first().evaluate((head) => head.childNodes[0].textContent)).trim();
  await page.getByRole('tab', { name: '其他登记' }).click();
  await page.getByRole('button', { name: '登记一条' }).click();
  await page.locator('#which-record').selectOption('boat_keeper');
  await page.fill('#record-boat', '甲三号');
  await page.selectOption('#record-kind', 'net');
  await page.fill('#record-kept_from', '2023-11-01');
  await shoot(guest, 'live-form');
  await page.getByRole('button', { name: '保存' }).click();
  await page.locator('.app-main table', { hasText: '甲三号' }).waitFor();
  const shown = await page.locator('.app-main section', { hasText: '船家登记' }).last().innerText();
  for (const part of ['船名', '船型', '甲三号', '网船', '2023-11-01']) must(shown.includes(part), `the person's page does not say ${part}`);
  return name;
}

/** "new same" of the preview of a sheet, which is then stored if it has anything new. */
async function bringIn({ page }, kind, sheet) {
  await page.goto(new URL('/imports', page.url()).href);
  await settled(page);
  await page.locator('#import-kind').selectOption(kind);
  await page.setInputFiles('input[type=file]', sheet);
  await page.locator('form.sheet button[type=submit]').click();
  await page.waitForSelector('.numbers');
  const numbers = await page.locator('.numbers dd').allTextContents();
  if (numbers[1].trim() !== '0') {
    await page.getByRole('button', { name: /^确认导入/ }).click();
    await page.waitForSelector('section[role=status]');
  }
  return `${numbers[1].trim()} ${numbers[3].trim()}`;
}

async function importOne(guest, folder) {
  const number = '000000190001010017'; // nobody's in the city
  const people = join(folder, 'people.csv');
  const boats = join(folder, 'boats.csv');
  writeFileSync(people, `身份证号码,姓名,常住地\n${number},船家,西峰区\n`);
  writeFileSync(boats, `身份证号码,船名,船型,始用日期\n${number},乙五号,网船,2023-02-01\n`);
  must((await bringIn(guest, 'person', people)) === '1 0', 'the keeper is not new');
  must((await bringIn(guest, 'boat_keeper', boats)) === '1 0', 'the boat is not new');
  must((await bringIn(guest, 'boat_keeper', boats)) === '0 1', 'the same sheet again is not the same');
}

export const tests = [
  {
    name: 'live: three files of vocabulary are a register with form, import, API, page and ledger',
    async run(browser) {
      const { at, folder, lower } = await raiseServer();
      const guest = await visitor(browser, 'desk');
      try {
        const { page } = guest;
        await signIn(guest, 'window_clerk', 'zh', at);
        const kinds = (await page.evaluate(async () => (await fetch('/api/v1/kinds')).json())).items;
        const kind = kinds.find((one) => one.kind === 'boat_keeper');
        must(kind && kind.label_en === 'boat keeper' && kind.facts.some((fact) => fact.codes.some((code) => code.label === '网船')), 'the API does not offer the register');
        const name = await enterOne(guest);
        await importOne(guest, folder);
        await open(guest, '/ledgers');
        const card = page.locator('a[href="/ledgers/net_boats"]');
        await card.locator('.measures').waitFor();
        must((await card.locator('.card-head b').textContent()).trim() === '2', 'the ledger does not count two boats');
        await card.click();
        await page.locator('table.ledger', { hasText: '乙五号' }).waitFor();
        must((await page.locator('table.ledger').innerText()).includes(name), 'the ledger does not name the keeper');
        await shoot(guest, 'live-ledger');
        await page.getByRole('button', { name: '导出表格' }).click();
        await page.fill('#ledger-purpose', '报街道审核');
        const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: '下载' }).click()]);
        const rows = rowsOf(await file.path()).map((row) => row.join('|'));
        must(rows[0].includes('网船台账') && rows.some((row) => row.includes('序号|姓名|船名|始用日期')), rows.slice(0, 4).join('\n'));
        must(rows.some((row) => row.startsWith('合计：2 条')), rows.join('\n'));
        const [template] = await Promise.all([page.waitForEvent('download'), page.evaluate(() => { const link = Object.assign(document.createElement('a'), { href: '/api/v1/templates/boat_keeper?form=xlsx', download: '' }); link.click(); })]);
        must(rowsOf(await template.path())[0].join('|').includes('船名'), 'the template has no column for the boat');
        must(guest.complaints.length === 0, guest.complaints.join(' ; '));
        await guest.close();
      } catch (error) {
        await shoot(guest, 'live-failed').catch(() => undefined);
        throw error;
      } finally {
        await lower();
      }
    },
  },
];
