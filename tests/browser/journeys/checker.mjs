// Checkers, public notice and director: each step by another person; the notice runs its working days, an
// objection is answered; the director decides, or a meeting does above the amount.
import { barriers, base, employerName, must, open, settled, shoot, signIn, visitor } from '../stage.mjs';

/** Takes the employer's task of a step and presses an action. */
export async function workOn(browser, role, action, { step, shot, opinion } = {}) {
  const guest = await visitor(browser);
  const { page } = guest;
  await signIn(guest, role);
  await open(guest, '/inbox');
  const rows = page.locator('table.grid tbody tr').filter({ hasText: step ?? '' }).filter({ hasText: await employerName(browser) });
  must((await rows.count()) > 0, `nothing waits for ${role} ${step ?? ''}`);
  const claim = rows.first().getByRole('button', { name: /领取办理|^办理$/ });
  await claim.first().click();
  await page.waitForSelector('.strip');
  await settled(page);
  if (opinion !== '' && (await page.locator('#opinion').count())) await page.fill('#opinion', opinion ?? '经审核，符合条件，同意。');
  if (shot) await shoot(guest, shot);
  const key = page.locator(`[data-action=${action}]`);
  must((await key.count()) > 0, `${role} is not offered ${action}`);
  await key.first().click();
  await page.waitForSelector('.el-message, .actions .problem');
  await settled(page);
  const problem = page.locator('.actions .problem');
  if (await problem.count()) throw new Error(`${action}: ${await problem.first().textContent()}`);
  await guest.close();
}

async function later(browser, role, days) {
  const guest = await visitor(browser);
  const { page } = guest;
  await signIn(guest, role);
  await page.locator('.clock').click();
  await page.waitForSelector('#clock-day');
  const today = await page.inputValue('#clock-day');
  const moved = new Date(`${today}T00:00:00Z`);
  moved.setUTCDate(moved.getUTCDate() + days);
  await page.fill('#clock-day', moved.toISOString().slice(0, 10));
  await page.getByRole('button', { name: '移到这一天' }).click();
  await page.waitForSelector('.el-message');
  await guest.close();
}

export const tests = [
  { name: 'checker: the first check passes', run: (browser) => workOn(browser, 'first_checker', 'pass', { step: '初审', shot: 'journey-first-check' }) },
  { name: 'checker: the second check passes', run: (browser) => workOn(browser, 'second_checker', 'pass', { step: '复核', shot: 'journey-second-check' }) },
  {
    name: 'checker: a measure shows rule, readings, cases, and explains who is one condition short',
    async run(browser) {
      const guest = await visitor(browser);
      const { page } = guest;
      await signIn(guest, 'first_checker');
      await open(guest, '/policy');
      await page.locator('.measures h2 a').filter({ hasText: /^一次性吸纳就业补贴$/ }).click();
      await settled(page);
      must((await page.locator('.rule-text').textContent()).length > 40, 'no rule text');
      await page.getByRole('tab', { name: '差一项' }).click();
      await settled(page);
      await page.locator('table.grid tbody .opener').first().click();
      await page.waitForSelector('.el-drawer .sign');
      await page.waitForTimeout(400);
      await shoot(guest, 'journey-trace');
      await page.keyboard.press('Escape');
      await guest.close();
    },
  },
  { name: 'checker: the notice is published', run: (browser) => workOn(browser, 'second_checker', 'publish', { step: '公示', shot: 'journey-publish' }) },
  {
    name: 'checker: anyone objects to the notice without an account',
    async run(browser) {
      const guest = await visitor(browser);
      const { page } = guest;
      await page.goto(`${base}/notices`);
      await settled(page);
      await shoot(guest, 'journey-notices');
      const object = page.getByRole('button', { name: '提出异议' }).first();
      must((await object.count()) > 0, 'no notice is open');
      await object.click();
      await page.fill('#objection-text', '名单中的单位已经停产，请核实。');
      await page.waitForTimeout(300);
      await shoot(guest, 'journey-objection');
      const found = await barriers(page);
      must(found.length === 0, `barriers: ${found}`);
      await page.locator('.el-dialog button[type=submit]').click();
      await page.waitForSelector('.el-dialog [role=status]');
      await guest.close();
    },
  },
  {
    name: 'checker: the objection is answered, and after its days the notice closes',
    async run(browser) {
      const guest = await visitor(browser);
      const { page } = guest;
      await signIn(guest, 'second_checker');
      await open(guest, '/inbox');
      await page.locator('table.grid tbody tr').filter({ hasText: '公示' }).filter({ hasText: await employerName(browser) }).first().locator('td a').first().click();
      await settled(page);
      const words = page.locator('.objection input');
      if (await words.count()) {
        await words.first().fill('经核实，单位正常经营，社保正常缴纳。');
        await shoot(guest, 'journey-objection-answer');
        await page.getByRole('button', { name: '异议不成立' }).first().click();
        await settled(page);
      }
      await guest.close();
      await later(browser, 'director', 9);
      await workOn(browser, 'second_checker', 'close_notice', { step: '公示' });
    },
  },
  { name: 'checker: the director approves', run: (browser) => workOn(browser, 'director', 'approve', { shot: 'journey-approve' }) },
  {
    name: 'checker: a meeting decides the cases that wait for it, if any do',
    async run(browser) {
      const guest = await visitor(browser);
      const { page } = guest;
      await signIn(guest, 'director');
      await open(guest, '/meetings');
      await page.getByRole('button', { name: '召开会议' }).click();
      await settled(page);
      await page.fill('#meeting-present', '张文博、王晓梅、刘映霞');
      await page.fill('#meeting-minutes', '会议研究了提交的办件，一致同意。');
      await shoot(guest, 'journey-meeting');
      const record = page.getByRole('button', { name: /记录决定/ });
      if (await record.isDisabled()) {
        must((await page.getByText('没有等待会议研究的办件').count()) > 0, 'cases wait but cannot be decided');
      } else {
        await record.click();
        await page.waitForSelector('article .minutes');
        await shoot(guest, 'journey-meeting-held');
      }
      await guest.close();
    },
  },
];
