// What may be written here: facts, relations, categories, codes, measures, keywords, in the language of
// the file; the word of the other language finds it too.
import type { Completion, CompletionContext, CompletionResult } from '@codemirror/autocomplete';
import type { Word } from './policyLanguage';

const types: Record<string, string> = {
  fact: 'property', relation: 'property', entity: 'class', category: 'class', code: 'constant',
  measure: 'function', term: 'type', formula: 'type', parameter: 'variable', keyword: 'keyword', operator: 'keyword',
};

export function optionsOf(words: Word[], chinese: boolean): Completion[] {
  const options: Completion[] = [];
  const seen = new Set<string>();
  for (const one of words) {
    const own = chinese ? one.word : one.word_en;
    const other = chinese ? one.word_en : one.word;
    if (!own || seen.has(own)) continue;
    seen.add(own);
    const shared = { type: types[one.kind] ?? 'text', detail: one.about, apply: own };
    options.push({ label: own, ...shared });
    if (other && other !== own) options.push({ label: other, displayLabel: `${other} → ${own}`, boost: -20, ...shared });
  }
  return options;
}

export function completeFrom(options: () => Completion[]): (context: CompletionContext) => CompletionResult | null {
  return (context) => {
    const before = context.matchBefore(/[^\s"\u201c\u201d()\uff08\uff09|]+/);
    if (!before && !context.explicit) return null;
    return { from: before?.from ?? context.pos, options: options(), validFor: /^[^\s"\u201c\u201d()\uff08\uff09|]*$/ };
  };
}
