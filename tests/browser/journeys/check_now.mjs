// 一键核验: a clerk lays a file beside what the departments sent; what differs names its task.
import { barriers, must, mustFit, open, settled, shoot, signIn, visitor } from '../stage.mjs';

export const tests = [
  {
    name: 'check now: a file about which a department says otherwise, with a purpose',
    async run(browser) {
      const guest = await visitor(browser);
      const { page } = guest;
      await signIn(guest, 'window_clerk');
      const files = await page.evaluate(async () => (await (await fetch('/api/v1/contested?of=person&feed=police_population&size=20')).json()).items);
      must(files.length > 0, 'no file of the window differs');
      for (const width of ['desk', 'phone']) {
        const other = width === 'desk' ? guest : await visitor(browser, width);
        if (width === 'phone') await signIn(other, 'window_clerk');
        await open(other, `/persons/${files[0].person_id}`);
        await other.page.locator('[data-action=check-now]').click();
        must(await other.page.locator('[data-part=check-now] button[type=submit]').isDisabled(), 'checked without a purpose');
        await other.page.fill('[data-part=check-now] input[name=purpose]', '受理补贴申请');
        await other.page.locator('[data-part=check-now] button[type=submit]').click();
        await other.page.waitForSelector('[data-part=check-now] [role=status]');
        await settled(other.page);
        must((await other.page.locator('[data-part=check-now] tr.different').count()) > 0, 'nothing differs');
        must((await other.page.locator('[data-part=check-now] tr:is(.same, .sealed)').count()) > 0, 'nothing is the same');
        must((await other.page.locator('[data-part=check-now]').textContent()).includes('核实'), 'no task is named');
        await shoot(other, 'journey-check-now');
        await mustFit(other.page);
        const found = await barriers(other.page);
        must(found.length === 0, `barriers: ${found}`);
        must(other.complaints.length === 0, other.complaints.join(' ; '));
      }
      await guest.close();
    },
  },
];
