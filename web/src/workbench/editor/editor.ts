// CodeMirror for one file of a pack. It lives in a shadow root: there its style sheets are adopted, which
// the server's content policy allows, while a <style> in the page would be refused.
import { autocompletion, closeBrackets, completionKeymap, type Completion } from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap, indentWithTab } from '@codemirror/commands';
import { HighlightStyle, syntaxHighlighting } from '@codemirror/language';
import { lintGutter, lintKeymap, nextDiagnostic, previousDiagnostic, setDiagnostics, type Diagnostic } from '@codemirror/lint';
import { highlightSelectionMatches, search, searchKeymap } from '@codemirror/search';
import { Compartment, EditorState } from '@codemirror/state';
import { drawSelection, EditorView, highlightActiveLine, highlightActiveLineGutter, keymap, lineNumbers } from '@codemirror/view';
import { tags } from '@lezer/highlight';
import { completeFrom, optionsOf } from './completion';
import { conflicts, type SideNames } from './conflicts';
import { range, type Stretch } from './places';
import { knownWords, policyLanguage, type Word } from './policyLanguage';

export interface Mark extends Stretch {
  severity: string;
  message: string;
}
export interface Editor {
  text: () => string;
  setText: (text: string) => void;
  setWords: (words: Word[], chinese: boolean) => void;
  setMarks: (marks: Mark[]) => void;
  setReadOnly: (readOnly: boolean) => void;
  goTo: (line: number, column?: number) => void;
  focus: () => void;
  close: () => void;
}
interface Wishes {
  text: string;
  readOnly: boolean;
  label: string;
  sides: SideNames;
  onChange: (text: string) => void;
  onSave: () => void;
}

const colours = HighlightStyle.define([
  { tag: tags.keyword, color: '#14655a', fontWeight: '600' },
  { tag: tags.typeName, color: '#4e4f93' },
  { tag: tags.propertyName, color: '#2a5f86' },
  { tag: tags.variableName, color: '#66726d' },
  { tag: tags.number, color: '#b23a26' },
  { tag: tags.string, color: '#85560a' },
  { tag: tags.comment, color: '#66726d', fontStyle: 'italic' },
  { tag: tags.heading, fontWeight: '700' },
  { tag: tags.labelName, color: '#14655a' },
  { tag: tags.meta, color: '#66726d' },
]);

const look = EditorView.theme({
  '&': { height: '100%', fontSize: '14px', backgroundColor: 'var(--sheet)', color: 'var(--ink)' },
  '.cm-scroller': { fontFamily: 'var(--code)', lineHeight: '1.7' },
  '.cm-gutters': { backgroundColor: 'var(--sheet-tint)', color: '#66726d', borderRight: '1px solid var(--line)' },
  '.cm-activeLineGutter': { backgroundColor: 'var(--pine-wash)', color: 'var(--ink)' },
  '.cm-activeLine': { backgroundColor: '#14655a0d' },
  '.cm-tooltip': { border: '1px solid var(--line-strong)', backgroundColor: 'var(--sheet)' },
  '.cm-diagnostic': { maxWidth: '60ch', whiteSpace: 'pre-wrap' },
  '&.cm-focused': { outline: '2px solid var(--pine)' },
});

export function openEditor(host: HTMLElement, wishes: Wishes): Editor {
  const root = host.shadowRoot ?? host.attachShadow({ mode: 'open' });
  const language = new Compartment();
  const lock = new Compartment();
  let options: Completion[] = [];
  const locked = (readOnly: boolean) => [EditorState.readOnly.of(readOnly), EditorView.editable.of(true)];
  const save = (): boolean => {
    wishes.onSave();
    return true;
  };
  const view = new EditorView({
    root,
    parent: root,
    state: EditorState.create({
      doc: wishes.text,
      extensions: [
        lineNumbers(), highlightActiveLineGutter(), highlightActiveLine(), history(), drawSelection(), closeBrackets(), search({ top: true }), highlightSelectionMatches(),
        lintGutter(),
        autocompletion({ override: [completeFrom(() => options)], maxRenderedOptions: 60 }),
        keymap.of([
          { key: 'Mod-s', run: save, preventDefault: true },
          { key: 'F8', run: nextDiagnostic },
          { key: 'Shift-F8', run: previousDiagnostic },
          ...completionKeymap, ...lintKeymap, ...searchKeymap, ...historyKeymap, ...defaultKeymap, indentWithTab,
        ]),
        language.of(policyLanguage(knownWords([]))),
        lock.of(locked(wishes.readOnly)),
        syntaxHighlighting(colours),
        conflicts(wishes.sides),
        look,
        EditorView.contentAttributes.of({ 'aria-label': wishes.label, tabindex: '0' }),
        EditorView.updateListener.of((update) => {
          if (update.docChanged) wishes.onChange(update.state.doc.toString());
        }),
      ],
    }),
  });
  return {
    text: () => view.state.doc.toString(),
    setText(text) {
      if (text !== view.state.doc.toString()) view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: text } });
    },
    setWords(words, chinese) {
      options = optionsOf(words, chinese);
      view.dispatch({ effects: language.reconfigure(policyLanguage(knownWords(words))) });
    },
    setMarks(marks) {
      const found: Diagnostic[] = marks.map((mark) => ({
        ...range(view.state.doc, mark),
        severity: mark.severity === 'error' ? 'error' : 'warning',
        message: mark.message,
      }));
      view.dispatch(setDiagnostics(view.state, found));
    },
    setReadOnly: (readOnly) => view.dispatch({ effects: lock.reconfigure(locked(readOnly)) }),
    goTo(line, column = 1) {
      const { from } = range(view.state.doc, { line, column, end_line: line, end_column: column });
      view.dispatch({ selection: { anchor: from }, effects: EditorView.scrollIntoView(from, { y: 'center' }) });
      view.focus();
    },
    focus: () => view.focus(),
    close: () => view.destroy(),
  };
}
