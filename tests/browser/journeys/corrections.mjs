// A number that was entered wrong: the window asks with the evidence, somebody else decides, and the file
// is found under the right number from then on.
import { barriers, must, mustFit, open, settled, shoot, signIn, visitor } from '../stage.mjs';
import { ask } from './recovery.mjs';

async function signedIn(browser, role, width) {
  const guest = await visitor(browser, width);
  await signIn(guest, role);
  return guest;
}

export const tests = [
  {
    name: 'corrections: a wrong name is asked for at the window and corrected by another person',
    async run(browser) {
      const clerk = await signedIn(browser, 'window_clerk');
      const found = (await ask(clerk.page, 'GET', '/api/v1/persons?q=%E7%8E%8B&size=1')).body.items[0];
      await open(clerk, `/persons/${found.id}`);
      await clerk.page.click('[data-act="correct"]');
      await clerk.page.locator('.el-dialog .el-radio').nth(1).click();
      const name = `${found.name}䶮`;
      await clerk.page.fill('#correction-value', name);
      await clerk.page.fill('#correction-evidence', '居民户口簿变更页');
      await clerk.page.fill('#correction-reason', '户口簿上多一字，建档时漏录');
      await shoot(clerk, 'journey-correction-form');
      await clerk.page.click('.el-dialog button[type="submit"]');
      await clerk.page.waitForURL(/corrections\/\d+/);
      await settled(clerk.page);
      await clerk.page.locator('.el-overlay:has(#correction-reason)').waitFor({ state: 'hidden' });
      await shoot(clerk, 'journey-correction-ticket');
      const path = new URL(clerk.page.url()).pathname;
      must((await clerk.page.locator('[data-act="approve"]').count()) === 0, 'who asked may decide');
      const own = await ask(clerk.page, 'POST', `/api/v1${path}/decision`, { approve: true, opinion: '' });
      must(own.status === 403, `who asked decided: ${own.text}`);
      await clerk.close();

      const director = await signedIn(browser, 'director', 'phone');
      await open(director, '/corrections');
      must((await director.page.locator(`a[href="${path}"]`).count()) > 0, 'the ticket is not on the list');
      await mustFit(director.page);
      await shoot(director, 'journey-corrections-phone');
      await open(director, path);
      await mustFit(director.page);
      must((await barriers(director.page)).length === 0, 'barriers on the ticket');
      await director.page.fill('#correction-opinion', '与户口簿一致');
      await director.page.click('[data-act="approve"]');
      await director.page.locator('[data-act="approve"]').waitFor({ state: 'detached' });
      await settled(director.page);
      await shoot(director, 'journey-correction-decided');
      const file = (await ask(director.page, 'GET', `/api/v1/persons/${found.id}`)).body;
      must(JSON.stringify(file).includes(name), 'the name is the old one');
      await director.close();
    },
  },
];
