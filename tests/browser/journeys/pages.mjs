// Every page of every role, at desk and phone width, and on the phone in English too (its words are
// longer): it loads, fits, has no barrier, complains of nothing.
import { barriers, must, mustFit, open, settled, shoot, signIn, visitor } from '../stage.mjs';

/** Lists that stand at another address than the pages of their rows. */
const lists = { '/persons': '/persons?q=王', '/organisations': '/organisations?q=公司', '/outbox/items': '/outbox', '/workbench/drafts': '/workbench' };

/** What a list needs before it has a first row. */
const makes = {
  async '/workbench/drafts'({ page }) {
    await page.fill('#draft-title', '一份草案');
    await page.press('#draft-title', 'Enter');
    await page.waitForURL(/workbench\/drafts\/\d+/);
    await settled(page);
  },
};

/** The address of the first row's page on a list. */
async function first(guest, list) {
  await open(guest, lists[list] ?? list);
  return guest.page.evaluate((prefix) => [...document.querySelectorAll(`.app-main a[href^="${prefix}/"]`)].map((link) => link.getAttribute('href')).find((to) => !to.startsWith(`${prefix}/new`)) ?? null, list);
}

const tour = {
  window_clerk: ['/inbox', '/applications', '/cases', '/persons', '/persons/new', '/persons:first', '/organisations', '/organisations/new', '/organisations:first', '/policy', '/policy:first', '/screening', '/imports', '/sweep', '/visits', '/visits/field', '/surveys', '/outbox', '/outbox?part=sheets', '/outbox?part=differences', '/outbox?part=arrangements', '/corrections', '/notices', '/ledgers', '/ledgers/labour_resources', '/families', '/lookup', '/comparison', '/duplicates', '/contested', '/exchange', '/exports', '/recoveries', '/bodies', '/outbox/items:first'],
  community_clerk: ['/ledgers', '/families'],
  director: ['/meetings', '/suspects', '/quality', '/cases:first', '/what-if', '/workbench', '/workbench/versions/1', '/workbench/drafts:first', '/duplicates', '/exports', '/outbox', '/ledgers'],
  first_checker: ['/inbox', '/duplicates', '/outbox?part=differences'],
  insurance_agency: ['/inbox', '/exports', '/outbox'],
  finance_bureau: ['/recoveries', '/payments', '/payments:first', '/funds', '/figures/new-jobs', '/figures/paid'],
  auditor: ['/cases', '/persons', '/duplicates', '/ledgers', '/lookup', '/outbox'],
  employer: ['/benefits', '/pushed', '/roster', '/messages', '/my-file', '/cases'],
  citizen: ['/benefits', '/my-file', '/cases'],
  system_admin: ['/accounts', '/bodies'],
  security_admin: ['/accounts', '/roles'],
  audit_admin: ['/audit'],
};

async function look(guest, name) {
  await shoot(guest, name);
  must((await guest.page.locator('.waiting').count()) === 0, `${name} is still loading`);
  await mustFit(guest.page);
  const found = await barriers(guest.page);
  must(found.length === 0, `barriers on ${name}: ${found.join(' ; ')}`);
  const panel = await guest.page.locator('.problem').first().textContent({ timeout: 200 }).catch(() => null);
  must(panel === null, `${name} shows a problem: ${panel}`);
  must(guest.complaints.length === 0, `${name}: ${guest.complaints.join(' ; ')}`);
}

export const tests = [];
for (const [width, language] of [['desk', 'zh'], ['phone', 'zh'], ['phone', 'en']]) {
  const inWhich = language === 'zh' ? width : `${width} in English`;
  const suffix = language === 'zh' ? '' : '-english';
  tests.push({
    name: `sign-in page and public notices, ${inWhich}`,
    async run(browser) {
      const guest = await visitor(browser, width);
      await guest.page.goto(`${(await import('../stage.mjs')).base}/sign-in?lang=${language}`);
      await settled(guest.page);
      await look(guest, `sign-in${suffix}`);
      await open(guest, '/notices');
      await look(guest, `notices-public${suffix}`);
      await guest.close();
    },
  });
  for (const [role, paths] of Object.entries(tour)) {
    for (const path of paths) {
      tests.push({
        name: `${role} ${path}, ${inWhich}`,
        role,
        width,
        language,
        async visit(guest) {
          let to = path;
          if (path.endsWith(':first')) {
            const list = path.slice(0, -6);
            to = await first(guest, list);
            if (to === null && makes[list]) {
              await makes[list](guest);
              to = await first(guest, list);
            }
            must(to !== null, `${path}: the list is empty`);
          }
          guest.complaints.length = 0;
          await open(guest, to);
          await look(guest, `${role}${path.replace(/[/:]/g, '-')}${suffix}`);
        },
      });
    }
  }
}
