// Colours for a file of a pack: Markdown with clause lines, and fences of rules whose words the server
// knows (GET …/words).
import { StreamLanguage, type StringStream } from '@codemirror/language';
import type { Schema } from '@/api/types';

export type Word = Schema<'PolicyWord'>;

interface State {
  /** Of the fence we are in: policy, path, cases …; empty: prose. */
  fence: string;
}

export interface KnownWords {
  keywords: ReadonlySet<string>;
  names: ReadonlySet<string>;
}

export function knownWords(words: Word[]): KnownWords {
  const keywords = new Set<string>();
  const names = new Set<string>();
  for (const one of words) {
    const of = one.kind === 'keyword' || one.kind === 'operator' ? keywords : ['measure', 'category', 'term', 'parameter', 'formula', 'entity', 'declaration'].includes(one.kind) ? names : null;
    if (!of) continue;
    if (one.word) of.add(one.word);
    if (one.word_en) of.add(one.word_en);
  }
  return { keywords, names };
}

function ofProse(stream: StringStream, state: State): string | null {
  if (stream.sol()) {
    const fence = stream.match(/^```(\w+)?.*/) as RegExpMatchArray | null;
    if (fence) {
      state.fence = fence[1] ?? 'text';
      return 'meta';
    }
    if (stream.match(/^#{1,6} .*/)) return 'heading';
    if (stream.match(/^> \[[^\]]*\]/)) return 'labelName';
    if (stream.match(/^---$/)) return 'meta';
  }
  stream.skipToEnd();
  return null;
}

function ofRules(stream: StringStream, known: KnownWords): string | null {
  if (stream.eatSpace()) return null;
  if (stream.match(/^#.*/)) return 'comment';
  if (stream.match(/^["\u201c][^"\u201d]*["\u201d]?/)) return 'string';
  if (stream.match(/^\d{4}-\d{2}-\d{2}(?=[\s|]|$)/) || stream.match(/^\d+(\.\d+)?[%％]?/)) return 'number';
  if (stream.match(/^[|]/)) return 'meta';
  if (stream.match(/^[()\uff08\uff09]/)) return null;
  const word = stream.match(/^[^\s"\u201c\u201d()\uff08\uff09|]+/) as RegExpMatchArray | null;
  if (!word) {
    stream.next();
    return null;
  }
  if (known.keywords.has(word[0])) return 'keyword';
  if (known.names.has(word[0])) return 'typeName';
  if (/^[a-z][a-z0-9_]*$/.test(word[0]) && stream.peek() === ')') return 'variableName';
  return word[0].includes('.') ? 'propertyName' : null;
}

export function policyLanguage(known: KnownWords): StreamLanguage<State> {
  return StreamLanguage.define<State>({
    name: 'policy',
    startState: () => ({ fence: '' }),
    copyState: (state) => ({ ...state }),
    token(stream, state) {
      if (!state.fence) return ofProse(stream, state);
      if (stream.sol() && stream.match(/^```\s*$/)) {
        state.fence = '';
        return 'meta';
      }
      return ofRules(stream, known);
    },
    languageData: { commentTokens: { line: '#' } },
  });
}
