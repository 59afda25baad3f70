import type { Schema } from '@/api/types';

/** What an insurance account says of a month; what it does not say is null. */
export interface Month {
  month: string;
  headcount: number | null;
  hired: number | null;
  left: number | null;
}

/** The months of one year, January first. */
export function monthsOf(records: Schema<'RecordListLine'>[], year: number): Month[] {
  const lines = records.find((list) => list.kind === 'organisation_month')?.items ?? [];
  const months = lines.map((line) => {
    const said = (fact: string) => line.facts.find((one) => one.fact === fact)?.value ?? '';
    const number = (fact: string) => (said(fact) === '' ? null : Number(said(fact)));
    return { month: said('month'), headcount: number('headcount'), hired: number('hired'), left: number('left') };
  });
  return months.filter((one) => one.month.startsWith(`${year}-`)).sort((a, b) => a.month.localeCompare(b.month));
}

/** The years that have figures or months, the latest first. */
export function yearsWithData(records: Schema<'RecordListLine'>[], years: { year: number }[]): number[] {
  const lines = records.find((list) => list.kind === 'organisation_month')?.items ?? [];
  const ofMonths = lines.map((line) => Number((line.facts.find((one) => one.fact === 'month')?.value ?? '').slice(0, 4))).filter((year) => year > 0);
  return [...new Set([...years.map((one) => one.year), ...ofMonths])].sort((a, b) => b - a);
}
