// The structure of a document as a tree to walk: headings with what stands under them.
import type { Schema } from '@/api/types';

export type OutlineFile = Schema<'OutlineFile'>;
export type OutlineItem = Schema<'OutlineItem'>;

export interface Branch {
  heading: OutlineItem | null;
  level: number;
  items: OutlineItem[];
}

/** Headings in their order, each with the sentences and declarations up to the next heading. */
export function branchesOf(items: OutlineItem[]): Branch[] {
  const branches: Branch[] = [];
  for (const item of items) {
    if (item.kind === 'heading') branches.push({ heading: item, level: item.level, items: [] });
    else if (branches.length) branches.at(-1)?.items.push(item);
    else branches.push({ heading: null, level: 1, items: [item] });
  }
  return branches;
}

const looked = ['measure', 'category'];
export const isMeasure = (item: OutlineItem): boolean => looked.includes(item.kind) && item.id !== '';

/** Items that hold the word in any of their texts; a heading stays where something below it stays. */
export function filtered(files: OutlineFile[], word: string): OutlineFile[] {
  const wanted = word.trim().toLowerCase();
  if (!wanted) return files;
  const holds = (item: OutlineItem) => [item.label, item.id, item.clause, item.summary].some((text) => text.toLowerCase().includes(wanted));
  return files
    .map((file) => ({
      ...file,
      items: branchesOf(file.items).flatMap((branch) => {
        const whole = branch.heading !== null && holds(branch.heading);
        const below = branch.items.filter((item) => whole || holds(item));
        return below.length || whole ? [...(branch.heading ? [branch.heading] : []), ...below] : [];
      }),
    }))
    .filter((file) => file.items.length > 0);
}
