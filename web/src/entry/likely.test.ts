import { describe, expect, it } from 'vitest';
import { startingWith } from './likely';

describe('what was looked for and not found', () => {
  it('is the number where it has figures, else the name', () => {
    expect(startingWith('000000199001010018', 'id_number')).toEqual({ id_number: '000000199001010018' });
    expect(startingWith(' 91000000MA0000001R ', 'uscc')).toEqual({ uscc: '91000000MA0000001R' });
    expect(startingWith('𠮷䶮', 'id_number')).toEqual({ name: '𠮷䶮' });
    expect(startingWith('', 'id_number')).toEqual({});
  });
});
