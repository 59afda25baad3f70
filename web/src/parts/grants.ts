// What somebody was granted, over months and by measure.
export interface Granted {
  measure: string;
  measure_label: string;
  amount: string;
  state: string;
  granted_on?: string | null;
}

const counts = (grant: Granted): boolean => grant.state === 'granted' || grant.state === 'paid';

/** Every month from the first to the last grant, at most the last 36: "2023-05". */
export function monthsOf(grants: Granted[]): string[] {
  const known = grants.filter(counts).map((one) => (one.granted_on ?? '').slice(0, 7)).filter((one) => one !== '').sort();
  const first = known[0];
  const last = known.at(-1);
  if (!first || !last) return [];
  const months: string[] = [];
  let [year = 0, month = 0] = first.split('-').map(Number);
  for (let at = first; at <= last && months.length < 600; ) {
    months.push(at);
    month += 1;
    if (month > 12) {
      month = 1;
      year += 1;
    }
    at = `${year}-${String(month).padStart(2, '0')}`;
  }
  return months.slice(-36);
}

/** Yuan by measure and month, for drawing only. */
export function seriesOf(grants: Granted[], months: string[]): { name: string; values: number[] }[] {
  const measures = [...new Map(grants.map((one) => [one.measure, one.measure_label || one.measure]))];
  return measures.map(([measure, name]) => ({
    name,
    values: months.map((month) => grants.filter((one) => counts(one) && one.measure === measure && (one.granted_on ?? '').startsWith(month)).reduce((sum, one) => sum + Number(one.amount), 0)),
  }));
}

export interface Drawn {
  measure: string;
  label: string;
  times: number;
  fen: bigint;
  first: string;
  last: string;
}
/** What was drawn of each measure in a life: how often, how much, from when to when. */
export function drawnOf(grants: Granted[]): Drawn[] {
  const all = new Map<string, Drawn>();
  for (const one of grants.filter(counts)) {
    const on = one.granted_on ?? '';
    const known = all.get(one.measure) ?? { measure: one.measure, label: one.measure_label || one.measure, times: 0, fen: 0n, first: on, last: on };
    const [whole = '0', part = ''] = one.amount.split('.');
    known.times += 1;
    known.fen += BigInt(whole + part.padEnd(2, '0').slice(0, 2));
    if (on < known.first) known.first = on;
    if (on > known.last) known.last = on;
    all.set(one.measure, known);
  }
  return [...all.values()].sort((a, b) => b.last.localeCompare(a.last));
}

export function yuanOf(fen: bigint): string {
  const digits = fen.toString().padStart(3, '0');
  return `${digits.slice(0, -2)}.${digits.slice(-2)}`;
}
