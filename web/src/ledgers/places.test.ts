import { describe, expect, it } from 'vitest';
import { lies } from './places';

describe('a place within another', () => {
  it('is told by the digits of the level', () => {
    expect(lies('621002001003', '621002000000')).toBe(true);
    expect(lies('621002001003', '621002001000')).toBe(true);
    expect(lies('621002001003', '621002001003')).toBe(true);
    expect(lies('621002001003', '621002001004')).toBe(false);
    expect(lies('621002000000', '621002001000')).toBe(false);
  });
  it('is not deceived by zeros within the digits of a level', () => {
    expect(lies('621002101001', '621002100000')).toBe(false);
    expect(lies('621002100001', '621002100000')).toBe(true);
    expect(lies('621102001000', '621000000000')).toBe(false);
  });
  it('needs both places', () => {
    expect(lies('', '621002000000')).toBe(false);
    expect(lies('621002000000', '')).toBe(false);
  });
});
