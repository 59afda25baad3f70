// Writes data/characters/similar.txt: characters that stand for each other or look alike, one class a
// line, from Unihan_Variants.txt of the Unicode Character Database.
//
//   bzcat /usr/share/unicode/Unihan_Variants.txt.bz2 | node similar-characters.mjs
import { readFileSync, writeFileSync } from 'node:fs';

const fields = new Set(['kSimplifiedVariant', 'kTraditionalVariant', 'kZVariant',
  'kSemanticVariant', 'kSpoofingVariant']);
// Pairs that clerks take for each other and Unihan does not list: our own reading of name lists.
const own = ['未末', '己已巳', '土士', '日曰', '戊戌戍', '亳毫', '崇祟', '冼洗', '祎袆', '胄胃', '泠冷',
  '汨汩', '炅昊', '茆茚', '萧肖', '傅付', '阎闫', '戴代', '锺钟'];

const parent = new Map();
const root = (character) => {
  let at = character;
  while (parent.has(at) && parent.get(at) !== at) at = parent.get(at);
  return at;
};
const join = (one, other) => {
  for (const each of [one, other]) if (!parent.has(each)) parent.set(each, each);
  parent.set(root(one), root(other));
};
const character = (code) => String.fromCodePoint(Number.parseInt(code.slice(2), 16));

let source = '';
for (const line of readFileSync(0, 'utf8').split('\n')) {
  if (/^# (Unicode version|Date)/.test(line)) source += `${line}\n`;
  if (line.startsWith('#') || line === '') continue;
  const [code, field, values] = line.split('\t');
  if (!fields.has(field)) continue;
  for (const value of values.split(' ')) join(character(code), character(value.split('<')[0]));
}
for (const line of own) for (const each of line) join(each, [...line][0]);

const classes = new Map();
for (const each of parent.keys()) {
  const key = root(each);
  classes.set(key, [...(classes.get(key) ?? []), each]);
}
const order = (one, other) => one.codePointAt(0) - other.codePointAt(0);
const lines = [...classes.values()].filter((each) => each.length > 1)
  .map((each) => each.sort(order).join('')).sort(order);
const file = new URL('../../data/characters/similar.txt', import.meta.url);
writeFileSync(file, `# Made by tools/reference-data/similar-characters.mjs from Unihan_Variants.txt\n${source}`
  + `${lines.join('\n')}\n`);
process.stdout.write(`${lines.length} classes: ${file.pathname}\n`);
