// A person is erased: what stands against it is named, another person decides after ticking that it cannot be
// undone, and the file says only that it was erased.
import { barriers, must, mustFit, open, settled, shoot, signIn, visitor } from '../stage.mjs';
import { ask } from './recovery.mjs';

async function signedIn(browser, role, width) {
  const guest = await visitor(browser, width);
  await signIn(guest, role);
  return guest;
}

export const tests = [
  {
    name: 'erasure: asked for on the file, decided by another person, nothing of the person is left',
    async run(browser) {
      const clerk = await signedIn(browser, 'window_clerk');
      // Somebody without business and somebody with.
      const surnames = ['王', '李', '张', '刘', '陈', '杨', '赵', '黄', '周', '吴'];
      let free = null;
      let kept = null;
      for (const surname of surnames) {
        const found = (await ask(clerk.page, 'GET', `/api/v1/persons?q=${encodeURIComponent(surname)}&size=20`)).body.items;
        for (const one of found) {
          const outlook = (await ask(clerk.page, 'GET', `/api/v1/persons/${one.id}/erasure`)).body;
          if (outlook.obstacles.length === 0 && outlook.state === '') free ??= one;
          else kept ??= one;
        }
        if (free && kept) break;
      }
      must(free && kept, 'nobody to erase, or nobody to keep');
      await open(clerk, `/persons/${kept.id}`);
      await clerk.page.click('[data-action="ask-erasure"]');
      await clerk.page.locator('[data-list="obstacles"] li').first().waitFor();
      must((await clerk.page.locator('[data-action="send-privacy"]').count()) === 0, 'it may be asked for');
      await shoot(clerk, 'journey-erasure-kept');

      await open(clerk, `/persons/${free.id}`);
      await clerk.page.click('[data-action="ask-erasure"]');
      await clerk.page.fill('#privacy-reason', '保存期限届满，本人要求删除');
      must((await clerk.page.locator('form .warn').count()) === 1, 'it is not said that it cannot be undone');
      must((await barriers(clerk.page)).length === 0, 'barriers on the form');
      await shoot(clerk, 'journey-erasure-asked');
      await clerk.page.click('[data-action="send-privacy"]');
      await clerk.page.locator('#privacy-reason').waitFor({ state: 'detached' });
      const waiting = (await ask(clerk.page, 'GET', '/api/v1/privacy')).body.erasures.find((one) => one.person_id === free.id);
      must(waiting?.may_decide === false, 'who asked may decide');
      await clerk.close();

      const director = await signedIn(browser, 'director');
      await open(director, '/privacy');
      await shoot(director, 'journey-erasure-list');
      const row = director.page.locator('tr', { has: director.page.locator(`a[href="/persons/${free.id}"]`) });
      await row.locator('[data-action="decide"]').click();
      must(await director.page.locator('[data-action="destroy"]').isDisabled(), 'erased without a tick');
      await director.page.click('[data-tick="known"]');
      must((await barriers(director.page)).length === 0, 'barriers on the decision');
      await shoot(director, 'journey-erasure-decide');
      await director.page.click('[data-action="destroy"]');
      await director.page.locator('[data-panel="decide"]').waitFor({ state: 'detached' });
      await settled(director.page);
      await open(director, `/persons/${free.id}`);
      await director.page.locator('[data-state="erased"]').waitFor();
      must(!(await director.page.content()).includes(free.name), 'the name is on the page');
      must((await barriers(director.page)).length === 0, 'barriers on the erased file');
      await shoot(director, 'journey-erasure-done');
      const again = (await ask(director.page, 'GET', `/api/v1/persons?q=${encodeURIComponent(free.name)}&size=50`)).body.items;
      must(!again.some((one) => one.id === free.id), 'it is found by its name');
      await director.close();

      const phone = await signedIn(browser, 'director', 'phone');
      for (const path of ['/privacy', `/persons/${free.id}`]) {
        await open(phone, path);
        await mustFit(phone.page);
        await shoot(phone, `journey-erasure-phone-${path === '/privacy' ? 'list' : 'file'}`);
      }
      await phone.close();
    },
  },
  {
    name: 'erasure: the audit administrator sees the alerts on bulk reading',
    async run(browser) {
      const guest = await signedIn(browser, 'audit_admin');
      await open(guest, '/audit');
      must((await guest.page.content()).includes('一天内取走大量表格行'), 'the line for sheets is not told');
      must((await barriers(guest.page)).length === 0, 'barriers on the alerts');
      await shoot(guest, 'journey-alerts');
      await guest.close();
    },
  },
];
