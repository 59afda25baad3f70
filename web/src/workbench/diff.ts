// Two texts side by side, line by line: what is alike, what only one of them has.
export interface DiffLine {
  kind: 'same' | 'removed' | 'added';
  text: string;
  before?: number;
  after?: number;
}

/** The longest lines in common; beginnings and ends that are alike are taken off first. */
export function diffLines(before: string, after: string): DiffLine[] {
  const a = before.split('\n');
  const b = after.split('\n');
  let start = 0;
  while (start < a.length && start < b.length && a[start] === b[start]) start += 1;
  let end = 0;
  while (end < a.length - start && end < b.length - start && a[a.length - 1 - end] === b[b.length - 1 - end]) end += 1;
  const found: DiffLine[] = [];
  const same = (i: number, j: number) => found.push({ kind: 'same', text: a[i] ?? '', before: i + 1, after: j + 1 });
  for (let i = 0; i < start; i += 1) same(i, i);
  const rows = a.length - end - start;
  const columns = b.length - end - start;
  // common[i][j]: lines in common of what is left from i and j on.
  const common = Array.from({ length: rows + 1 }, () => new Uint32Array(columns + 1));
  const at = (i: number, j: number): number => common[i]?.[j] ?? 0;
  for (let i = rows - 1; i >= 0; i -= 1) {
    for (let j = columns - 1; j >= 0; j -= 1) {
      const row = common[i];
      if (row) row[j] = a[start + i] === b[start + j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
    }
  }
  let i = 0;
  let j = 0;
  while (i < rows || j < columns) {
    if (i < rows && j < columns && a[start + i] === b[start + j]) {
      same(start + i++, start + j++);
    } else if (i < rows && (j === columns || at(i + 1, j) >= at(i, j + 1))) {
      found.push({ kind: 'removed', text: a[start + i] ?? '', before: start + i + 1 });
      i += 1;
    } else {
      found.push({ kind: 'added', text: b[start + j] ?? '', after: start + j + 1 });
      j += 1;
    }
  }
  for (let k = end; k > 0; k -= 1) same(a.length - k, b.length - k);
  return found;
}

/** Only what differs, with some lines around it; null stands for lines left out. */
export function shortened(lines: DiffLine[], around = 3): (DiffLine | null)[] {
  const near = new Set<number>();
  lines.forEach((line, at) => {
    if (line.kind === 'same') return;
    for (let one = at - around; one <= at + around; one += 1) near.add(one);
  });
  const found: (DiffLine | null)[] = [];
  lines.forEach((line, at) => {
    if (near.has(at)) found.push(line);
    else if (found.length === 0 || found.at(-1) !== null) found.push(null);
  });
  return found;
}
