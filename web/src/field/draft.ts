// A visit as it is written down on the device, and as it is sent. Nothing here touches the network.
import { newKey } from '@/api/client';
import type { Schema } from '@/api/types';

export type DraftState = 'draft' | 'waiting' | 'conflict' | 'refused';

export interface Draft {
  key: string; // the device's own name for the visit; never changes
  account: string;
  task: string;
  person: string;
  who: string;
  state: DraftState;
  /** Of the sending: a new one for each text that is sent. */
  requestKey: string;
  visit: Schema<'RecordVisit'>;
  differences: Schema<'VisitDifference'>[];
  problem: string;
}

/** "2023-08-01T09:30:00+08:00": the moment in China, whatever the device's own zone. */
export function chinaTime(moment: number): string {
  return `${new Date(moment + 8 * 3_600_000).toISOString().slice(0, 19)}+08:00`;
}

/** How far the server's clock is ahead of the device's, in milliseconds. */
export function clockOffset(serverNow: string, deviceNow: number): number {
  const there = Date.parse(serverNow);
  return Number.isNaN(there) ? 0 : there - deviceNow;
}

export function newDraft(task: Schema<'FieldTask'>, account: string, provider: string, now: number): Draft {
  return {
    key: newKey(),
    account,
    task: task.id,
    person: task.person_id,
    who: task.who,
    state: 'draft',
    requestKey: newKey(),
    differences: [],
    problem: '',
    visit: {
      key: '',
      task: task.id,
      person: task.person_id,
      way: 'visit',
      outcome: '',
      visited_at: chinaTime(now),
      note: '',
      phone: '',
      told: '',
      services: [],
      referral: '',
      provider,
      level: task.level,
      survey: task.survey,
      answers: [],
      seen: task.seen,
      chosen: [],
    },
  };
}

export const seenOf = (task: Schema<'FieldTask'>, field: string): string => task.seen.find((one) => one.field === field)?.value ?? '';

export function answerOf(visit: Schema<'RecordVisit'>, fact: string): string {
  return visit.answers.find((one) => one.field === fact)?.value ?? '';
}

export function answer(visit: Schema<'RecordVisit'>, fact: string, value: string): void {
  visit.answers = [...visit.answers.filter((one) => one.field !== fact), ...(value ? [{ field: fact, value }] : [])];
}

/** Whether the person spoke to us: else there is nothing to ask, give or learn. */
export const reached = (outcome: string): boolean => outcome === 'met' || outcome === 'family';

/** What goes out: of a visit that reached nobody no answer, service or number. */
export function toSend(draft: Draft): Schema<'RecordVisit'> {
  const visit = { ...draft.visit, key: draft.key };
  if (reached(visit.outcome)) return { ...visit, survey: visit.answers.length > 0 ? visit.survey : '' };
  return { ...visit, phone: '', told: '', services: [], referral: '', survey: '', answers: [] };
}

/** The differences of which the visitor must still choose one side. */
export function unchosen(draft: Draft): string[] {
  return draft.differences.filter((one) => one.choose && !draft.visit.chosen.some((side) => side.field === one.field)).map((one) => one.field);
}

export function choose(draft: Draft, field: string, side: 'mine' | 'file'): void {
  draft.visit.chosen = [...draft.visit.chosen.filter((one) => one.field !== field), { field, value: side }];
}

/** What became of a draft after an answer of the server; null where it need not be kept. */
export function after(draft: Draft, taken: Schema<'VisitTaken'>): Draft | null {
  if (taken.state !== 'conflict') return null;
  return { ...draft, state: 'conflict', differences: taken.differences, requestKey: newKey(), problem: '' };
}
