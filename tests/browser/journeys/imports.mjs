// The clerk brings in a roster as an office program saved it: columns, what is no data, the wrong row;
// stores the rest and takes it back.
import { join } from 'node:path';
import { must, open, settled, shoot, signIn, visitor } from '../stage.mjs';

const roster = join(import.meta.dirname, '../../sheets/roster.xlsx');

function bringIn(width, remembered) {
  return {
    name: `imports: a bureau's roster at ${width}`,
    async run(browser) {
      const guest = await visitor(browser, width);
      const { page } = guest;
      await signIn(guest, 'window_clerk');
      await open(guest, '/imports');
      await settled(page);
      await shoot(guest, `journey-imports-${width}-file`);
      await page.setInputFiles('input[type=file]', roster);
      await page.locator('form.sheet button[type=submit]').click();
      await page.waitForSelector('.columns');
      await settled(page);
      const shown = await page.locator('.page').innerText();
      for (const part of ['身份证号', '王䶮', '合计:3人', '数字已丢失', 'XLSX']) {
        must(shown.includes(part), `the preview does not say “${part}”`);
      }
      must((await page.locator('#import-sheet option').count()) === 2, 'the preview does not offer both sheets');
      must((await page.locator('#column-2').inputValue()) === 'id_number', 'the ID number is not understood');
      await shoot(guest, `journey-imports-${width}-preview`);
      // A column that is left out by hand: the preview is made again with the choice, which is
      // remembered for the next file with these headings.
      if ((await page.locator('#column-6').inputValue()) !== '') {
        must(!remembered, 'the choice of the column is forgotten');
        await page.locator('#column-6').selectOption('');
        await page.locator('.columns ~ .row button').click();
        await page.waitForFunction(() => document.querySelector('#column-6')?.value === '' && !document.querySelector('.columns ~ .row'));
      }
      await settled(page);
      must((await page.locator('.page').innerText()).includes('数字已丢失'), 'the second preview has lost the wrong row');
      // Stored, and taken back as a whole.
      await page.getByRole('button', { name: /^确认导入/ }).click();
      await page.waitForSelector('section[role=status]');
      await settled(page);
      page.once('dialog', (dialog) => void dialog.accept());
      await page.getByRole('button', { name: '撤销', exact: true }).first().click();
      await page.getByText('已撤销：去掉 2 条，恢复 0 条，保留 0 条。').waitFor();
      await settled(page);
      await shoot(guest, `journey-imports-${width}-undone`);
      must(guest.complaints.length === 0, guest.complaints.join('; '));
      await guest.close();
    },
  };
}

export const tests = [bringIn('desk', false), bringIn('phone', true)];
