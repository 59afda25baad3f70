// A paid subsidy was wrong: the first checker finds it, the payee is told, the director decides after the
// statement period, finance books what comes back in two parts, the recovery is closed.
import { barriers, must, mustFit, open, settled, shoot, signIn, visitor } from '../stage.mjs';
import { as, press } from './refusal.mjs';
import { returnFor } from './finance.mjs';

/** A request of the signed-in page, with its token and a fresh key. */
export async function ask(page, method, path, body, raw = false) {
  return page.evaluate(
    async ([verb, to, sent, plain]) => {
      const me = await (await fetch('/api/v1/me')).json();
      const key = Array.from(crypto.getRandomValues(new Uint8Array(12)), (byte) => byte.toString(16).padStart(2, '0')).join('');
      const headers = { 'X-CSRF-Token': me.csrf_token, 'Idempotency-Key': key, 'Content-Type': plain ? 'application/octet-stream' : 'application/json' };
      const answer = await fetch(to, verb === 'GET' ? {} : { method: verb, headers, body: plain ? sent : JSON.stringify(sent ?? {}) });
      const text = await answer.text();
      return { status: answer.status, text, body: text.startsWith('{') ? JSON.parse(text) : null };
    },
    [method, path, body, raw],
  );
}

async function signedIn(browser, role) {
  const guest = await visitor(browser);
  await signIn(guest, role);
  return guest;
}

/** Sends what was rejected once more and settles the cases: what finance does on another day. */
async function settleEverything(browser) {
  const [maker, approver, sender] = [await signedIn(browser, 'finance_bureau'), await signedIn(browser, 'finance_bureau_2'), await signedIn(browser, 'finance_bureau_3')];
  const batches = (await ask(maker.page, 'GET', '/api/v1/payment-batches?size=50')).body.items;
  for (const batch of batches.filter((one) => ['settled', 'sent'].includes(one.state))) {
    const again = await ask(maker.page, 'POST', `/api/v1/payment-batches/${batch.id}/reissue`);
    if (again.status !== 200) continue;
    const path = `/api/v1/payment-batches/${again.body.id}`;
    must((await ask(approver.page, 'POST', `${path}/approve`)).status === 200, 'not approved');
    must((await ask(sender.page, 'POST', `${path}/send`)).status === 200, 'not sent');
    const file = (await ask(sender.page, 'GET', `${path}/file`)).text;
    const back = returnFor(file).replace(/,退回,,户名不符/g, ',成功,V90001,');
    const taken = await ask(sender.page, 'POST', `${path}/return`, back, true);
    must(taken.status === 200, `return: ${taken.text}`);
  }
  let closed = null;
  const cases = (await ask(sender.page, 'GET', '/api/v1/cases?state=paying&size=100')).body.items;
  for (const one of cases) {
    for (const guest of [sender, maker, approver]) {
      const settledCase = await ask(guest.page, 'POST', `/api/v1/cases/${one.id}/actions/settle`, { opinion: '', rows: [], fields: {} });
      if (settledCase.status === 200) closed = one.id;
      if (settledCase.status !== 403) break;
    }
  }
  for (const guest of [maker, approver, sender]) await guest.close();
  return closed;
}

export async function later(browser, days) {
  const guest = await signedIn(browser, 'director');
  const today = (await ask(guest.page, 'GET', '/api/v1/me')).body.today;
  const moved = new Date(`${today}T00:00:00Z`);
  moved.setUTCDate(moved.getUTCDate() + days);
  await guest.page.locator('.clock').click();
  await guest.page.waitForSelector('#clock-day');
  await guest.page.fill('#clock-day', moved.toISOString().slice(0, 10));
  await guest.page.getByRole('button', { name: '移到这一天' }).click();
  await guest.page.waitForSelector('.el-message');
  await guest.close();
}

export const tests = [
  {
    name: 'recovery: found, told, decided by another, repaid in two parts, closed',
    async run(browser) {
      let id = await settleEverything(browser);
      if (!id) {
        const auditor = await signedIn(browser, 'auditor');
        const closed = (await ask(auditor.page, 'GET', '/api/v1/cases?state=closed&measure=hiring_subsidy')).body.items;
        id = closed[0]?.id ?? null;
        await auditor.close();
      }
      must(id !== null, 'no case was paid');
      let address = '';
      await as(browser, 'first_checker', `/cases/${id}`, async (page, guest) => {
        await page.locator('details.finding summary').click();
        await page.fill('#finding-text', '经核查合同虚构，此人从未到岗。');
        await shoot(guest, 'journey-finding');
        await press(page, 'find');
        const link = page.locator('.follow a[href^="/recoveries/"]');
        address = await link.first().getAttribute('href');
        await open(guest, address);
        await press(page, 'notify');
        must((await page.locator('.head').textContent()).includes('已告知'), 'the payee is not told');
      });
      await as(browser, 'director', address, async (page) => {
        await page.fill('#recovery-text', '事实清楚。');
        await page.locator('[data-action=decide]').click();
        await page.waitForSelector('.app-main .problem');
        must((await page.locator('.app-main .problem').textContent()).includes('期限'), 'decided before the payee was heard');
      });
      await later(browser, 10);
      await as(browser, 'director', address, async (page, guest) => {
        await page.fill('#recovery-text', '事实清楚，决定追缴。');
        await press(page, 'decide');
        must((await page.locator('.head').textContent()).includes('待缴还'), 'not decided');
        await shoot(guest, 'journey-recovery');
        const found = await barriers(page);
        must(found.length === 0, `barriers: ${found.join(' ; ')}`);
        await mustFit(page);
      });
      await as(browser, 'finance_bureau', address, async (page) => {
        const owed = Number((await page.inputValue('#repayment-amount')).replace(/,/g, ''));
        const part = Math.floor(owed / 2);
        for (const [amount, voucher] of [[part, 'P-1'], [owed - part, 'P-2']]) {
          await page.fill('#repayment-amount', amount.toFixed(2));
          await page.fill('#repayment-voucher', `${voucher}-${address.split('/').pop()}`);
          await press(page, 'repay');
        }
        must((await page.locator('[data-action=repay]').count()) === 0, 'more could be booked than is owed');
      });
      await as(browser, 'first_checker', address, async (page, guest) => {
        await press(page, 'close');
        must((await page.locator('.head').textContent()).includes('已追回'), 'not closed');
        await shoot(guest, 'journey-recovery-closed');
        const paper = await page.evaluate(async (path) => (await fetch(path)).status, `/api/v1${address}/paper.pdf`);
        must(paper === 200, `no paper: ${paper}`);
      });
    },
  },
];
