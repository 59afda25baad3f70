// Someone asks who is not entitled: the clerk puts it in, two people check, a third refuses, the paper
// names the remedies. Each step by another person, in the pages.
import { barriers, must, mustFit, open, settled, shoot, signIn, visitor } from '../stage.mjs';

/** Presses a key of the case page; throws what the page refuses it with. */
export async function press(page, action, panel = '.app-main .problem') {
  const key = page.locator(`[data-action=${action}]`);
  must((await key.count()) > 0, `no key ${action}`);
  await key.first().click();
  await page.waitForTimeout(300);
  await settled(page);
  const problem = page.locator(panel);
  if (await problem.count()) throw new Error(`${action}: ${await problem.first().textContent()}`);
}

/** As another role on the same address. */
export async function as(browser, role, address, work) {
  const guest = await visitor(browser);
  await signIn(guest, role);
  await open(guest, address);
  await work(guest.page, guest);
  await guest.close();
}

export const tests = [
  {
    name: 'refusal: an application is put in, checked twice, refused by a third, with its paper',
    async run(browser) {
      let address = '';
      await as(browser, 'window_clerk', '/applications', async (page, guest) => {
        await page.selectOption('#apply-measure', 'hiring_subsidy');
        await settled(page);
        await page.locator('table.grid tbody input[type=checkbox]').first().check();
        const send = page.locator('[data-action=apply]');
        must(await send.isDisabled(), 'could be sent without saying what was asked for');
        await page.fill('#apply-request', '单位来函申请一次性吸纳就业补贴');
        const found = await barriers(page);
        must(found.length === 0, `barriers: ${found.join(' ; ')}`);
        await mustFit(page);
        await shoot(guest, 'journey-apply');
        await send.click();
        await page.waitForURL(/cases\/\d+/);
        await settled(page);
        address = new URL(page.url()).pathname;
        must((await page.locator('.case-row').textContent()).includes('不符合'), 'the row does not say that it is not entitled');
        await press(page, 'take_in');
      });
      await as(browser, 'first_checker', address, async (page, guest) => {
        await page.locator('[data-action=pass]').click();
        await page.waitForSelector('.actions .problem');
        must((await page.locator('.actions .problem').textContent()).includes('不符合'), 'passed on as if entitled');
        await page.locator('.case-row .decide select').selectOption('refused');
        await shoot(guest, 'journey-refusal-check');
        await page.locator('[data-action=pass]').click();
        await page.waitForFunction(() => document.querySelectorAll('.strip li.done').length >= 2);
        await settled(page);
        must((await page.locator('.case-row').textContent()).includes('不同意'), 'the row is not refused');
      });
      await as(browser, 'second_checker', address, (page) => press(page, 'pass'));
      await as(browser, 'director', address, async (page, guest) => {
        await page.fill('#opinion', '合同期限不满一年，不符合条件。');
        await press(page, 'refuse');
        must((await page.locator('.head').textContent()).includes('不予享受'), 'the case is not refused');
        await shoot(guest, 'journey-refused');
        const paper = await page.evaluate(async (path) => {
          const answer = await fetch(path);
          return { status: answer.status, type: answer.headers.get('content-type') };
        }, `/api/v1${address}/decision.pdf`);
        must(paper.status === 200 && paper.type === 'application/pdf', `no paper: ${paper.status}`);
      });
    },
  },
  {
    name: 'refusal: the employer asks for itself and reads its messages',
    async run(browser) {
      const guest = await visitor(browser, 'phone');
      await signIn(guest, 'employer');
      await open(guest, '/messages');
      await shoot(guest, 'journey-messages');
      await mustFit(guest.page);
      const found = await barriers(guest.page);
      must(found.length === 0, `barriers: ${found.join(' ; ')}`);
      must((await guest.page.locator('.app-main .problem').count()) === 0, 'the messages are refused');
      await guest.close();
    },
  },
];
