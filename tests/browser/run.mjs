// Runs the journeys against LEYE_URL and ends with one line `N passed, N failed`.
//   node run.mjs [word …]      only the tests whose name holds a word
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { base, raise, shoot, signIn, visitor } from './stage.mjs';

const words = process.argv.slice(2);
const folder = join(import.meta.dirname, 'journeys');
// The order of the thread: lists are opened, employers answer, clerks and checkers work, finance pays.
const order = ['contract.mjs', 'agency.mjs', 'employer.mjs', 'clerk.mjs', 'checker.mjs', 'finance.mjs', 'refusal.mjs', 'recovery.mjs', 'person.mjs', 'citizen.mjs', 'windows.mjs', 'own_words.mjs', 'graduates.mjs', 'imports.mjs', 'ledgers.mjs', 'copies.mjs', 'transfers.mjs', 'fifteen.mjs', 'live.mjs', 'corrections.mjs', 'erasure.mjs', 'bindings.mjs', 'entry.mjs', 'suspects.mjs', 'quality.mjs', 'comparison.mjs', 'states.mjs', 'sweep.mjs', 'visits.mjs', 'outbox.mjs', 'administration.mjs', 'words.mjs', 'pages.mjs', 'drafts.mjs', 'workbench.mjs'];
const names = readdirSync(folder).filter((name) => name.endsWith('.mjs'));
names.sort((a, b) => order.indexOf(a) - order.indexOf(b));
const tests = (await Promise.all(names.map((name) => import(join(folder, name))))).flatMap((one) => one.tests);
const chosen = tests.filter((test) => words.length === 0 || words.some((word) => test.name.includes(word)));

const { browser, down } = await raise();
const guests = new Map();
/** One signed-in visitor per role, width and language, kept for the tour of the pages. */
async function guestFor({ role, width, language = 'zh' }) {
  const key = `${role} ${width} ${language}`;
  if (!guests.has(key)) {
    const guest = await visitor(browser, width);
    await signIn(guest, role, language);
    guests.set(key, guest);
  }
  return guests.get(key);
}

let passed = 0;
let failed = 0;
for (const test of chosen) {
  const began = Date.now();
  try {
    if (test.visit) await test.visit(await guestFor(test));
    else await test.run(browser);
    passed += 1;
    console.log(`ok   ${test.name} (${Date.now() - began} ms)`);
  } catch (error) {
    failed += 1;
    console.log(`FAIL ${test.name}\n     ${String(error.message ?? error).split('\n').slice(0, 6).join('\n     ')}`);
    const guest = guests.get(`${test.role} ${test.width} ${test.language ?? 'zh'}`);
    if (guest) await shoot(guest, `failed-${test.name.replace(/\W+/g, '-')}`).catch(() => undefined);
  }
}
await down();
console.log(`browser journeys against ${base}`);
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 && passed > 0 ? 0 : 1;
