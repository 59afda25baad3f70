import { describe, expect, it } from 'vitest';
import { layoffRate, percent } from './layoffs';

const before = { year: 2021, headcount_year_end: 100 };
const of = { year: 2022, headcount_year_end: 96, headcount_mean: '1176/12', layoffs: 3, benefit_claimants: 2 };

describe('the layoff rate', () => {
  it('is told by each of four formulas', () => {
    expect(percent(layoffRate('shrinking', of, before))).toBe('4.08%'); // (100 − 96) / 98
    expect(percent(layoffRate('claimants', of, before))).toBe('2.04%'); // 2 / 98
    expect(percent(layoffRate('lower', of, before))).toBe('2.00%'); // the lower of 4/100 and 2/100
    expect(percent(layoffRate('laidOff', of, before))).toBe('3.06%'); // 3 / 98
  });
  it('is nothing where it grew, and not known without a figure', () => {
    expect(percent(layoffRate('shrinking', { ...of, headcount_year_end: 120 }, before))).toBe('0.00%');
    expect(percent(layoffRate('shrinking', of, undefined))).toBe('—');
    expect(percent(layoffRate('claimants', { ...of, headcount_mean: '0/12' }, before))).toBe('—');
    expect(percent(layoffRate('lower', { ...of, benefit_claimants: null }, before))).toBe('—');
  });
});
