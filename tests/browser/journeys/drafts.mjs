// Drafts among several people: two write one file at the same time; a file more, another name, a file less;
// the proof runs from the page; a version waits for its day, another draft moves onto it and settles what both
// changed; the version is taken back.
import { barriers, must, mustFit, open, settled, shoot, signIn, visitor } from '../stage.mjs';

const line = '县区政府落实';
let first = '';
let waiting = 0;

async function author(browser, role) {
  const guest = await visitor(browser, 'desk');
  await signIn(guest, role);
  return guest;
}
async function begin({ page }, title) {
  await page.fill('#draft-title', title);
  await page.getByRole('button', { name: '起草', exact: true }).click();
  await page.waitForURL(/workbench\/drafts\/\d+/);
  await settled(page);
  return page.url().split('/').at(-1).split('?')[0];
}
async function openFile({ page }, word, name) {
  await page.fill('#file-word', word);
  await page.getByRole('button', { name }).last().click();
  await page.locator('.cm-content').waitFor();
  await settled(page);
}
/** One text for another by the editor's own search; not saved yet. */
async function write({ page }, from, to) {
  await page.locator('.cm-content').click();
  await page.keyboard.press('Control+f');
  await page.locator('input[name=search]').fill(from);
  await page.locator('input[name=replace]').fill(to);
  await page.locator('button[name=replaceAll]').click();
  await page.keyboard.press('Escape');
  await page.locator('.unsaved').waitFor();
}
async function saved({ page }) {
  await page.locator('.unsaved').waitFor({ state: 'detached' });
  await settled(page);
}
async function save(guest) {
  await guest.page.locator('.cm-content').click();
  await guest.page.keyboard.press('Control+s');
  await saved(guest);
}
/** Asks with a day that has not come; gives the reasons that are asked for. */
async function submit({ page }, note, day) {
  await page.locator('#tab-publish').click();
  await page.fill('#publish-from', day);
  await page.fill('#publish-note', note);
  await page.fill('#publish-proof', '只改了一句摘要');
  await page.fill('#publish-edges', '只改了一句摘要');
  await page.getByRole('button', { name: '提交', exact: true }).click();
  await page.locator('#publish-note').waitFor({ state: 'detached', timeout: 60_000 });
}
const fileText = (page, version, path) =>
  page.evaluate(async ([of, at]) => (await (await fetch(`/api/v1/policies/${of}/file?path=${at}`)).json()).text, [version, path]);
// A browser that types over a line styles it by itself; the policy refuses that, and nothing is lost.
const quiet = (guest) => {
  const left = guest.complaints.filter((one) => !one.includes('Applying inline style'));
  must(left.length === 0, left.join(' ; '));
};

