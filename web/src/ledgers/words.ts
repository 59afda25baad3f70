// Words of a ledger in the language of the page, and the tests that a column can be asked.
import type { Schema } from '@/api/types';
import { language, listed, say, text } from '@/text';

export const inWords = (zh: string, en: string): string => (language() === 'en' && en ? en : zh);

export type Condition = Schema<'LedgerCondition'>;

/** Tests in the order in which they are offered. */
export function testsFor(column: Schema<'LedgerColumn'>): string[] {
  if (column.masked) return ['given', 'empty'];
  switch (column.type) {
    case 'count':
    case 'money':
      return ['at_least', 'at_most', 'given', 'empty'];
    case 'day':
      return ['at_least', 'at_most', 'this_year', 'given', 'empty'];
    case 'code':
      return ['is', 'is_not', 'given', 'empty'];
    case 'boolean':
      return ['is', 'given', 'empty'];
    case 'text':
      return ['contains', 'is', 'given', 'empty'];
    default:
      return ['given', 'empty'];
  }
}

const testNames: Record<string, string> = { at_least: 'atLeast', at_most: 'atMost', is: 'is', is_not: 'isNot', contains: 'contains', given: 'given', empty: 'empty', this_year: 'thisYear', not_passed: 'notPassed' };
export const testName = (test: string): string => text(`ledgerTest.${testNames[test] ?? 'is'}`);

/** A condition in words: column, test, value. */
export function conditionTold(columns: Schema<'LedgerColumn'>[], condition: Condition): string {
  const of = columns.find((one) => one.column === condition.column);
  const values = condition.values.map((value) => {
    const code = of?.codes.find((one) => one.code === value);
    if (code) return inWords(code.label, code.label_en);
    return of?.type === 'boolean' ? text(value === 'yes' ? 'ledgers.yes' : 'ledgers.no') : value;
  });
  return `${of ? inWords(of.label, of.label_en) : condition.column} ${testName(condition.test)} ${listed(values)}`.trim();
}

export const needsValue = (test: string): boolean => !['given', 'empty', 'this_year', 'not_passed'].includes(test);

export interface Heading {
  label: string;
  span: number;
  rows: number;
}

/** The first line of headings: groups over neighbours, single columns over both lines. */
export function topHeadings(columns: Schema<'LedgerColumn'>[]): Heading[] {
  const made: Heading[] = [];
  let open = '';
  for (const column of columns) {
    const group = inWords(column.group, column.group_en);
    const last = made.at(-1);
    if (group && last && open === group) last.span += 1;
    else if (group) made.push({ label: group, span: 1, rows: 1 });
    else made.push({ label: inWords(column.label, column.label_en), span: 1, rows: 2 });
    open = group;
  }
  return made;
}

const waiting: (() => void)[] = [];
let atWork = 0;
const atOnce = 3;

/** Counting is work for the server: three ledgers at a time, the others in turn. Who does not want the
 * answer any more when the turn comes (the page is left, another day is asked for) gets null at once. */
export async function inTurn<Answer>(ask: () => Promise<Answer>, wanted: () => boolean): Promise<Answer | null> {
  if (atWork >= atOnce) await new Promise<void>((go) => waiting.push(go));
  else atWork += 1;
  try {
    return wanted() ? await ask() : null;
  } finally {
    const next = waiting.shift();
    if (next) next();
    else atWork -= 1;
  }
}

/** How wide the bar of a share is. */
export const widthOf = (part: number, whole: number): string => (whole === 0 ? '0' : share(part, whole));

/** "87 %"; nothing where there is nothing to take a share of. */
export function share(part: number, whole: number): string {
  if (whole === 0) return '—';
  const tenths = Math.floor((part * 1000) / whole);
  return `${(tenths / 10).toFixed(tenths % 10 === 0 ? 0 : 1)}%`;
}

/** What rows are counted in, as a ledger prints it after the colon ("单位：人"); a row where it does not say. */
export const unitOf = (unit: string): string => say(unit.split('\uff1a')[1]) || text('ledgers.oneRow');

/** What is added up below a ledger: amounts that the rows themselves bear, and what is counted for each. */
export function sumsOf(ledger: Schema<'LedgerLine'>, rows: Schema<'LedgerRowLine'>[]): { label: string; total: string }[] {
  const made: { label: string; total: string }[] = [];
  ledger.columns.forEach((column, at) => {
    const counted = column.column.startsWith('count(');
    if (!counted && (column.type !== 'money' || column.column.includes('.'))) return;
    // Amounts stand in fen while they are added: no fraction is lost.
    const fen = rows.reduce((sum, row) => sum + Math.round(Number((row.cells[at] ?? '').replaceAll(',', '') || 0) * 100), 0);
    const total = (fen / 100).toLocaleString('en-US', counted ? {} : { minimumFractionDigits: 2 });
    made.push({ label: inWords(column.label, column.label_en), total });
  });
  return made;
}
