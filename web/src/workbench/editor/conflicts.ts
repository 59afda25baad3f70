// Places where a draft and its new base changed the same lines: both texts stand between marks
// (src/workbench/merge.hpp). Each side has its colour, and buttons that settle it.
import { EditorState, StateField, type Extension, type Text } from '@codemirror/state';
import { Decoration, EditorView, WidgetType, type DecorationSet } from '@codemirror/view';

export interface ConflictPlace {
  from: number;
  to: number;
  /** The first and the last line, from 1, and the dividing one. */
  first: number;
  middle: number;
  last: number;
  mine: string;
  theirs: string;
}
export type Side = 'mine' | 'theirs' | 'both';
export type SideNames = Record<Side, string>;

export function conflictsIn(doc: Text): ConflictPlace[] {
  const found: ConflictPlace[] = [];
  let first = 0;
  let middle = 0;
  for (let number = 1; number <= doc.lines; number += 1) {
    const { text, to } = doc.line(number);
    if (text.startsWith('<<<<<<< ')) {
      first = number;
      middle = 0;
    } else if (first && !middle && text === '=======') {
      middle = number;
    } else if (first && middle && text.startsWith('>>>>>>> ')) {
      found.push({ from: doc.line(first).from, to, first, middle, last: number, mine: between(doc, first, middle), theirs: between(doc, middle, number) });
      first = 0;
    }
  }
  return found;
}

function between(doc: Text, above: number, below: number): string {
  return below - above < 2 ? '' : doc.sliceString(doc.line(above + 1).from, doc.line(below - 1).to);
}

/** What stands there once it is settled; a side without lines leaves none. */
export function settledText(place: ConflictPlace, side: Side, doc: Text): { from: number; to: number; insert: string } {
  const chosen = side === 'both' ? [place.mine, place.theirs] : [place[side]];
  const nothing = (of: 'mine' | 'theirs'): boolean => (of === 'mine' ? place.middle - place.first : place.last - place.middle) < 2;
  const lines = chosen.filter((_, at) => !nothing(side === 'both' ? (at === 0 ? 'mine' : 'theirs') : side));
  const to = lines.length ? place.to : Math.min(place.to + 1, doc.length);
  return { from: place.from, to, insert: lines.join('\n') };
}

class Settle extends WidgetType {
  constructor(
    private readonly place: ConflictPlace,
    private readonly names: SideNames,
  ) {
    super();
  }
  override eq(other: Settle): boolean {
    return other.place.from === this.place.from && other.place.to === this.place.to;
  }
  override toDOM(view: EditorView): HTMLElement {
    const row = document.createElement('div');
    row.className = 'cm-settle';
    for (const side of ['mine', 'theirs', 'both'] as const) {
      const button = document.createElement('button');
      button.type = 'button';
      button.textContent = this.names[side];
      button.addEventListener('click', () => view.dispatch({ changes: settledText(this.place, side, view.state.doc) }));
      row.append(button);
    }
    return row;
  }
  override ignoreEvent(): boolean {
    return true;
  }
}

function decorations(state: EditorState, names: SideNames): DecorationSet {
  const marks = conflictsIn(state.doc).flatMap((place) => {
    const line = (number: number, name: string) => Decoration.line({ class: name }).range(state.doc.line(number).from);
    const lines = Array.from({ length: place.last - place.first + 1 }, (_, at) => place.first + at).map((number) =>
      line(number, number === place.first || number === place.middle || number === place.last ? 'cm-conflict-mark' : number < place.middle ? 'cm-mine' : 'cm-theirs'),
    );
    const settle = Decoration.widget({ widget: new Settle(place, names), block: true, side: -1 }).range(place.from);
    return state.readOnly ? lines : [settle, ...lines];
  });
  return Decoration.set(marks, true);
}

const look = EditorView.theme({
  '.cm-mine': { backgroundColor: 'var(--good-wash)' },
  '.cm-theirs': { backgroundColor: 'var(--cinnabar-wash)' },
  '.cm-conflict-mark': { color: 'var(--ink)', backgroundColor: 'var(--amber-wash)' },
  '.cm-settle': { display: 'flex', flexWrap: 'wrap', gap: '8px', padding: '4px 8px', backgroundColor: 'var(--amber-wash)' },
  '.cm-settle button': { padding: '2px 10px', border: '1px solid var(--line-strong)', borderRadius: '999px', background: 'var(--sheet)', color: 'var(--ink)', font: 'inherit', cursor: 'pointer' },
});

export function conflicts(names: SideNames): Extension {
  const field = StateField.define<DecorationSet>({
    create: (state) => decorations(state, names),
    update: (known, change) => (change.docChanged || change.reconfigured ? decorations(change.state, names) : known),
    provide: (own) => EditorView.decorations.from(own),
  });
  return [field, look];
}
