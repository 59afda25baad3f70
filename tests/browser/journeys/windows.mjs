// 全城通办, 网上登记 and the yearly review: a window of another county registers somebody, a person asks online
// and the window accepts, a community worker answers reviews and another one decides.
import { barriers, must, mustFit, open, settled, shoot, signIn, visitor } from '../stage.mjs';

async function look(guest, name) {
  await guest.page.mouse.move(0, 0);
  await settled(guest.page);
  await shoot(guest, `journey-windows-${name}`);
  await mustFit(guest.page);
  const found = await barriers(guest.page);
  must(found.length === 0, `barriers on ${name}: ${found.join(' ; ')}`);
}

async function ask(page, path, init) {
  return page.evaluate(
    async ([address, body]) => {
      const me = await (await fetch('/api/v1/me')).json();
      const options = body ? { method: 'POST', body: JSON.stringify(body), headers: { 'Content-Type': 'application/json', 'X-CSRF-Token': me.csrf_token } } : {};
      return (await fetch(address, options)).json();
    },
    [path, init],
  );
}

/** Somebody of the district who has no registration, with the whole number, as the home window reads it. */
async function somebody(browser) {
  const home = await visitor(browser, 'desk');
  await signIn(home, 'window_clerk');
  const requests = await ask(home.page, '/api/v1/registrations?state=open&size=20');
  const one = requests.items.at(-1);
  const number = await ask(home.page, `/api/v1/persons/${one.person_id}/unmask`, { field: 'id_number', reason: '核对证件' });
  await home.close();
  return { id: one.person_id, name: one.who, number: number.value };
}

async function search(page, number, name) {
  await page.fill('#window-number', number);
  await page.fill('#window-name', name);
  await page.fill('#window-purpose', '本人持居民身份证办理失业登记');
  await page.locator('[data-act="look"]').click();
  await settled(page);
}

export const tests = [
  {
    name: 'windows: a window of another county registers one person and the home community is told',
    async run(browser) {
      const person = await somebody(browser);
      const guest = await visitor(browser, 'desk');
      const { page } = guest;
      await signIn(guest, 'other_window');
      await open(guest, '/windows');
      await search(page, person.number, '张无名');
      await page.getByText('没有查到').waitFor();
      await look(guest, 'nobody');
      await search(page, person.number, person.name);
      await page.locator('[data-form="registration"]').waitFor();
      await page.selectOption('#entry-reason', '24');
      await look(guest, 'found');
      await page.locator('[data-act="register"]').click();
      await page.getByText('已办理失业登记').waitFor();
      await look(guest, 'registered');
      const file = await page.evaluate(async (id) => (await fetch(`/api/v1/persons/${id}`)).status, person.id);
      must(file === 404, `the file is open to the other window: ${file}`);
      await guest.close();

      const home = await visitor(browser, 'desk');
      await signIn(home, 'window_clerk');
      await open(home, '/inbox');
      must((await home.page.getByText('全城通办：别处窗口办理了失业登记').count()) > 0, 'the home desk does not see it');
      await look(home, 'home-desk');
      await home.close();

      const phone = await visitor(browser, 'phone');
      await signIn(phone, 'other_window');
      await open(phone, '/windows');
      await look(phone, 'phone');
      await phone.close();
    },
  },
  {
    name: 'online: a person asks on a phone, the window accepts',
    async run(browser) {
      const guest = await visitor(browser, 'phone');
      const { page } = guest;
      await signIn(guest, 'citizen');
      await open(guest, '/online');
      await page.selectOption('#online-kind', 'unemployment');
      await page.selectOption('#entry-reason', '24');
      if (await page.locator('#online-last-day').count()) {
        const today = await page.evaluate(async () => (await (await fetch('/api/v1/me')).json()).today);
        const day = new Date(`${today}T00:00:00Z`);
        day.setUTCDate(day.getUTCDate() - 1);
        await page.fill('#online-last-day', day.toISOString().slice(0, 10));
      }
      await look(guest, 'online-form');
      await page.locator('[data-act="ask"]').click();
      await page.locator('[data-part="open"]').waitFor();
      await page.setInputFiles('#online-paper', { name: '解除合同证明.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.4 example') });
      await page.getByText('解除合同证明.pdf').waitFor();
      await look(guest, 'online-open');
      const me = await page.evaluate(async () => (await (await fetch('/api/v1/me')).json()).person_id);

      const desk = await visitor(browser, 'desk');
      await signIn(desk, 'window_clerk');
      await open(desk, '/registrations');
      await look(desk, 'requests');
      const card = desk.page.locator('.request', { has: desk.page.locator(`a[href="/persons/${me}"]`) });
      const mine = (await card.count()) > 0;
      if (mine) {
        await card.locator('[data-act="accept"]').click();
        await settled(desk.page);
        await card.waitFor({ state: 'detached' });
      }
      await desk.close();
      if (mine) {
        await page.reload();
        await settled(page);
        await page.getByText('已登记').first().waitFor();
        await look(guest, 'online-registered');
      }
      await guest.close();
    },
  },
  {
    name: 'recognitions: a review is answered, an exit proposed by one and decided by another',
    async run(browser) {
      const guest = await visitor(browser, 'desk');
      const { page } = guest;
      await signIn(guest, 'window_clerk');
      const counts = (await page.evaluate(async () => (await (await fetch('/api/v1/recognitions')).json()).reviews))[0].counts;
      const [answers, leaves] = ['overdue', 'escalated', 'soon'].filter((one) => counts[one] > 0);
      must(leaves, `the demonstration has too few reviews: ${JSON.stringify(counts)}`);
      await open(guest, `/recognitions?list=${answers}`);
      const cards = page.locator('.recognition');
      await cards.first().waitFor();
      await look(guest, 'reviews');
      const before = await cards.count();
      await cards.first().locator('[data-act="stays"]').click();
      const form = cards.first().locator('form');
      await form.getByText('有劳动能力').click();
      await form.getByText('有就业愿望').click();
      await form.locator('select').selectOption({ index: 1 });
      await form.locator('input[id$="evidence"]').fill('入户核对');
      await look(guest, 'stays');
      await form.locator('[data-act="send"]').click();
      await settled(page);
      await page.locator('.recognition').nth(before - 1).waitFor({ state: 'detached' }).catch(() => {});
      await open(guest, `/recognitions?list=${leaves}`);
      await cards.first().waitFor();
      await cards.first().locator('[data-act="exit"]').click();
      await form.locator('select').selectOption('employed');
      await form.locator('input[id$="evidence"]').fill('电话核实，已经上班');
      await form.locator('[data-act="send"]').click();
      await settled(page);
      await guest.close();

      const other = await visitor(browser, 'phone');
      await signIn(other, 'director');
      await open(other, '/recognitions?list=open');
      await other.page.locator('.recognition').first().waitFor();
      await look(other, 'to-decide');
      await other.page.locator('[data-act="confirm"]').first().click();
      await settled(other.page);
      await open(other, '/recognitions?list=done');
      await other.page.locator('.recognition').first().waitFor();
      await look(other, 'decided');
      await other.close();
    },
  },
];
