// The file of a draft that is open: what is stored, what is on the screen, and what somebody else saved
// in between.
import { computed, ref, shallowRef, type ComputedRef, type Ref, type ShallowRef } from 'vue';
import { api } from '@/api/client';
import { answered, problemOf, Refused, type Problem } from '@/api/problem';
import { text as said } from '@/text';
import { markOf, unsavedTexts, type UnsavedTexts } from './unsaved';

export interface Conflict {
  mine: string;
  theirs: string;
  revision: number;
  message: string;
}
export interface DraftText {
  path: Ref<string>;
  stored: Ref<string>;
  text: Ref<string>;
  chinese: Ref<boolean>;
  dirty: ComputedRef<boolean>;
  restored: Ref<boolean>;
  busy: Ref<boolean>;
  problem: ShallowRef<Problem | null>;
  conflict: ShallowRef<Conflict | null>;
  open: (path: string) => Promise<void>;
  write: (text: string) => void;
  save: () => Promise<boolean>;
  keepMine: () => Promise<boolean>;
  takeTheirs: () => void;
  forget: () => void;
  /** The file is there no longer. */
  close: () => void;
}

/** `revisionNow` asks the draft for its revision; `saved` is told of a new one. */
export function draftText(draft: string, account: string, revision: Ref<number>, revisionNow: () => Promise<number>, saved: () => void): DraftText {
  const shelf: UnsavedTexts = unsavedTexts(account, draft, window.localStorage);
  const path = ref('');
  const stored = ref('');
  const text = ref('');
  const chinese = ref(true);
  const restored = ref(false);
  const busy = ref(false);
  const problem = shallowRef<Problem | null>(null);
  const conflict = shallowRef<Conflict | null>(null);
  const dirty = computed(() => text.value !== stored.value);
  let writtenFrom = 0;

  const fetchText = (of: string) => answered(api.GET('/api/v1/policies/{version}/file', { params: { path: { version: `draft-${draft}` }, query: { path: of } } }));

  async function open(wanted: string): Promise<void> {
    busy.value = true;
    problem.value = null;
    conflict.value = null;
    try {
      const file = await fetchText(wanted);
      path.value = wanted;
      stored.value = file.text;
      chinese.value = file.chinese;
      writtenFrom = revision.value;
      const kept = shelf.of(wanted);
      restored.value = kept !== null && kept.text !== file.text;
      text.value = restored.value && kept ? kept.text : file.text;
      if (kept && !restored.value) shelf.drop(wanted);
      if (kept && restored.value && kept.base !== markOf(file.text))
        conflict.value = { mine: kept.text, theirs: file.text, revision: revision.value, message: said('workbench.changedSince') };
    } catch (error) {
      problem.value = problemOf(error);
    } finally {
      busy.value = false;
    }
  }

  function write(now: string): void {
    text.value = now;
    if (now === stored.value) shelf.drop(path.value);
    else shelf.keep(path.value, now, stored.value);
  }

  async function send(mine: string, from: number): Promise<boolean> {
    const body = { path: path.value, text: mine, revision: from };
    const answer = await answered(api.POST('/api/v1/policy-drafts/{id}/file', { params: { path: { id: draft } }, body }));
    revision.value = answer.revision;
    writtenFrom = answer.revision;
    stored.value = mine;
    restored.value = false;
    conflict.value = null;
    if (text.value === mine) shelf.drop(path.value);
    saved();
    return true;
  }

  /** Somebody saved in between. If not this file, nothing is in the way. */
  async function meet(mine: string, told: Problem): Promise<boolean> {
    const now = await revisionNow();
    const theirs = (await fetchText(path.value)).text;
    if (theirs === stored.value) return send(mine, now);
    conflict.value = { mine, theirs, revision: now, message: told.message };
    return false;
  }

  async function attempt(send: () => Promise<boolean>): Promise<boolean> {
    busy.value = true;
    problem.value = null;
    try {
      return await send();
    } catch (error) {
      problem.value = problemOf(error);
      return false;
    } finally {
      busy.value = false;
    }
  }
  const save = (): Promise<boolean> => {
    const mine = text.value;
    return attempt(async () => {
      try {
        return await send(mine, writtenFrom);
      } catch (error) {
        if (error instanceof Refused && error.problem.status === 409) return meet(mine, error.problem);
        throw error;
      }
    });
  };
  const keepMine = (): Promise<boolean> => {
    const met = conflict.value;
    return met ? attempt(() => send(text.value, met.revision)) : Promise.resolve(false);
  };
  function takeTheirs(): void {
    const met = conflict.value;
    if (!met) return;
    stored.value = met.theirs;
    text.value = met.theirs;
    writtenFrom = met.revision;
    revision.value = met.revision;
    conflict.value = null;
    shelf.drop(path.value);
  }
  function forget(): void {
    text.value = stored.value;
    restored.value = false;
    shelf.drop(path.value);
  }
  function close(): void {
    shelf.drop(path.value);
    path.value = stored.value = text.value = '';
    restored.value = false;
    conflict.value = null;
  }
  return { path, stored, text, chinese, dirty, restored, busy, problem, conflict, open, write, save, keepMine, takeTheirs, forget, close };
}
