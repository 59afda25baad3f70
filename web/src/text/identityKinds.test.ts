// The kinds of identity documents have words of their own on the pages.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { identityKinds, withIdentityKind } from './identityKinds';

describe('the kind of a document', () => {
  it('stands in words before its number', () => {
    expect(withIdentityKind('passport:E******02', 'zh')).toBe('护照 E******02');
    expect(withIdentityKind('passport:E******02', 'en')).toBe('passport E******02');
    expect(withIdentityKind('000000********0018', 'zh')).toBe('000000********0018');
    expect(withIdentityKind('employment:52', 'zh')).toBe('employment:52');
  });
  it('is named as the vocabulary names it', () => {
    const lines = readFileSync(join(import.meta.dirname, '../../../vocabulary/identity_kinds.csv'), 'utf8').split('\n');
    const rows = lines.filter((line) => line && !line.startsWith('#')).slice(1).map((line) => line.split(','));
    expect(Object.entries(identityKinds).map(([id, { zh }]) => `${id} ${zh}`)).toEqual(rows.map(([id, zh]) => `${id} ${zh}`));
  });
});
