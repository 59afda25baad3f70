// Families of which nobody works: those whose time is up stand first, and the family's own page has the same clock.
import { barriers, must, mustFit, open, settled, shoot, signIn, visitor } from '../stage.mjs';

export const tests = [];
for (const [width, language] of [['desk', 'zh'], ['phone', 'en']]) {
  tests.push({
    name: `families: who is without work, since when and until when help is due, ${width}`,
    async run(browser) {
      const guest = await visitor(browser, width);
      await signIn(guest, 'window_clerk', language);
      const { page } = guest;
      await open(guest, '/families');
      const told = await page.locator('[data-told="families"]').textContent();
      const number = Number(/\d[\d,]*/.exec(told)?.[0].replace(',', ''));
      must(number > 0, `no family without work in the city: ${told}`);
      must((await page.locator('[data-rule]').count()) >= 2, 'one rule alone');
      const links = page.locator('.app-main a[href^="/persons/"]');
      must((await links.count()) === Math.min(number, 200), `${await links.count()} listed of ${number}`);
      await shoot(guest, `journey-families-${width}`);
      await mustFit(page);
      const found = await barriers(page);
      must(found.length === 0, `barriers: ${found.join(' ; ')}`);

      await links.first().click();
      await page.waitForURL(/tab=households/);
      await settled(page);
      const clock = page.locator('[data-clock="without_work"]');
      await clock.waitFor();
      must(/\d{4}-\d{2}-\d{2}/.test(await clock.textContent()), 'the family has no day since when nobody works');
      await shoot(guest, `journey-family-clock-${width}`);
      await mustFit(page);
    },
  });
}
