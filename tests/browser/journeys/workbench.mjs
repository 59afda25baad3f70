// A clerk's afternoon: an age limit is raised by a year, the cases that say otherwise are put right, who
// gains and what it costs is looked at, the limits are ticked, two people publish, the new version answers.
import { must, open, settled, shoot, signIn, visitor } from '../stage.mjs';

const title = '青年招用年龄上限改为 25 周岁';
let draft = '';

/** The line of the file that the editor stands in, with one word for another. */
async function rewrite(page, from, to) {
  const line = await page.locator('.cm-activeLine').textContent();
  must(line.includes(from), `“${from}” is not in: ${line}`);
  await page.keyboard.press('Alt+l');
  await page.keyboard.insertText(`${line.replace(from, to)}\n`);
}

async function save(page) {
  await page.keyboard.press('Control+s');
  await page.locator('.unsaved').waitFor({ state: 'detached' });
  await settled(page);
}

export const tests = [
  {
    name: 'workbench: what if the amount were higher',
    async run(browser) {
      const guest = await visitor(browser, 'desk');
      const { page } = guest;
      await signIn(guest, 'director');
      await open(guest, '/what-if');
      await page.selectOption('#trial-measure', 'hiring_subsidy');
      const amount = page.locator('.lines input').last();
      must((await amount.inputValue()) === '1000', 'the amount is not the last number');
      await amount.fill('1500');
      await amount.press('Tab');
      await page.getByRole('button', { name: '试算', exact: true }).click();
      await page.locator('.totals').waitFor({ timeout: 90_000 });
      const more = await page.locator('.difference').textContent();
      must(/^\+[\d,]+\.00$/.test(more.trim()), `it costs ${more}`);
      must((await page.locator('.lose').first().textContent()).includes('0'), 'somebody loses');
      const [book] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: '导出工作簿' }).click()]);
      must(book.suggestedFilename().endsWith('.xlsx'), book.suggestedFilename());
      await shoot(guest, 'journey-what-if');
      must(guest.complaints.length === 0, guest.complaints.join(' ; '));
      await guest.close();
    },
  },
  {
    name: 'workbench: a draft raises an age limit, its cases follow, its limits are ticked',
    async run(browser) {
      const guest = await visitor(browser, 'desk');
      const { page } = guest;
      await signIn(guest, 'second_checker');
      await open(guest, '/workbench');
      await page.fill('#draft-title', title);
      await page.getByRole('button', { name: '起草', exact: true }).click();
      await page.waitForURL(/workbench\/drafts\/\d+/);
      draft = page.url().split('/').at(-1);
      await page.fill('#file-word', '0-terms');
      await page.getByRole('button', { name: /^0-terms\.md/ }).last().click();
      await page.locator('.cm-content').click();
      await page.keyboard.press('Control+f');
      await page.locator('input[name=search]').fill('16 以上 24 以下');
      await page.locator('input[name=replace]').fill('16 以上 25 以下');
      await page.locator('button[name=replaceAll]').click();
      await page.keyboard.press('Escape');
      await page.locator('.unsaved').waitFor();
      await page.reload();
      await page.getByText('这是上次没有保存的文字').waitFor();
      await page.locator('.cm-content').click();
      await save(page);
      // Three cases of somebody of 25 say what was: they are put right where they stand.
      await page.locator('#tab-cases').click();
      await page.getByText(/不通过 3/).waitFor({ timeout: 30_000 });
      for (const amount of ['1000', '1000', '1500']) {
        await page.locator('#draft-panel .cases li').filter({ hasText: amount }).filter({ hasText: '不通过' }).first().getByRole('button').click();
        await page.locator('.cm-activeLine', { hasText: '不符合' }).waitFor();
        await rewrite(page, '不符合', amount);
        await save(page);
      }
      await page.getByText(/不通过 0/).waitFor({ timeout: 30_000 });
      await page.locator('#tab-changes').click();
      await page.locator('#draft-panel .change').first().waitFor({ timeout: 30_000 });
      await shoot(guest, 'journey-workbench-changes');
      await page.locator('#tab-edges').click();
      const tick = page.getByRole('button', { name: '看过，正确' });
      await tick.first().waitFor({ timeout: 60_000 });
      await shoot(guest, 'journey-workbench-edges');
      while ((await tick.count()) > 0) {
        const left = await tick.count();
        await tick.first().click();
        await page.waitForFunction((before) => [...document.querySelectorAll('#draft-panel button')].filter((one) => one.textContent?.includes('看过')).length < before, left, { timeout: 60_000 });
      }
      await page.locator('#tab-publish').click();
      await page.fill('#publish-note', '青年招用放宽一岁');
      await page.fill('#publish-proof', '只放宽一个年龄，没有运行证明');
      await page.getByRole('button', { name: '提交', exact: true }).click();
      await page.locator('#publish-note').waitFor({ state: 'detached', timeout: 60_000 });
      await shoot(guest, 'journey-workbench-submitted');
      must((await page.getByRole('button', { name: '批准发布' }).count()) === 0, 'who asks may approve');
      // A browser that types over a line styles it by itself; the policy refuses that, and nothing is lost.
      const left = guest.complaints.filter((one) => !one.includes('Applying inline style'));
      must(left.length === 0, left.join(' ; '));
      await guest.close();
    },
  },
  {
    name: 'workbench: another one approves, and the new version answers',
    async run(browser) {
      const guest = await visitor(browser, 'desk');
      const { page } = guest;
      await signIn(guest, 'city_director');
      await open(guest, `/workbench/drafts/${draft}`);
      await page.locator('#tab-publish').click();
      await page.getByRole('button', { name: '批准发布' }).click();
      const told = page.getByText(/已发布为第 \d+ 版/).first();
      await told.waitFor({ timeout: 60_000 });
      const number = Number(/第 (\d+) 版/.exec(await told.textContent())[1]);
      await shoot(guest, 'journey-workbench-published');
      // It comes into force within moments.
      for (let turn = 0; turn < 30; turn += 1) {
        const current = await page.evaluate(async () => (await (await fetch('/api/v1/policies')).json()).current);
        if (current === number) break;
        must(turn < 29, `version ${number} did not come into force`);
        await page.waitForTimeout(1000);
      }
      await open(guest, `/workbench/versions/${number}`);
      await page.locator('.reading').waitFor();
      await shoot(guest, 'journey-workbench-version');
      must(guest.complaints.length === 0, guest.complaints.join(' ; '));
      await guest.close();
    },
  },
];
