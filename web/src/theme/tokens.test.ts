// A style that names a token nobody defines falls back to nothing, silently.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const top = join(import.meta.dirname, '..');
const styles = readdirSync(top, { recursive: true, encoding: 'utf8' })
  .filter((path) => /\.(vue|css)$/.test(path))
  .map((path) => ({ path, text: readFileSync(join(top, path), 'utf8') }));

describe('the tokens of the theme', () => {
  it('are defined wherever they are used', () => {
    const defined = new Set(styles.flatMap(({ text }) => [...text.matchAll(/(--[\w-]+):/g)].map(([, name]) => name)));
    const used = styles.flatMap(({ path, text }) => [...text.matchAll(/var\((--(?!el-)[\w-]+)/g)].map(([, name]) => ({ path, name })));
    expect(used.length).toBeGreaterThan(100);
    expect(used.filter(({ name }) => !defined.has(name))).toEqual([]);
  });
});
