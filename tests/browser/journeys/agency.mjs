// The insurance agency: a list that nobody applied for becomes cases; another is pushed to the employers.
import { must, open, settled, shoot, signIn, visitor } from '../stage.mjs';

function openAll(measure, title) {
  return {
    name: `agency: ${title}`,
    async run(browser) {
      const guest = await visitor(browser);
      const { page } = guest;
      await signIn(guest, 'insurance_agency');
      await open(guest, `/policy/${measure}?tab=eligible`);
      await settled(page);
      await shoot(guest, `journey-agency-${measure}`);
      await page.locator('[data-open-all]').click();
      await page.waitForSelector('.el-message');
      must((await page.locator('.el-message--error').count()) === 0, await page.locator('.el-message').first().textContent());
      await guest.close();
    },
  };
}

export const tests = [
  openAll('job_stabilisation_refund', 'opens the cases of a screened list'),
  openAll('job_expansion_grant', 'pushes a list to the employers'),
];
