// The tree as the lines that are shown: children are fetched when a body is opened.
import type { Schema } from '@/api/types';

export type Node = Schema<'BodyNode'>;
export interface Line {
  node: Node;
  level: number;
  open: boolean;
}

/** `below`: children by the id of their parent ('0': those at the top), as far as they are known. */
export function linesOf(below: ReadonlyMap<string, Node[]>, opened: ReadonlySet<string>, of = '0', level = 1): Line[] {
  return (below.get(of) ?? []).flatMap((node) => {
    const open = opened.has(node.id) && node.children > 0;
    return [{ node, level, open }, ...(open ? linesOf(below, opened, node.id, level + 1) : [])];
  });
}

/** Where a key leads from the line with that number: another line, to open, to close, or nowhere. */
export function step(lines: readonly Line[], at: number, key: string): { to: number } | { open: boolean } | null {
  const line = lines[at];
  if (!line) return null;
  if (key === 'ArrowDown') return { to: Math.min(at + 1, lines.length - 1) };
  if (key === 'ArrowUp') return { to: Math.max(at - 1, 0) };
  if (key === 'Home') return { to: 0 };
  if (key === 'End') return { to: lines.length - 1 };
  if (key === 'ArrowRight') {
    if (line.node.children === 0) return null;
    return line.open ? { to: Math.min(at + 1, lines.length - 1) } : { open: true };
  }
  if (key !== 'ArrowLeft') return null;
  if (line.open) return { open: false };
  for (let above = at - 1; above >= 0; above -= 1) if ((lines[above]?.level ?? 0) < line.level) return { to: above };
  return null;
}
