// Writes data/calendar/china-<first>-<last>.csv: the days on which the State Council's yearly
// notice departs from "Monday to Friday" — public holidays, and weekend days worked instead.
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);
const days = JSON.parse(readFileSync(require.resolve('chinese-days/dist/chinese-days.json'), 'utf8'));

const rows = [];
for (const [date, names] of Object.entries(days.holidays)) rows.push([date, 'holiday', names]);
for (const [date, names] of Object.entries(days.workdays)) rows.push([date, 'workday', names]);
rows.sort((a, b) => (a[0] < b[0] ? -1 : 1));

const years = [...new Set(rows.map(([date]) => date.slice(0, 4)))];
for (const year of years) {
  if (!days.holidays[`${year}-01-01`]) throw new Error(`${year} has no New Year's Day: not a whole year`);
}
const lines = rows.map(([date, kind, names]) => `${date},${kind},${names.split(',')[1]}`);
const file = new URL(`../../data/calendar/china-${years[0]}-${years.at(-1)}.csv`, import.meta.url);
writeFileSync(file, `date,kind,name\n${lines.join('\n')}\n`);
process.stdout.write(`${lines.length} days, ${years[0]} to ${years.at(-1)}: ${file.pathname}\n`);
