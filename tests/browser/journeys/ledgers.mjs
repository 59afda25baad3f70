// 社区台账: fifteen cards with their counts; each opens; a sheet goes out; many people are looked up.
import { barriers, must, mustFit, open, settled, shoot, signIn, visitor } from '../stage.mjs';

export const tests = [
  {
    name: 'ledgers: a community clerk sees fifteen ledgers and opens each',
    async run(browser) {
      const guest = await visitor(browser, 'desk');
      await signIn(guest, 'community_clerk');
      await open(guest, '/ledgers');
      const shelf = guest.page.locator('section').filter({ hasText: '充分就业社区台账' }).locator('.ledger-card');
      await shelf.first().waitFor();
      const addresses = await shelf.evaluateAll((cards) => cards.map((card) => card.getAttribute('href')));
      must(addresses.length === 15, `${addresses.length} ledgers`);
      await settled(guest.page);
      await shoot(guest, 'ledgers-community');
      for (const address of addresses) {
        await open(guest, address);
        await guest.page.locator('h1').waitFor();
        must((await guest.page.locator('.problem').count()) === 0, `${address} shows a problem`);
      }
      must(guest.complaints.length === 0, guest.complaints.join(' ; '));
      await guest.close();
    },
  },
  {
    name: 'ledgers: a row leads to the person, a condition is saved, a sheet goes out',
    async run(browser) {
      const guest = await visitor(browser, 'desk');
      const { page } = guest;
      await signIn(guest, 'window_clerk');
      await open(guest, '/ledgers/registered_unemployed');
      await page.locator('table.ledger tbody tr').first().waitFor();
      await shoot(guest, 'ledger-unemployed');
      await page.getByLabel('加筛选条件…').selectOption('birth_date');
      await page.locator('.adding input[type=date]').fill('1960-01-01');
      await page.getByRole('button', { name: '筛选' }).click();
      await page.locator('.chip.on').waitFor();
      await page.getByRole('button', { name: '存为视图' }).click();
      await page.getByLabel('视图名称').fill('六〇后');
      await page.locator('form.adding button[type=submit]').last().click();
      await page.locator('.chip', { hasText: '六〇后' }).waitFor();
      await page.getByRole('button', { name: '导出表格' }).click();
      await page.fill('#ledger-purpose', '报街道审核');
      const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: '下载' }).click()]);
      must(file.suggestedFilename().endsWith('.xlsx'), file.suggestedFilename());
      await page.locator('table.ledger tbody a').first().click();
      await page.waitForURL(/persons\/\d+/);
      must(guest.complaints.length === 0, guest.complaints.join(' ; '));
      await guest.close();
    },
  },
  {
    name: 'ledgers: what is signed on paper is the whole ledger',
    async run(browser) {
      const guest = await visitor(browser, 'desk');
      const { page } = guest;
      await signIn(guest, 'window_clerk');
      const long = await page.evaluate(async () => {
        for (const one of (await (await fetch('/api/v1/ledgers')).json()).items) {
          const { rows } = await (await fetch(`/api/v1/ledgers/${one.ledger}/summary`)).json();
          if (rows > 50 && rows <= 1000) return { ledger: one.ledger, rows };
        }
        return null;
      });
      must(long !== null, 'no ledger is longer than one page');
      const total = long.rows;
      await open(guest, `/ledgers/${long.ledger}`);
      await page.emulateMedia({ media: 'print' });
      must((await page.locator('.signs').count()) === 0 && (await page.locator('.part').isVisible()), 'fifty rows stand above a place to sign');
      await page.emulateMedia({ media: 'screen' });
      await page.evaluate(() => {
        window.print = () => {
          window.printed = { rows: document.querySelectorAll('table.ledger tbody tr').length, signs: document.querySelectorAll('.signs').length };
          window.dispatchEvent(new Event('afterprint'));
        };
      });
      await page.getByRole('button', { name: '打印' }).click();
      await page.waitForFunction(() => window.printed);
      const printed = await page.evaluate(() => window.printed);
      must(printed.rows === total && printed.signs === 1, `printed ${JSON.stringify(printed)} of ${total}`);
      await settled(page);
      must((await page.locator('table.ledger tbody tr').count()) === 50, 'the page keeps the rows of the paper');
      await guest.close();
    },
  },
  {
    name: 'ledgers: a sheet of many rows is asked for, released by another person and fetched once',
    async run(browser) {
      const guest = await visitor(browser, 'desk');
      const { page } = guest;
      await signIn(guest, 'window_clerk');
      const long = await page.evaluate(async () => {
        for (const one of (await (await fetch('/api/v1/ledgers')).json()).items) {
          const { rows } = await (await fetch(`/api/v1/ledgers/${one.ledger}/summary`)).json();
          if (rows > 2000) return one.ledger;
        }
        return null;
      });
      if (long === null) {
        await guest.close();
        return; // a city of few people has no ledger of so many rows
      }
      await open(guest, `/ledgers/${long}`);
      await page.getByRole('button', { name: '导出表格' }).click();
      await page.fill('#ledger-purpose', '全市年度核查');
      await page.getByRole('button', { name: '下载' }).click();
      await page.locator('[data-action="ask-release"]').click();
      await page.locator('[data-note="asked-release"]').waitFor();
      await shoot(guest, 'ledger-asked');
      must((await barriers(page)).length === 0, 'barriers in the dialogue');
      const director = await visitor(browser, 'desk');
      await signIn(director, 'director');
      await open(director, '/exports');
      const row = director.page.locator('tr', { hasText: '全市年度核查' }).first();
      await shoot(director, 'ledger-release');
      await row.getByRole('button', { name: '放行', exact: true }).click();
      await director.page.locator('tr', { hasText: '已放行' }).first().waitFor();
      await director.close();
      await open(guest, '/exports');
      const link = page.locator('[data-action="fetch-ledger"]').first();
      await shoot(guest, 'ledger-fetch');
      const [file] = await Promise.all([page.waitForEvent('download'), link.click()]);
      must(file.suggestedFilename().endsWith('.xlsx'), file.suggestedFilename());
      await guest.close();
      const phone = await visitor(browser, 'phone');
      await signIn(phone, 'director');
      await open(phone, '/exports');
      await mustFit(phone.page);
      await shoot(phone, 'ledger-release-phone');
      await phone.close();
    },
  },
  {
    name: 'lookup: many people in one grid, marked and recorded',
    async run(browser) {
      const guest = await visitor(browser, 'desk');
      const { page } = guest;
      await signIn(guest, 'window_clerk');
      await open(guest, '/lookup');
      await page.fill('#lookup-lines', '姓名\t身份证号\n王某\t000000199001010018\n\t00000019900101001A');
      await page.fill('#lookup-purpose', '核对名单');
      await page.getByRole('button', { name: '查询', exact: true }).click();
      await page.locator('.marked table').waitFor();
      must((await page.locator('.marked tbody tr').count()) === 2, 'not two lines');
      must((await page.locator('.water span').first().textContent()).includes('核对名单'), 'no watermark');
      await shoot(guest, 'lookup');
      await guest.close();
    },
  },
  {
    name: 'ledgers: an open ledger follows the day and the place of the card it is opened from',
    async run(browser) {
      const guest = await visitor(browser, 'desk');
      const { page } = guest;
      const rowsOf = () => page.locator('.measures dd').first().textContent();
      await signIn(guest, 'community_clerk');
      await open(guest, '/ledgers/labour_resources');
      const rowsNow = await rowsOf();
      must(Number(rowsNow.replace(/\D/g, '')) > 0, `no rows: ${rowsNow}`);
      await open(guest, '/ledgers');
      await page.locator('.page-head input[type=date]').fill('2010-01-01');
      await settled(page);
      await page.locator('.ledger-card[href^="/ledgers/labour_resources"]').click();
      await settled(page);
      must((await page.locator('.app-main input[type=date]').inputValue()) === '2010-01-01', 'the open ledger keeps its old day');
      must((await rowsOf()) !== rowsNow, 'the rows are still those of today');
      must((await page.locator('.tab.here').textContent()).includes('劳动力'), 'the tab lost the name of its ledger');
      await open(guest, '/ledgers/labour_resources');
      must((await rowsOf()) === rowsNow, 'without a day it is not the ledger of today again');
      await guest.close();
    },
  },
  {
    name: 'ledgers: the choice of places shows the place of the address, and goes back to all',
    async run(browser) {
      const guest = await visitor(browser, 'desk');
      const { page } = guest;
      await signIn(guest, 'window_clerk');
      const towns = (await page.evaluate(async () => (await fetch('/api/v1/me')).json())).places[0].code;
      const [town] = (await page.evaluate(async (code) => (await fetch(`/api/v1/places?parent=${code}&size=100`)).json(), towns)).items;
      const [village] = (await page.evaluate(async (code) => (await fetch(`/api/v1/places?parent=${code}&size=100`)).json(), town.code)).items;
      await open(guest, `/ledgers/labour_resources?within=${village.code}`);
      const choices = page.locator('label.select select');
      must((await choices.nth(0).inputValue()) === town.code, 'the town of the address is not chosen');
      must((await choices.nth(1).inputValue()) === village.code, 'the village of the address is not chosen');
      await choices.nth(0).selectOption('');
      await settled(page);
      must(!page.url().includes('within'), `the address still says ${page.url()}`);
      await open(guest, '/ledgers');
      await open(guest, `/ledgers/labour_resources?within=${town.code}`);
      must((await choices.nth(0).inputValue()) === town.code, 'the kept page does not choose the town');
      await guest.close();
    },
  },
  {
    name: 'lookup: the sheet is of what was asked, not of what the form says by then',
    async run(browser) {
      const guest = await visitor(browser, 'desk');
      const { page } = guest;
      await signIn(guest, 'window_clerk');
      await open(guest, '/lookup');
      await page.fill('#lookup-lines', '000000199001010018');
      await page.fill('#lookup-purpose', '核对名单');
      await page.getByRole('button', { name: '查询', exact: true }).click();
      await page.locator('.marked table').waitFor();
      await page.fill('#lookup-lines', '000000199001010026\n000000199001010034');
      await page.fill('#lookup-purpose', '别的用途');
      must((await page.locator('.water span').first().textContent()).includes('核对名单'), 'the watermark changes with the form');
      const [sent] = await Promise.all([page.waitForRequest(/person-lookups\/sheet/), page.getByRole('button', { name: '导出表格' }).click()]);
      const body = sent.postDataJSON();
      must(body.purpose === '核对名单' && body.asked.join() === '000000199001010018', `posted ${JSON.stringify(body)}`);
      await guest.close();
    },
  },
  {
    name: 'lookup: a list of columns that cannot be had says so',
    async run(browser) {
      const guest = await visitor(browser, 'desk');
      const { page } = guest;
      await signIn(guest, 'window_clerk');
      await page.route('**/api/v1/ledgers', (route) => route.fulfill({ status: 503, contentType: 'application/json', body: '{}' }));
      await open(guest, '/lookup');
      must((await page.locator('.app-main .problem').count()) === 1, 'nothing says that the columns are missing');
      await page.unroute('**/api/v1/ledgers');
      await page.locator('.app-main .problem button').click();
      await settled(page);
      must((await page.locator('.picks input:checked').count()) > 3, 'trying again does not bring the columns');
      await guest.close();
    },
  },
];
