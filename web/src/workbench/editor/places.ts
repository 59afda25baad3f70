// Lines and columns as the server counts them (from 1, in characters) and offsets as an editor does.
import type { Text } from '@codemirror/state';

/** Of a column in one line: its offset in the line; a character beyond the basic plane counts once. */
export function offsetIn(line: string, column: number): number {
  let passed = 1;
  let at = 0;
  for (const sign of line) {
    if (passed >= column) break;
    at += sign.length;
    passed += 1;
  }
  return at;
}

export interface Stretch {
  line: number;
  column: number;
  end_line: number;
  end_column: number;
}

/** Never beyond the text, never empty where there is something to mark. */
export function range(doc: Text, at: Stretch): { from: number; to: number } {
  const first = doc.line(Math.min(Math.max(at.line, 1), doc.lines));
  const last = doc.line(Math.min(Math.max(at.end_line || at.line, first.number), doc.lines));
  const from = first.from + offsetIn(first.text, at.column);
  const to = last.from + offsetIn(last.text, at.end_column);
  return to > from ? { from, to } : { from, to: Math.max(from, Math.min(from + 1, first.to)) };
}
