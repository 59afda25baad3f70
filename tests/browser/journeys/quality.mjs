// A three-party check: the director draws, three people answer without seeing each other, the director closes,
// the window settles what is wrong.
import { barriers, must, mustFit, open, settled, shoot, signIn, visitor } from '../stage.mjs';

const title = `季度核查 ${Date.now() % 100000}`;

async function as(browser, role, width, work, language = 'zh') {
  const guest = await visitor(browser, width);
  await signIn(guest, role, language);
  await work(guest, guest.page);
  must(guest.complaints.length === 0, guest.complaints.join('; '));
  await guest.close();
}
async function look(guest, name) {
  await guest.page.mouse.move(0, 0);
  await settled(guest.page);
  await shoot(guest, `journey-quality-${name}`);
  await mustFit(guest.page);
  const found = await barriers(guest.page);
  must(found.length === 0, `barriers on ${name}: ${found.join(' ; ')}`);
}
const openCheck = async (guest) => {
  await open(guest, '/quality');
  await guest.page.getByRole('link', { name: title }).click();
  await settled(guest.page);
};
const said = (page) => page.locator('.app-main').innerText();

// The first row by hand, `wrong` in its second column; the others by the same requests as the page makes.
async function answer(browser, role, width, wrong) {
  await as(browser, role, width, async (guest, page) => {
    await openCheck(guest);
    must(!(await said(page)).includes('核对了原始材料'), 'what another party said is shown');
    const card = page.locator('section.sheet', { has: page.getByPlaceholder('怎样核对的') }).first();
    await card.getByRole('button', { name: '各列都正确' }).click();
    if (wrong) {
      await card.getByRole('radio', { name: '错误' }).last().check();
      await card.getByPlaceholder('正确的内容').fill('本科');
    }
    await card.getByPlaceholder('怎样核对的').fill('核对了原始材料');
    await card.getByLabel('添加附件').setInputFiles({ name: `${role}.pdf`, mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.7 made up') });
    await card.getByRole('button', { name: `${role}.pdf`, exact: true }).waitFor();
    must(!/(window_clerk|first_checker|second_checker)\.pdf/.test((await said(page)).replace(`${role}.pdf`, '')), 'the paper of another party is shown');
    await look(guest, `answer-${role}`);
    await card.getByRole('button', { name: '提交' }).click();
    await settled(page);
    const left = await page.evaluate(async (name) => {
      const checks = (await (await fetch('/api/v1/quality-checks')).json()).items;
      const check = checks.find((one) => one.title === name);
      const token = (await (await fetch('/api/v1/me')).json()).csrf_token;
      for (;;) {
        const rows = (await (await fetch(`/api/v1/quality-checks/${check.id}/rows?state=waiting&size=100`)).json()).items;
        if (rows.length === 0) return 0;
        for (const row of rows) {
          const answers = row.cells.filter((cell) => cell.asked).map((cell) => ({ field: cell.field, answer: 'right', correct: '' }));
          const sent = await fetch(`/api/v1/quality-rows/${row.id}/reply`, {
            method: 'POST',
            headers: { 'Content-Type': 'application/json', 'X-CSRF-Token': token, 'Idempotency-Key': crypto.randomUUID() },
            body: JSON.stringify({ answers, note: '核对了原始材料' }),
          });
          if (!sent.ok) return `${sent.status} ${await sent.text()}`;
        }
      }
    }, title);
    must(left === 0, `rows could not be answered: ${left}`);
  });
}

export const tests = [
  {
    name: 'quality: a sample is drawn, answered by three, closed and corrected',
    async run(browser) {
      await as(browser, 'director', 'desk', async (guest, page) => {
        await open(guest, '/quality');
        await page.fill('#quality-title', title);
        await page.selectOption('#quality-ledger', 'registered_unemployed');
        await page.fill('#quality-seed', '20231016');
        await page.getByRole('checkbox').nth(0).check();
        await page.getByRole('checkbox').nth(4).check();
        await look(guest, 'draw');
        await page.locator('form').getByRole('button', { name: '抽样' }).click();
        await page.waitForURL(/\/quality\/\d+$/);
        await settled(page);
        must((await said(page)).includes('20231016'), 'the seed is not shown');
        must((await page.getByRole('button', { name: '汇总' }).count()) === 0, 'an unanswered check can be closed');
        await look(guest, 'drawn');
      });
      await answer(browser, 'window_clerk', 'desk', false);
      await answer(browser, 'first_checker', 'phone', true);
      await answer(browser, 'second_checker', 'desk', true);
      await as(browser, 'director', 'desk', async (guest, page) => {
        await openCheck(guest);
        await page.getByRole('button', { name: '汇总' }).click();
        await settled(page);
        must((await said(page)).includes('差错率'), 'no rate is shown');
        must((await said(page)).includes('第 1 条'), 'the wrong row is not listed');
        must((await said(page)).includes('first_checker.pdf'), 'the papers are not shown after the closing');
        await look(guest, 'closed');
        for (const [button, name] of [['导出表格', `${title}.xlsx`], ['打印', `${title}.pdf`]]) {
          const saved = page.waitForEvent('download');
          await page.getByRole('button', { name: button }).click();
          must((await saved).suggestedFilename() === name, `${name} is not saved`);
        }
      });
      await as(browser, 'window_clerk', 'phone', async (guest, page) => {
        await open(guest, '/inbox');
        must((await said(page)).includes(title), 'no task tells the window');
        await openCheck(guest);
        await look(guest, 'settling');
        await page.getByRole('combobox', { name: '处理结果' }).selectOption('corrected');
        await page.getByPlaceholder('处理情况').fill('已按毕业证更正');
        await page.getByRole('button', { name: '处理', exact: true }).click();
        await settled(page);
        must((await said(page)).includes('已按毕业证更正'), 'what was done is not shown');
      });
      await as(browser, 'auditor', 'desk', async (guest) => { await openCheck(guest); await look(guest, 'english'); }, 'en');
      await as(browser, 'auditor', 'phone', async (guest) => { await openCheck(guest); await look(guest, 'english-phone'); }, 'en');
    },
  },
];
