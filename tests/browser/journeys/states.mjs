// Somebody who is registered as unemployed turns up on the list of pensioners: both are taken, and what contradicts
// waits in the inbox. The person's page says which state holds by rule, why, what it was before and who looks at it
// by when. When the list turns out to be wrong and is withdrawn, the task closes itself.
import { barriers, must, mustFit, open, settled, shoot, signIn, visitor } from '../stage.mjs';
import { ask } from './recovery.mjs';

async function look(guest, name) {
  await guest.page.mouse.move(0, 0);
  await settled(guest.page);
  await shoot(guest, `journey-states-${name}`);
  await mustFit(guest.page);
  const found = await barriers(guest.page);
  must(found.length === 0, `barriers on ${name}: ${found.join(' ; ')}`);
}

/** A record of the demo's citizen, as the window writes it. */
async function write(page, person, kind, facts) {
  const written = await ask(page, 'POST', `/api/v1/persons/${person}/records/${kind}`, { facts: Object.entries(facts).map(([fact, value]) => ({ fact, value })) });
  must(written.status === 200, `${kind}: ${written.text}`);
}

const named = /退休后还登记失业|on pension and unemployed/;
const journey = (width, language) => ({
  name: `states: a contradiction is a task and stands on the person's page (${width}, ${language})`,
  async run(browser) {
    const citizen = await visitor(browser);
    await signIn(citizen, 'citizen');
    const person = (await ask(citizen.page, 'GET', '/api/v1/me')).body.person_id;
    await citizen.close();
    const guest = await visitor(browser, width);
    const { page } = guest;
    const zh = language === 'zh';
    await signIn(guest, 'window_clerk', language);
    const before = (await ask(page, 'GET', `/api/v1/persons/${person}/registered-state`)).body;
    const registered = before.code === 'unemployed' || before.conflicts.some((one) => one.category === 'conflict_unemployed_employed');
    if (!registered) await write(page, person, 'unemployment_registration', { start_date: '2023-06-01', place: '621002000000' });
    await write(page, person, 'outside_listing', { list: 'pension', since: zh ? '2023-10-01' : '2023-10-02', given_by: '社保' });
    await open(guest, '/inbox');
    const task = page.locator(`.task a[href="/persons/${person}"]`).filter({ hasText: named });
    await page.reload(); // it is where the clerk began
    await task.waitFor();
    await look(guest, `inbox-${width}-${language}`);
    await task.click();
    const card = page.locator('section.state');
    const conflict = card.locator('.conflict').filter({ hasText: named });
    await conflict.waitFor();
    await card.getByRole('button', { name: /依据和经过|Why, and before/ }).click();
    must((await card.locator('.history li').count()) > 1, 'no state before');
    await look(guest, `person-${width}-${language}`);
    await card.locator('[data-act=look-again]').click();
    await settled(page);
    must((await conflict.count()) === 1, 'looking again closed it');
    const lists = (await ask(page, 'GET', `/api/v1/persons/${person}`)).body.records.find((one) => one.kind === 'outside_listing');
    const withdrawn = await ask(page, 'POST', `/api/v1/persons/${person}/records/outside_listing/${lists.items[0].id}/withdrawal`, { reason: '同名不同人' });
    must(withdrawn.status === 200, withdrawn.text);
    const after = (await ask(page, 'GET', `/api/v1/persons/${person}/registered-state`)).body;
    must(after.code === (before.code || 'unemployed'), `after: ${after.code}`);
    must(!after.conflicts.some((one) => one.category.includes('pension')), 'a contradiction is left');
    await open(guest, '/inbox');
    await page.reload();
    await settled(page);
    must((await task.count()) === 0, 'the task did not close itself');
    await open(guest, '/duplicates');
    await page.getByText(/登记核对|records to check/).first().click();
    await page.locator('[data-act=derive]').click();
    await page.getByText(/推定 [\d,]+ 人|[\d,]+ people,/).waitFor();
    await look(guest, `derived-${width}-${language}`);
    must(guest.complaints.length === 0, guest.complaints.join('; '));
    await guest.close();
  },
});

export const tests = [journey('desk', 'zh'), journey('phone', 'en')];
