import { describe, expect, it } from 'vitest';
import { shortReason } from './explanation';

const refused = `hiring: no
  ✓ in force  2023-11-01 (until 2023-12-31)                 2(2)8
  ✗ contract  11 months, 1 year required, 1 month short     2(2)8
      contract.end 2024-09-30 [register]
  ✓ any of
    ✗ graduate of the year
\u5efa\u8bae: extend to 2024-11-01`;

describe('a short reason', () => {
  it('holds what stands in the way at the top, not the branches that do not matter', () => {
    expect(shortReason(refused).inTheWay).toEqual(['contract：11 months, 1 year required, 1 month short']);
  });
  it('holds the advice and keeps the whole', () => {
    expect(shortReason(refused).advice).toHaveLength(1);
    expect(shortReason(refused).whole).toBe(refused);
  });
  it('is the sentence itself when there is only one', () => {
    expect(shortReason('all met')).toEqual({ inTheWay: ['all met'], advice: [], whole: '' });
  });
});
