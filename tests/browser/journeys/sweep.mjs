// The monthly sweep: what lists say against registrations is looked at, one is rejected, the rest of a reason
// is confirmed together, and the whole run is undone.
import { barriers, must, mustFit, open, settled, shoot, signIn, visitor } from '../stage.mjs';

async function look(guest, name) {
  await guest.page.mouse.move(0, 0); // off the button that was pressed
  await settled(guest.page);
  await shoot(guest, `journey-sweep-${name}`);
  await mustFit(guest.page);
  const found = await barriers(guest.page);
  must(found.length === 0, `barriers on ${name}: ${found.join(' ; ')}`);
}

export const tests = [
  {
    name: 'sweep: registrations are ended by what lists say, and restored',
    async run(browser) {
      const guest = await visitor(browser, 'desk');
      const { page } = guest;
      await signIn(guest, 'window_clerk');
      await open(guest, '/sweep');
      await page.getByRole('button', { name: '核对', exact: true }).click();
      await settled(page);
      // Who was silent for months is a page full; the lists are looked at.
      await page.locator('select.because').selectOption('army');
      await settled(page);
      const cards = await page.locator('.exit').count();
      must(cards > 0, 'the planted lists propose nothing');
      await look(guest, 'found');
      // Rejected with a reason, it does not come again.
      await page.locator('.exit input[type=checkbox]').first().check();
      await page.getByPlaceholder('理由').fill('同名不同人');
      await page.getByRole('button', { name: '不采纳 1 条' }).click();
      await settled(page);
      await page.getByRole('button', { name: '核对', exact: true }).click();
      await settled(page);
      must((await page.locator('.exit').count()) === cards - 1, 'what was rejected came again');
      // All of one reason at once, after the counts were seen.
      let asked = '';
      page.once('dialog', (dialog) => {
        asked = dialog.message();
        void dialog.accept();
      });
      await page.getByRole('button', { name: /^全部确认/ }).first().click();
      await page.getByText(/已注销 \d+ 条/).waitFor();
      must(/\d+ 人/.test(asked), `the question does not say how many: ${asked}`);
      await page.getByRole('tab', { name: '已注销' }).click();
      await look(guest, 'ended');
      // The whole run is undone.
      await page.getByText('最近各批').click();
      const run = page.locator('.runs form').first();
      await run.getByRole('textbox').fill('名单有误');
      await run.getByRole('button').click();
      await page.getByText(/已恢复 \d+ 条/).waitFor();
      // What was confirmed first need not be of the reason that was looked at.
      await page.locator('select.because').selectOption('');
      await page.getByRole('tab', { name: '已恢复' }).click();
      await settled(page);
      must((await page.locator('.exit').count()) > 0, 'nothing is shown as restored');
      await look(guest, 'restored');
      must(guest.complaints.length === 0, guest.complaints.join('; '));
      await guest.close();
    },
  },
];
