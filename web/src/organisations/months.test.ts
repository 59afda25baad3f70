import { describe, expect, it } from 'vitest';
import type { Schema } from '@/api/types';
import { monthsOf, yearsWithData } from './months';

const line = (facts: Record<string, string>) => ({ facts: Object.entries(facts).map(([fact, value]) => ({ fact, value })) });
const records = [
  {
    kind: 'organisation_month',
    items: [line({ month: '2022-02', headcount: '31', left: '2' }), line({ month: '2022-01', headcount: '33', hired: '1', left: '0' }), line({ month: '2020-12', headcount: '40' })],
  },
] as unknown as Schema<'RecordListLine'>[];

describe('the months of a year', () => {
  it('stand in order, and what is not said is not nought', () => {
    expect(monthsOf(records, 2022)).toEqual([
      { month: '2022-01', headcount: 33, hired: 1, left: 0 },
      { month: '2022-02', headcount: 31, hired: null, left: 2 },
    ]);
    expect(monthsOf(records, 2021)).toEqual([]);
  });
  it('a year may be chosen that has figures or months', () => {
    expect(yearsWithData(records, [{ year: 2021 }, { year: 2022 }])).toEqual([2022, 2021, 2020]);
    expect(yearsWithData([], [])).toEqual([]);
  });
});
