import { describe, expect, it } from 'vitest';
import { periodOf } from './periods';

describe('periods of copies', () => {
  it('hold the day, from their first to their last', () => {
    expect(periodOf('month', '2024-02-10')).toEqual({ from: '2024-02-01', until: '2024-02-29' });
    expect(periodOf('quarter', '2023-08-31')).toEqual({ from: '2023-07-01', until: '2023-09-30' });
    expect(periodOf('half', '2023-12-31')).toEqual({ from: '2023-07-01', until: '2023-12-31' });
    expect(periodOf('year', '2023-01-01')).toEqual({ from: '2023-01-01', until: '2023-12-31' });
  });
});
