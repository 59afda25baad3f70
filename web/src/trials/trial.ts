// The lines that rules are written in, with their numbers to fill in; and sums of a report by fund,
// month and county.
import type { Schema } from '@/api/types';

export type PolicyNumber = Schema<'PolicyNumber'>;

/** A line of a rule: words, a number, words, a number, words. */
export interface NumberLine {
  key: string;
  clause: string;
  summary: string;
  words: string[];
  numbers: PolicyNumber[];
}

/** A declaration with its lines, in the order of the pack. */
export interface Declaration {
  id: string;
  heading: string;
  measure: string;
  lines: NumberLine[];
}

/** `术语 失业青年 "an unemployed youth" (youth) 对 招用` by its name in the language. */
export function nameOf(heading: string, language: 'zh' | 'en'): string {
  const english = /"([^"]*)"/.exec(heading)?.[1];
  if (language === 'en' && english) return english;
  return heading.replace(/\s*"[^"]*"|\s*\([a-z0-9_]+\)/g, '');
}

/** Quoted names of a condition say in words what its line says: the line is enough. */
const unquoted = (words: string): string => words.replace(/\s*"[^"]*"/g, '').trim();

function between(first: PolicyNumber, next: PolicyNumber): string {
  const at = next.before.indexOf(first.text, first.before.length);
  return at < 0 ? '' : next.before.slice(at + first.text.length).trim();
}

export function linesOf(numbers: PolicyNumber[]): NumberLine[] {
  const lines: NumberLine[] = [];
  for (const number of numbers) {
    const key = `${number.file}:${number.line}`;
    const line = lines.at(-1);
    const last = line?.numbers.at(-1);
    if (line && last && line.key === key) {
      line.words[line.words.length - 1] = between(last, number);
      line.words.push(unquoted(number.after));
      line.numbers.push(number);
    } else {
      lines.push({ key, clause: number.clause, summary: number.summary, words: [number.before, unquoted(number.after)], numbers: [number] });
    }
  }
  return lines;
}

export function declarationsOf(numbers: PolicyNumber[]): Declaration[] {
  const found: Declaration[] = [];
  for (const number of numbers) {
    if (found.at(-1)?.id === number.declaration) continue;
    if (found.some((one) => one.id === number.declaration)) continue;
    const own = numbers.filter((one) => one.declaration === number.declaration);
    found.push({ id: number.declaration, heading: number.heading, measure: number.measure, lines: linesOf(own) });
  }
  return found;
}

/** Why a number cannot be written so; empty: it can. */
export function fault(number: PolicyNumber, to: string): '' | 'day' | 'share' | 'number' {
  const wanted = { day: /^\d{4}-\d{2}-\d{2}$/, share: /^\d+(\.\d+)?[%％]$/, number: /^\d+(\.\d+)?$/ };
  const kind = number.kind as keyof typeof wanted;
  return wanted[kind].test(to.trim()) ? '' : kind;
}

/** In whole fen, so that sums stay exact. */
export function fen(amount: string): bigint {
  const [whole = '0', part = ''] = amount.replace('-', '').split('.');
  const value = BigInt(whole + part.padEnd(2, '0').slice(0, 2));
  return amount.startsWith('-') ? -value : value;
}

export function yuan(value: bigint): string {
  const digits = (value < 0n ? -value : value).toString().padStart(3, '0');
  return `${value < 0n ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}

export const difference = (before: string, after: string): string => yuan(fen(after) - fen(before));

/** "+1,000.00" told by its sign; the text comes in already grouped. */
export const signed = (amount: string, shown: string): string => (fen(amount) > 0n ? `+${shown}` : shown);

export interface CostSum {
  key: string;
  label: string;
  before: string;
  after: string;
}
export type CostBy = 'fund' | 'month' | 'county';

export function sumBy(costs: Schema<'TrialCost'>[], by: CostBy, unknown: string): CostSum[] {
  const sums = new Map<string, { label: string; before: bigint; after: bigint }>();
  for (const cost of costs) {
    const key = cost[by];
    const label = by === 'month' ? cost.month || unknown : by === 'fund' ? cost.fund_label : cost.county_label;
    const sum = sums.get(key) ?? { label, before: 0n, after: 0n };
    sum.before += fen(cost.before);
    sum.after += fen(cost.after);
    sums.set(key, sum);
  }
  const keys = [...sums.keys()];
  if (by === 'month') keys.sort();
  return keys.map((key) => {
    const sum = sums.get(key) ?? { label: key, before: 0n, after: 0n };
    return { key, label: sum.label, before: yuan(sum.before), after: yuan(sum.after) };
  });
}

/** For a picture: 万元 as a number. */
export const forChart = (amount: string): number => Number(fen(amount)) / 1_000_000;
