// A list beside a ledger, and a workbook in the batch look-up.
import { barriers, must, mustFit, open, settled, shoot, signIn, visitor } from '../stage.mjs';

const stranger = '000000190001010017'; // nobody of the city was born in that year
const list = `社区名单,,\n姓名,身份证号码,性别\n外地人,${stranger},男\n外地人,${stranger},男\n`;

async function look(guest, name) {
  await guest.page.mouse.move(0, 0);
  await settled(guest.page);
  await shoot(guest, `journey-comparison-${name}`);
  await mustFit(guest.page);
  const found = await barriers(guest.page);
  must(found.length === 0, `barriers on ${name}: ${found.join(' ; ')}`);
}

async function compare(browser, width, language, words) {
  const guest = await visitor(browser, width);
  const { page } = guest;
  await signIn(guest, 'window_clerk', language);
  await open(guest, '/comparison');
  await page.selectOption('#comparison-ledger', 'registered_unemployed');
  await page.setInputFiles('#comparison-file', { name: '名单.csv', mimeType: 'text/csv', buffer: Buffer.from(list) });
  await page.fill('#comparison-purpose', '核对社区名单');
  await page.getByRole('button', { name: words.compare, exact: true }).click();
  await settled(page);
  const said = await page.locator('.app-main').innerText();
  for (const wanted of words.wanted) must(said.includes(wanted), `${wanted} is not said`);
  must(!said.includes(stranger), 'a number is shown in clear');
  await look(guest, `${width}-${language}`);
  const saved = page.waitForEvent('download');
  await page.getByRole('button', { name: words.sheet }).click();
  must(/\.xlsx$/.test((await saved).suggestedFilename()), 'no workbook is saved');
  must(guest.complaints.length === 0, guest.complaints.join('; '));
  await guest.close();
}

export const tests = [
  {
    name: 'comparison: a list beside a ledger',
    async run(browser) {
      await compare(browser, 'desk', 'zh', { compare: '比对', sheet: '导出表格', wanted: ['仅名单有 1', '名单里重复 1', '比对了：姓名、性别'] });
      await compare(browser, 'phone', 'en', { compare: 'Compare', sheet: 'Export sheet', wanted: ['only in the list 1', 'repeated in the list 1'] });
    },
  },
  {
    name: 'comparison: the batch look-up opens a sheet',
    async run(browser) {
      const guest = await visitor(browser);
      const { page } = guest;
      await signIn(guest, 'window_clerk');
      await open(guest, '/lookup');
      await page.locator('input[type=file]').setInputFiles({ name: '名单.csv', mimeType: 'text/csv', buffer: Buffer.from(list) });
      await settled(page);
      must((await page.inputValue('#lookup-lines')) === `${stranger}\n${stranger}`, 'the lines of the sheet are not taken');
      await guest.close();
    },
  },
];
