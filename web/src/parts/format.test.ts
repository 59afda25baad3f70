import { describe, expect, it, vi } from 'vitest';

vi.mock('@/text', () => ({ text: (key: string) => key, language: () => 'zh' }));
const { count, money, tenThousands, urgency } = await import('./format');

describe('money', () => {
  it('groups yuan and keeps both decimals', () => {
    expect(money('1234567.80')).toBe('1,234,567.80');
    expect(money('-12000.00')).toBe('−12,000.00');
    expect(money('999')).toBe('999.00');
    expect(money(null)).toBe('—');
  });
  it('never passes through a float', () => {
    expect(money('90071992547409.93')).toBe('90,071,992,547,409.93');
    expect(tenThousands('90071992547409.93')).toBe('9,007,199,254.74');
  });
  it('writes 万元 with two decimals, half up', () => {
    expect(tenThousands('72000.00')).toBe('7.20');
    expect(tenThousands('49.99')).toBe('0.00');
    expect(tenThousands('50.00')).toBe('0.01');
    expect(tenThousands('5925.9')).toBe('0.59');
  });
});

describe('counts and deadlines', () => {
  it('separates thousands', () => expect(count(2175000)).toBe('2,175,000'));
  it('calls two days left soon and a passed day late', () => {
    expect([3, 2, 0, -1, null].map(urgency)).toEqual(['calm', 'soon', 'soon', 'late', 'calm']);
  });
});
