// A list of suspects: the director takes it in, the window answers with evidence, another person reviews,
// the director returns it. At desk width; the phone sees the same pages.
import { barriers, must, mustFit, open, settled, shoot, signIn, visitor } from '../stage.mjs';

const number = `审〔2023〕${Date.now() % 100000}号`;
// Nobody of the city was born in these years. The same file is taken once, so it bears its number.
const list = `${number} 审计疑点名单,,\n姓名,身份证号码,疑点类型\n赵一鸣,000000190001010017,领取补贴期间死亡\n钱二平,000000190001010025,财政供养人员\n`;

async function as(browser, role, width, work) {
  const guest = await visitor(browser, width);
  await signIn(guest, role);
  await work(guest, guest.page);
  must(guest.complaints.length === 0, guest.complaints.join('; '));
  await guest.close();
}
async function look(guest, name) {
  await guest.page.mouse.move(0, 0); // off the button that was pressed
  await settled(guest.page);
  await shoot(guest, `journey-suspects-${name}`);
  await mustFit(guest.page);
  const found = await barriers(guest.page);
  must(found.length === 0, `barriers on ${name}: ${found.join(' ; ')}`);
}
const openList = async (guest) => {
  await open(guest, '/suspects');
  await guest.page.getByRole('link', { name: number }).click();
  await settled(guest.page);
};

export const tests = [
  {
    name: 'suspects: a list is answered, given back, reviewed and returned',
    async run(browser) {
      await as(browser, 'director', 'desk', async (guest, page) => {
        await open(guest, '/suspects');
        await page.fill('#suspects-number', number);
        await page.fill('#suspects-issued', '省审计厅');
        await page.fill('#suspects-title', '补贴疑点');
        await page.fill('#suspects-due', '2023-12-29');
        await page.setInputFiles('#suspects-file', { name: '名单.csv', mimeType: 'text/csv', buffer: Buffer.from(list) });
        await page.waitForURL(/\/suspects\/\d+$/);
        await settled(page);
        must((await page.locator('.app-main').innerText()).includes('疑点类型：领取补贴期间死亡'), 'what is suspected is not shown');
        must((await page.getByRole('button', { name: '导出并回复' }).count()) === 0, 'an unanswered list can be returned');
        await look(guest, 'taken');
      });
      await as(browser, 'first_checker', 'phone', async (guest, page) => {
        await open(guest, '/inbox');
        must((await page.locator('.app-main').innerText()).includes(number), 'no task tells the first checker');
        await openList(guest);
        await page.getByRole('checkbox', { name: '选择本页全部' }).check();
        await page.getByRole('combobox', { name: '核查结果' }).selectOption('false');
        await page.getByPlaceholder('核查的依据').fill('户籍和参保都没有此人');
        await page.getByLabel('添加附件').setInputFiles({ name: '户籍证明.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.7 made up') });
        await page.getByRole('button', { name: '户籍证明.pdf', exact: true }).nth(1).waitFor();
        await look(guest, 'answering');
        await page.getByRole('button', { name: '答复 2 条' }).click();
        await settled(page);
      });
      const review = (width, word, opinion) =>
        as(browser, 'second_checker', width, async (guest, page) => {
          await openList(guest);
          await page.getByRole('checkbox', { name: '选择本页全部' }).check();
          const paper = page.waitForEvent('download');
          await page.getByRole('button', { name: '户籍证明.pdf', exact: true }).first().click();
          must((await paper).suggestedFilename() === '户籍证明.pdf', 'the paper is not saved');
          if (opinion) await page.getByPlaceholder('复核意见').fill(opinion);
          await look(guest, `review-${width}`);
          await page.getByRole('button', { name: `${word} 2 条` }).click();
          await settled(page);
        });
      await review('desk', '退回', '写明核对的日期');
      await as(browser, 'window_clerk', 'desk', async (guest, page) => {
        await openList(guest);
        must((await page.locator('.app-main').innerText()).includes('写明核对的日期'), 'the opinion is not shown');
        await page.getByRole('checkbox', { name: '选择本页全部' }).check();
        await page.getByRole('combobox', { name: '核查结果' }).selectOption('false');
        await page.getByPlaceholder('核查的依据').fill('10 月 16 日核对户籍和参保，没有此人');
        await page.getByRole('button', { name: '答复 2 条' }).click();
        await settled(page);
      });
      await review('phone', '同意');
      await as(browser, 'director', 'desk', async (guest, page) => {
        await openList(guest);
        const saved = page.waitForEvent('download');
        await page.getByRole('button', { name: '导出并回复' }).click();
        must((await saved).suggestedFilename() === `${number}.xlsx`, 'the reply has another name');
        await settled(page);
        must((await page.locator('.app-main').innerText()).includes('已回复'), 'the list is not shown as returned');
        await look(guest, 'returned');
      });
    },
  },
];
