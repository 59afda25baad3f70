// What goes out to other systems: the lists of each system are compared on their own.
import { must, open, settled, signIn, visitor } from '../stage.mjs';

export const tests = [
  {
    name: 'outbox: each system that answers has its own comparison',
    async run(browser) {
      const guest = await visitor(browser, 'desk');
      const { page } = guest;
      await signIn(guest, 'window_clerk');
      await page.route('**/api/v1/outbox/systems', async (route) => {
        const answer = await (await route.fetch()).json();
        const other = { ...answer.items.find((one) => one.interface === 'http'), system: 'neighbour', system_label: '邻市系统' };
        await route.fulfill({ json: { items: [...answer.items, other] } });
      });
      const posted = [];
      await page.route('**/api/v1/outbox/comparisons', (route) => {
        if (route.request().method() !== 'POST') return route.continue();
        posted.push(route.request().postDataJSON().system);
        return route.fulfill({ json: {} });
      });
      await open(guest, '/outbox?part=differences');
      await page.getByRole('button', { name: '邻市系统' }).click();
      await settled(page);
      must(posted.join() === 'neighbour', `compared ${posted.join()}`);
      must((await page.locator('.app-main').getByRole('button', { name: /职业技能/ }).count()) === 0, 'a system of sheets is offered a comparison');
      await guest.close();
    },
  },
];
