// Text that was written and not saved yet survives a reload: kept by this browser until it is saved or
// thrown away. It is the text of rules, and tells nothing of anybody.
export interface Unsaved {
  text: string;
  /** Tells the stored text that it was written over (`markOf`). */
  base: string;
  at: string;
}
/** A short mark of a text: its length and a sum over it (FNV-1a). */
export function markOf(text: string): string {
  let sum = 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1) sum = Math.imul(sum ^ text.charCodeAt(at), 0x01000193) >>> 0;
  return `${text.length}:${sum.toString(16)}`;
}

type Shelf = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;

export interface UnsavedTexts {
  of: (path: string) => Unsaved | null;
  keep: (path: string, text: string, base: string) => void;
  drop: (path: string) => void;
}

export function unsavedTexts(account: string, draft: string, shelf: Shelf, now: () => string = () => new Date().toISOString()): UnsavedTexts {
  const key = (path: string) => `leye.draft.${account}.${draft}.${path}`;
  return {
    of(path) {
      try {
        const kept = JSON.parse(shelf.getItem(key(path)) ?? 'null') as Partial<Unsaved> | null;
        if (typeof kept?.text !== 'string' || typeof kept.base !== 'string') return null;
        return { text: kept.text, base: kept.base, at: kept.at ?? '' };
      } catch {
        return null;
      }
    },
    keep(path, text, base) {
      try {
        shelf.setItem(key(path), JSON.stringify({ text, base: markOf(base), at: now() }));
      } catch {
        // No room, or not allowed: the text is still on the page.
      }
    },
    drop: (path) => shelf.removeItem(key(path)),
  };
}
