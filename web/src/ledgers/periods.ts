// The periods that copies are drawn up for.
export type PeriodKind = 'month' | 'quarter' | 'half' | 'year';
export const periodKinds: PeriodKind[] = ['month', 'quarter', 'half', 'year'];
const months: Record<PeriodKind, number> = { month: 1, quarter: 3, half: 6, year: 12 };

const two = (value: number): string => String(value).padStart(2, '0');

/** First and last day of the period of this kind that the day lies in. */
export function periodOf(kind: PeriodKind, day: string): { from: string; until: string } {
  const [year = 1970, month = 1] = day.split('-').map(Number);
  const first = Math.floor((month - 1) / months[kind]) * months[kind] + 1;
  const last = first + months[kind] - 1;
  const lastDay = new Date(Date.UTC(year, last, 0)).getUTCDate();
  return { from: `${year}-${two(first)}-01`, until: `${year}-${two(last)}-${two(lastDay)}` };
}
