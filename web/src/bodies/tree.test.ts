import { describe, expect, it } from 'vitest';
import { linesOf, step, type Node } from './tree';

const node = (id: string, children = 0) => ({ id, children, name: id }) as unknown as Node;
const below = new Map([['0', [node('a', 2), node('b')]], ['a', [node('a1'), node('a2')]]]);

describe('the organisation tree', () => {
  it('shows children of opened bodies only', () => {
    expect(linesOf(below, new Set()).map((line) => line.node.id)).toEqual(['a', 'b']);
    expect(linesOf(below, new Set(['a'])).map((line) => `${line.node.id}${line.level}`)).toEqual(['a1', 'a12', 'a22', 'b1']);
  });
  it('is walked with the keys of a tree', () => {
    const shut = linesOf(below, new Set());
    const lines = linesOf(below, new Set(['a']));
    expect(step(shut, 0, 'ArrowRight')).toEqual({ open: true });
    expect(step(lines, 0, 'ArrowRight')).toEqual({ to: 1 });
    expect(step(lines, 2, 'ArrowLeft')).toEqual({ to: 0 });
    expect(step(lines, 0, 'ArrowLeft')).toEqual({ open: false });
    expect(step(lines, 3, 'ArrowRight')).toBeNull();
    expect(step(lines, 3, 'ArrowDown')).toEqual({ to: 3 });
    expect(step(lines, 2, 'Home')).toEqual({ to: 0 });
  });
});
