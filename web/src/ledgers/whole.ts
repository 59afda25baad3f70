// A whole ledger for the printer: all rows are read before the paper is made, and let go after it.
import { nextTick, ref, shallowRef } from 'vue';
import { problemOf, type Problem } from '@/api/problem';
import type { Schema } from '@/api/types';
import { text } from '@/text';
import { count } from '@/parts/format';

type Row = Schema<'LedgerRowLine'>;
type Mark = Schema<'LedgerMark'>;

/** More rows than this belong on a sheet, not on paper from a browser. */
export const mostPrinted = 1000;
const atOnce = 100;

export function useWhole(rowsOf: (after: Mark | undefined, most: number) => Promise<Schema<'LedgerRows'>>) {
  const rows = shallowRef<Row[] | null>(null);
  const busy = ref(false);
  const problem = shallowRef<Problem | null>(null);

  async function all(): Promise<Row[] | null> {
    const found: Row[] = [];
    let after: Mark | undefined;
    do {
      const page = await rowsOf(after, atOnce);
      found.push(...page.items);
      after = page.next ?? undefined;
      if (found.length > mostPrinted) return null;
    } while (after);
    return found;
  }

  async function print(): Promise<void> {
    busy.value = true;
    problem.value = null;
    try {
      rows.value = await all();
      if (!rows.value) problem.value = { status: 409, code: 'too_long', message: text('ledgers.tooLong', { most: count(mostPrinted) }), where: [], fix: text('ledgers.tooLongFix') };
    } catch (error) {
      problem.value = problemOf(error);
    } finally {
      busy.value = false;
    }
    if (!rows.value) return;
    window.addEventListener('afterprint', () => (rows.value = null), { once: true });
    await nextTick();
    window.print();
  }
  return { rows, busy, problem, print };
}
