// The words: both languages hold the same keys, every key a page asks for exists, and no page holds
// Chinese text of its own.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import en from './en';
import zh from './zh';

function keysOf(tree: object, path = ''): string[] {
  return Object.entries(tree).flatMap(([name, value]) =>
    typeof value === 'string' ? [`${path}${name}`] : keysOf(value as object, `${path}${name}.`),
  );
}
function sources(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return entry.name === 'text' ? [] : sources(path);
    return /\.(vue|ts)$/.test(entry.name) && !entry.name.includes('.test.') ? [path] : [];
  });
}
const files = sources(join(import.meta.dirname, '..')).filter((path) => !path.endsWith('schema.ts'));
const known = new Set(keysOf(zh));

describe('texts', () => {
  it('are the same set in Chinese and English', () => {
    expect(keysOf(en).sort()).toEqual([...known].sort());
  });

  it('hold every key that a page asks for', () => {
    const asked = /(?:\$t|\bt|\btext)\(\s*'([\w.-]+)'/g;
    const missing: string[] = [];
    let looked = 0;
    for (const path of files) {
      for (const [, key] of readFileSync(path, 'utf8').matchAll(asked)) {
        looked += 1;
        if (key && !known.has(key)) missing.push(`${path}: ${key}`);
      }
    }
    expect(looked).toBeGreaterThan(100);
    expect(missing).toEqual([]);
  });

  it('hold a label for every column and menu entry', () => {
    const missing: string[] = [];
    for (const path of files) {
      const source = readFileSync(path, 'utf8');
      for (const [, line] of source.matchAll(/\{ (field: '\w+'[^{}]*) \}/g)) {
        const label = /label: '(\w+)'/.exec(line ?? '')?.[1] ?? /field: '(\w+)'/.exec(line ?? '')?.[1];
        if (!/kind: '(search|tabs)'/.test(line ?? '') && !known.has(`column.${label}`)) missing.push(`${path}: ${label}`);
      }
      for (const [, name] of source.matchAll(/\{ name: '([\w-]+)', to:/g)) {
        if (!known.has(`menu.${name}`)) missing.push(`${path}: menu.${name}`);
      }
    }
    expect(missing).toEqual([]);
  });

  it('name every list for those who hear it', () => {
    const ids = files.flatMap((path) => [...readFileSync(path, 'utf8').matchAll(/View = \{\s*id: '([\w-]+)'/g)].map(([, id]) => id));
    expect(ids.length).toBeGreaterThan(8);
    expect(ids.filter((id) => !known.has(`list.${id}`))).toEqual([]);
  });

  it('are nowhere but here', () => {
    const allowed = /['"`>\s](中文|中)['"`<\s]/;
    const found: string[] = [];
    for (const path of files) {
      const lines = readFileSync(path, 'utf8').split('\n');
      lines.forEach((line, index) => {
        const bare = line.replace(/^\s*\/\/.*|\s\/\/ .*$|<!--.*-->|\/\*.*\*\//g, '').replace(/\/[^/]*\p{Script=Han}[^/]*\/[.tu]/gu, '');
        const split = bare.replace(/split\(\/.*?\/\)/g, '');
        if (/[，。；：、（）“”]/u.test(split)) found.push(`${path}:${index + 1} ${bare.trim()}`);
        if (/[\p{Script=Han}]/u.test(bare) && !allowed.test(bare)) found.push(`${path}:${index + 1} ${bare.trim()}`);
      });
    }
    expect(found).toEqual([]);
  });
});
