import { describe, expect, it } from 'vitest';
import { daysPast } from './late';

describe('days past', () => {
  it('counts whole days, over the end of a month and of a year', () => {
    expect(daysPast('2023-06-01', '2023-10-16')).toBe(137);
    expect(daysPast('2023-12-31', '2024-01-01')).toBe(1);
    expect(daysPast('2023-10-17', '2023-10-16')).toBe(-1);
  });
  it('is nothing where no day is given', () => {
    expect(daysPast('', '2023-10-16')).toBe(0);
    expect(daysPast('soon', '2023-10-16')).toBe(0);
  });
});
