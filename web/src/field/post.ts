// Sends the visits that wait on the device, one after another, each under its own key, so that a
// connection that breaks in between stores nothing twice.
import { api, newKey } from '@/api/client';
import { answered, problemOf } from '@/api/problem';
import type { Schema } from '@/api/types';
import { after, toSend, type Draft } from './draft';
import { dropDraft, saveDraft } from './device';

export interface Posted {
  sent: number;
  conflicts: number;
  refused: number;
  away: boolean; // no connection: what is left waits
}

type Send = (draft: Draft) => Promise<Schema<'VisitTaken'>>;

const toServer: Send = (draft) =>
  answered(api.POST('/api/v1/visits/records', { body: toSend(draft), headers: { 'Idempotency-Key': draft.requestKey } }));

export async function postAll(drafts: Draft[], send: Send = toServer): Promise<Posted> {
  const posted: Posted = { sent: 0, conflicts: 0, refused: 0, away: false };
  for (const draft of drafts.filter((one) => one.state === 'waiting')) {
    try {
      const left = after(draft, await send(draft));
      if (left) {
        posted.conflicts += 1;
        await saveDraft(left);
      } else {
        posted.sent += 1;
        await dropDraft(draft.key);
      }
    } catch (error) {
      const problem = problemOf(error);
      const tryAgain = problem.status === 0 || problem.status >= 500 || problem.status === 401 || problem.status === 429;
      if (tryAgain) return { ...posted, away: true };
      posted.refused += 1;
      await saveDraft({ ...draft, state: 'refused', problem: [problem.message, problem.fix].filter(Boolean).join(' '), requestKey: newKey() });
    }
  }
  return posted;
}
