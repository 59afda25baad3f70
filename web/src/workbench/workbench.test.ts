import { Text } from '@codemirror/state';
import { describe, expect, it } from 'vitest';
import { linesThatDiffer } from './diff';
import { optionsOf } from './editor/completion';
import { conflictsIn, settledText } from './editor/conflicts';
import { offsetIn, range } from './editor/places';
import { knownWords } from './editor/policyLanguage';
import { branchesOf, filtered, type OutlineItem } from './outline';
import { markOf, unsavedTexts } from './unsaved';

describe('places', () => {
  it('count a rare character once', () => {
    expect(offsetIn('𠮷田 1000', 4)).toBe(4);
    expect(offsetIn('标准 1000 元', 4)).toBe(3);
  });
  it('stay within the text and mark something', () => {
    const doc = Text.of(['补贴 甲', '  标准 1000 元']);
    expect(range(doc, { line: 2, column: 6, end_line: 2, end_column: 10 })).toEqual({ from: 10, to: 14 });
    expect(range(doc, { line: 1, column: 1, end_line: 1, end_column: 1 })).toEqual({ from: 0, to: 1 });
    expect(range(doc, { line: 9, column: 9, end_line: 9, end_column: 9 })).toEqual({ from: 13, to: 14 });
  });
});

describe('two texts', () => {
  it('show what was taken away before what was added', () => {
    const lines = linesThatDiffer('a\nb\nc\nd', 'a\nx\nc\nd\ne');
    expect(lines.map((line) => [line.kind, line.text]).slice(0, 4)).toEqual([['same', 'a'], ['removed', 'b'], ['added', 'x'], ['same', 'c']]);
    expect(lines.at(-1)).toEqual({ kind: 'added', text: 'e', after: 5 });
    expect(lines[2]).toMatchObject({ after: 2 });
    expect(lines[3]).toMatchObject({ before: 3, after: 3 });
  });
  it('are shortened to what differs', () => {
    const before = Array.from({ length: 20 }, (_, at) => `line ${at}`).join('\n');
    const short = linesThatDiffer(before, before.replace('line 10', 'other'), 1);
    expect(short.map((line) => line.text || '…')).toEqual(['…', 'line 9', 'line 10', 'other', 'line 11', '…']);
  });
  it('that are equal differ nowhere', () => {
    expect(linesThatDiffer('a\nb', 'a\nb')).toEqual([]);
  });
});

describe('conflicts', () => {
  const doc = Text.of(['a', '<<<<<<< 草案', 'mine', '=======', 'theirs', 'more', '>>>>>>> 第 3 版', 'b']);
  const settled = (text: Text, side: 'mine' | 'theirs' | 'both') => {
    const [place] = conflictsIn(text);
    if (!place) throw new Error('no conflict');
    const { from, to, insert } = settledText(place, side, text);
    return text.sliceString(0, from) + insert + text.sliceString(to);
  };
  it('are found with both texts', () => {
    expect(conflictsIn(doc)).toMatchObject([{ first: 2, middle: 4, last: 7, mine: 'mine', theirs: 'theirs\nmore' }]);
    expect(conflictsIn(Text.of(['标题', '=======', '>>>>>>> x']))).toEqual([]);
  });
  it('are settled by one side, or both', () => {
    expect(settled(doc, 'mine')).toBe('a\nmine\nb');
    expect(settled(doc, 'theirs')).toBe('a\ntheirs\nmore\nb');
    expect(settled(doc, 'both')).toBe('a\nmine\ntheirs\nmore\nb');
  });
  it('leave no line where a side has none', () => {
    const gone = Text.of(['a', '<<<<<<< 草案', '=======', 'theirs', '>>>>>>> 第 3 版', 'b']);
    expect(settled(gone, 'mine')).toBe('a\nb');
    expect(settled(gone, 'both')).toBe('a\ntheirs\nb');
  });
});

describe('completion', () => {
  const words = [
    { word: '人员.出生日期', word_en: 'person.birth_date', kind: 'fact', about: '日期' },
    { word: '条件', word_en: 'conditions', kind: 'keyword', about: '' },
    { word: '大型', word_en: 'large', kind: 'code', about: '' },
  ];
  it('writes the word of the file’s language, found by either', () => {
    const options = optionsOf(words, true);
    expect(options.find((one) => one.label === 'person.birth_date')?.apply).toBe('人员.出生日期');
    expect(optionsOf(words, false).find((one) => one.label === '人员.出生日期')?.apply).toBe('person.birth_date');
  });
  it('tells keywords from names', () => {
    const known = knownWords(words);
    expect(known.keywords.has('conditions')).toBe(true);
    expect(known.keywords.has('大型')).toBe(false);
  });
});

describe('unsaved text', () => {
  function shelf() {
    const kept = new Map<string, string>();
    return { getItem: (key: string) => kept.get(key) ?? null, setItem: (key: string, value: string) => void kept.set(key, value), removeItem: (key: string) => void kept.delete(key) };
  }
  it('survives, by draft and file, until it is dropped', () => {
    const here = shelf();
    unsavedTexts('second', '3', here, () => '2023-10-16').keep('a.md', '甲', '乙');
    const again = unsavedTexts('second', '3', here);
    expect(again.of('a.md')).toEqual({ text: '甲', base: markOf('乙'), at: '2023-10-16' });
    expect(again.of('b.md')).toBeNull();
    expect(unsavedTexts('second', '4', here).of('a.md')).toBeNull();
    expect(unsavedTexts('director', '3', here).of('a.md')).toBeNull();
    again.drop('a.md');
    expect(again.of('a.md')).toBeNull();
  });
  it('knows the text that it was written over', () => {
    expect(markOf('标准 1000 元')).toBe(markOf('标准 1000 元'));
    expect(markOf('标准 1000 元')).not.toBe(markOf('标准 1001 元'));
    expect(markOf('')).toBe('0:811c9dc5');
  });
  it('that cannot be read is none', () => {
    const here = shelf();
    here.setItem('leye.draft.a.1.x.md', '{"text":7}');
    expect(unsavedTexts('a', '1', here).of('x.md')).toBeNull();
    here.setItem('leye.draft.a.1.x.md', 'nonsense');
    expect(unsavedTexts('a', '1', here).of('x.md')).toBeNull();
  });
});

describe('the structure of a document', () => {
  const item = (kind: string, label: string, id = ''): OutlineItem => ({
    kind, label, id, line: 1, level: 1, word: '', clause: '', sentence_kind: '', sentence_kind_label: '', summary: '', rows: 0,
  });
  const items = [item('sentence', '前言'), item('heading', '八、招用'), item('measure', '吸纳补贴', 'hiring'), item('heading', '九、创业'), item('measure', '创业补贴', 'start_up')];
  it('puts what stands under a heading below it', () => {
    expect(branchesOf(items).map((branch) => [branch.heading?.label, branch.items.length])).toEqual([[undefined, 1], ['八、招用', 1], ['九、创业', 1]]);
  });
  it('keeps the heading of what was found', () => {
    const file = { path: 'a.md', kind: 'rules', label: 'a', of_pack: true, items };
    expect(filtered([file], '创业补贴')[0]?.items.map((one) => one.label)).toEqual(['九、创业', '创业补贴']);
    expect(filtered([file], '八、')[0]?.items.map((one) => one.label)).toEqual(['八、招用', '吸纳补贴']);
    expect(filtered([file], '没有')).toEqual([]);
  });
});
