// The layoff rate (裁员率) in the four ways that are in use; which one holds, the local rule says.
export interface YearFigures {
  year: number;
  headcount_year_end?: number | null;
  headcount_mean?: string | null;
  layoffs?: number | null;
  benefit_claimants?: number | null;
}
export type Formula = 'shrinking' | 'claimants' | 'lower' | 'laidOff';
export const formulas: Formula[] = ['shrinking', 'claimants', 'lower', 'laidOff'];

/** A fraction over and under; null where a figure is missing or the divisor is nothing. */
export interface Rate {
  over: number;
  under: number;
}

function fraction(text: string | null | undefined): number | null {
  if (!text) return null;
  const [over = '0', under = '1'] = text.split('/');
  const value = Number(over) / Number(under);
  return Number.isFinite(value) && value > 0 ? value : null;
}

function rate(over: number | null | undefined, under: number | null | undefined): Rate | null {
  if (over === null || over === undefined || !under) return null;
  return { over: Math.max(0, over), under };
}

const lower = (a: Rate | null, b: Rate | null): Rate | null => (!a || !b ? null : a.over * b.under <= b.over * a.under ? a : b);

export function layoffRate(formula: Formula, of: YearFigures, before: YearFigures | undefined): Rate | null {
  const start = before?.headcount_year_end;
  const end = of.headcount_year_end;
  const lost = start === null || start === undefined || end === null || end === undefined ? null : start - end;
  const mean = fraction(of.headcount_mean);
  if (formula === 'shrinking') return rate(lost, mean);
  if (formula === 'claimants') return rate(of.benefit_claimants, mean);
  if (formula === 'lower') return lower(rate(lost, start), rate(of.benefit_claimants, start));
  return rate(of.layoffs, mean);
}

export function percent(value: Rate | null): string {
  return value ? `${((value.over * 100) / value.under).toFixed(2)}%` : '—';
}
