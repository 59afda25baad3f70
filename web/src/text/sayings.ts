// What the server says in Chinese, in English: labels, refusals and what to do. Chinese is the text of
// record; `{}` stands for what differs, and is itself said in English where it is in the table. What is
// not in the table is shown as it came. A test holds the table to the server's sources.
import { refusalsOfFamilies } from './sayings/families';
import { labels } from './sayings/labels';
import { refusals } from './sayings/refusals';
import { refusalsOfAccess } from './sayings/refusals_of_access';
import { refusalsOfBindings } from './sayings/refusals_of_bindings';
import { refusalsOfBodies } from './sayings/refusals_of_bodies';
import { refusalsOfDelegations } from './sayings/refusals_of_delegations';
import { refusalsOfRegisters } from './sayings/refusals_of_registers';
import { refusalsOfReports } from './sayings/reports';

interface Pattern {
  matches: RegExp;
  english: string;
}

const plain = new Map<string, string>();
const patterns: Pattern[] = [];
for (const [chinese, english] of [labels, refusals, refusalsOfAccess, refusalsOfBindings, refusalsOfBodies, refusalsOfDelegations, refusalsOfFamilies, refusalsOfRegisters, refusalsOfReports].flatMap(Object.entries<string>)) {
  if (!chinese.includes('{}')) {
    plain.set(chinese, english);
    continue;
  }
  const parts = chinese.split('{}').map((part) => part.replace(/[.*+?^$()|[\]\\]/g, '\\$&'));
  patterns.push({ matches: new RegExp(`^${parts.join('(.*?)')}$`, 's'), english });
}

/** In English where the table has it; else as it is. */
export function inEnglish(said: string): string {
  const known = plain.get(said);
  if (known !== undefined) return known;
  for (const { matches, english } of patterns) {
    const found = matches.exec(said);
    if (!found) continue;
    let at = 0;
    return english.replaceAll('{}', () => inEnglish(found[++at] ?? ''));
  }
  // A failure with what to do about it, as the board of a system has it: 没有应答 (核对网络).
  const withFix = /^(.+) \((.+)\)$/s.exec(said);
  if (withFix) return `${inEnglish(withFix[1] ?? '')} (${inEnglish(withFix[2] ?? '')})`;
  return said;
}