export const tests = [
  {
    name: 'drafts: two people write one file, and neither text is lost',
    async run(browser) {
      const checker = await author(browser, 'second_checker');
      await open(checker, '/workbench');
      first = await begin(checker, '两个人改一个文件');
      await openFile(checker, '8-hiring', /^8-hiring\.md/);
      const director = await author(browser, 'director');
      await open(director, `/workbench/drafts/${first}`);
      await openFile(director, '8-hiring', /^8-hiring\.md/);
      await write(director, line, '县区政府落实并公开');
      await save(director);
      await write(checker, line, '县区政府负责落实');
      await checker.page.keyboard.press('Control+s');
      const told = checker.page.locator('.conflict');
      await told.waitFor();
      const text = await told.textContent();
      must(text.includes('县区政府落实并公开') && text.includes('县区政府负责落实'), `one text is missing: ${text}`);
      await shoot(checker, 'journey-drafts-conflict');
      const found = await barriers(checker.page);
      must(found.length === 0, found.join(' ; '));
      await checker.page.getByRole('button', { name: '保存我的' }).click();
      await saved(checker);
      must((await fileText(checker.page, `draft-${first}`, 'qingyang-2023/8-hiring.md')).includes('县区政府负责落实'), 'it is not saved');
      // The other one is told in turn, and takes what is there.
      await write(director, '县区政府落实并公开', '县区政府落实, 并公开');
      await director.page.keyboard.press('Control+s');
      await director.page.locator('.conflict').waitFor();
      await director.page.getByRole('button', { name: '用对方的' }).click();
      await director.page.locator('.conflict').waitFor({ state: 'detached' });
      must((await director.page.locator('.cm-content').textContent()).includes('县区政府负责落实'), 'the text of the other is not shown');
      quiet(checker);
      quiet(director);
      await checker.close();
      await director.close();
    },
  },
  {
    name: 'drafts: a file is added, renamed, left out and put back',
    async run(browser) {
      const guest = await author(browser, 'second_checker');
      const { page } = guest;
      await open(guest, `/workbench/drafts/${first}`);
      await page.getByText('增加、改名、删去文件').click();
      await page.fill('#file-added', 'qingyang-2023/8-hiring.md');
      must(await page.getByRole('button', { name: '增加', exact: true }).isDisabled(), 'a name that is taken may be added');
      await page.fill('#file-added', 'qingyang-2023/99-more.md');
      await page.getByRole('button', { name: '增加', exact: true }).click();
      await page.locator('.path', { hasText: '99-more.md' }).waitFor();
      await settled(page);
      await write(guest, '# 99-more', '# 补充说明');
      await save(guest);
      await page.fill('#file-name', 'qingyang-2023/98-more.md');
      await page.getByRole('button', { name: '改名', exact: true }).click();
      await page.locator('.path', { hasText: '98-more.md' }).waitFor();
      await settled(page);
      must((await page.locator('.cm-content').textContent()).includes('补充说明'), 'the text did not go along');
      await shoot(guest, 'journey-drafts-files');
      await page.locator('[data-leave-out]').click();
      await page.locator('.path').waitFor({ state: 'detached' });
      await settled(page);
      await openFile(guest, '14-start-up', /^14-start-up\.md/);
      await page.locator('[data-leave-out]').click();
      await page.locator('.gone', { hasText: '14-start-up.md' }).waitFor();
      await settled(page);
      await page.locator('.gone').getByRole('button', { name: '恢复' }).click();
      await page.locator('.path', { hasText: '14-start-up.md' }).waitFor();
      await settled(page);
      const files = await page.evaluate(async (id) => (await (await fetch(`/api/v1/policy-drafts/${id}`)).json()).files.filter((one) => one.change).map((one) => one.path), first);
      must(files.join() === 'qingyang-2023/8-hiring.md', `changed: ${files.join()}`);
      quiet(guest);
      await guest.close();
    },
  },
  {
    name: 'drafts: the proof runs from the page, and its findings are listed',
    async run(browser) {
      const guest = await author(browser, 'second_checker');
      const { page } = guest;
      await open(guest, `/workbench/drafts/${first}`);
      await page.locator('#tab-proof').click();
      await page.getByText('还没有运行').waitFor();
      await page.getByRole('button', { name: '运行证明' }).click();
      await page.getByText(/已运行 \d+ 秒/).waitFor({ timeout: 30_000 });
      await shoot(guest, 'journey-drafts-proving');
      // It goes on while its author looks at something else.
      await page.locator('#tab-events').click();
      await page.locator('#tab-proof').click();
      await page.getByText('已完成').waitFor({ timeout: 280_000 });
      const proof = await page.evaluate(async (id) => (await fetch(`/api/v1/policy-drafts/${id}/proof`)).json(), first);
      must(proof.current, 'it is of another text');
      must((await page.locator('#draft-panel .finding').count()) === proof.findings.length, 'findings are missing');
      // What was not proved says what was tried.
      must(proof.not_proved.every((one) => one.length > 10), `not proved, and nothing said: ${proof.not_proved.join(' ; ')}`);
      await shoot(guest, 'journey-drafts-proved');
      const found = await barriers(page);
      must(found.length === 0, found.join(' ; '));
      // Another text is not proved.
      await openFile(guest, '8-hiring', /^8-hiring\.md/);
      await write(guest, '县区政府负责落实', '县区政府负责, 落实');
      await save(guest);
      await page.locator('#tab-proof').click();
      await page.getByText('草案后来又改过').waitFor();
      quiet(guest);
      await guest.close();
    },
  },
  {
    name: 'drafts: a version waits for its day',
    async run(browser) {
      const asks = await author(browser, 'director');
      await open(asks, '/workbench');
      const id = await begin(asks, '公开责任单位');
      await openFile(asks, '8-hiring', /^8-hiring\.md/);
      await write(asks, line, '县区政府落实并公开');
      await save(asks);
      const day = await asks.page.evaluate(async () => {
        const { today } = await (await fetch('/api/v1/me')).json();
        const next = new Date(`${today}T00:00:00Z`);
        next.setUTCDate(next.getUTCDate() + 10);
        return next.toISOString().slice(0, 10);
      });
      await submit(asks, '责任一句加上公开', day);
      const approves = await author(browser, 'city_director');
      await open(approves, `/workbench/drafts/${id}`);
      await approves.page.locator('#tab-publish').click();
      await approves.page.getByRole('button', { name: '批准发布' }).click();
      const told = approves.page.getByText(/已发布为第 \d+ 版/).first();
      await told.waitFor({ timeout: 60_000 });
      waiting = Number(/第 (\d+) 版/.exec(await told.textContent())[1]);
      quiet(asks);
      quiet(approves);
      await asks.close();
      await approves.close();
    },
  },
  {
    name: 'drafts: an older draft moves onto it and settles what both changed',
    async run(browser) {
      const guest = await author(browser, 'second_checker');
      const { page } = guest;
      await open(guest, `/workbench/drafts/${first}`);
      await page.getByText('此后又发布了新版本').waitFor();
      await page.getByRole('button', { name: `换到第 ${waiting} 版的底稿` }).click();
      await page.locator('.conflicts', { hasText: '1 处待定' }).waitFor();
      await page.locator('.cm-settle').waitFor();
      const text = await page.locator('.cm-content').textContent();
      must(text.includes('县区政府负责, 落实') && text.includes('县区政府落实并公开'), 'one side is missing');
      await page.getByText('两边都改了这几行').first().waitFor();
      await shoot(guest, 'journey-drafts-moved');
      await mustFit(page);
      const found = await barriers(page);
      must(found.length === 0, found.join(' ; '));
      await page.locator('.cm-settle').getByRole('button', { name: '用草案的' }).click();
      await page.locator('.cm-settle').waitFor({ state: 'detached' });
      await save(guest);
      const kept = await fileText(page, `draft-${first}`, 'qingyang-2023/8-hiring.md');
      must(kept.includes('县区政府负责, 落实') && !kept.includes('<<<<<<<'), 'it is not settled');
      must((await page.locator('.conflicts').count()) === 0, 'still said to be open');
      quiet(guest);
      await guest.close();
    },
  },
  {
    name: 'drafts: the version is taken back before its day, and its draft goes on',
    async run(browser) {
      const guest = await author(browser, 'city_director');
      const { page } = guest;
      await open(guest, '/workbench');
      await page.locator('summary', { hasText: '撤下' }).first().click();
      await page.fill(`#back-${waiting}`, '日期写早了');
      await shoot(guest, 'journey-drafts-take-back');
      await page.getByRole('button', { name: '撤下' }).click();
      await page.waitForURL(/workbench\/drafts\/\d+/);
      await settled(page);
      await page.getByText('起草中').waitFor();
      await page.locator('#tab-events').click();
      await page.getByText('日期写早了').waitFor();
      await open(guest, '/workbench');
      await page.getByText('已撤下').first().waitFor();
      await shoot(guest, 'journey-drafts-taken-back');
      await mustFit(page);
      quiet(guest);
      await guest.close();
    },
  },
  ...[['desk', 'zh'], ['phone', 'zh'], ['phone', 'en']].map(([width, language]) => ({
    name: `replay: a decided row says the same again, word for word, ${width} ${language}`,
    async run(browser) {
      const guest = await visitor(browser, width);
      const { page } = guest;
      await signIn(guest, 'director', language);
      const decided = await page.evaluate(async () => {
        for (const state of ['closed', 'paying', 'decided', 'refused']) {
          const { items } = await (await fetch(`/api/v1/cases?state=${state}`)).json();
          for (const one of items ?? []) {
            const file = await (await fetch(`/api/v1/cases/${one.id}`)).json();
            for (const row of file.rows.filter((each) => each.decision !== 'open'))
              if ((await fetch(`/api/v1/cases/${one.id}/rows/${row.id}/replay`)).ok) return [one.id, row.id];
          }
        }
        return null;
      });
      must(decided !== null, 'no row is decided with its answer kept');
      await open(guest, `/cases/${decided[0]}`);
      await page.locator(`a[href="/cases/${decided[0]}/rows/${decided[1]}/replay"]`).click();
      const sheet = page.locator('[data-replay]');
      await sheet.waitFor();
      must((await sheet.locator('.same').count()) === 1, `not the same: ${await sheet.textContent()}`);
      const texts = await sheet.locator('pre').allTextContents();
      must(texts.length === 2 && texts[0] === texts[1] && texts[0].length > 20, `two texts: ${texts.join(' | ')}`);
      await shoot(guest, `journey-replay-${language}`);
      await mustFit(page);
      const found = await barriers(page);
      must(found.length === 0, found.join(' ; '));
      quiet(guest);
      await guest.close();
    },
  })),
];
