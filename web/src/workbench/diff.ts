// Two texts compared line by line, by the library `diff`: what differs, with some lines around it.
import { structuredPatch } from 'diff';

export interface DiffLine {
  kind: 'same' | 'removed' | 'added' | 'gap';
  text: string;
  before?: number;
  after?: number;
}

const patience = 1500; // milliseconds; beyond it one text is shown as replaced by the other

/** Nothing where they are equal; a gap stands for lines left out. */
export function linesThatDiffer(before: string, after: string, around = 3): DiffLine[] {
  if (before === after) return [];
  const patch = structuredPatch('', '', before, after, undefined, undefined, { context: around, timeout: patience });
  if (!patch) return [...before.split('\n').map((text) => ({ kind: 'removed' as const, text })), ...after.split('\n').map((text) => ({ kind: 'added' as const, text }))];
  const gap: DiffLine = { kind: 'gap', text: '' };
  const last = before.split('\n').length;
  const found: DiffLine[] = [];
  let end = 1;
  for (const hunk of patch.hunks) {
    if (hunk.oldStart > end) found.push(gap);
    let [old, now] = [hunk.oldStart, hunk.newStart];
    for (const line of hunk.lines) {
      const text = line.slice(1);
      if (line.startsWith(' ')) found.push({ kind: 'same', text, before: old++, after: now++ });
      else if (line.startsWith('-')) found.push({ kind: 'removed', text, before: old++ });
      else if (line.startsWith('+')) found.push({ kind: 'added', text, after: now++ });
    }
    end = old;
  }
  if (end < last) found.push(gap);
  return found;
}
