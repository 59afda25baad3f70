import type { Schema } from '@/api/types';
import type { View } from '@/list/view';

/** A service or a recognition pays nothing: it has no sum and nobody to pay it to. */
export const pays = (answer: Schema<'Entitlement'>): boolean =>
  answer.outcome === 'undetermined' ? answer.range_high !== '0.00' : Boolean(answer.amount) && answer.amount !== '0.00';


/** Lists pushed to an employer that wait for its confirmation: its own tasks. */
export const pushedView: View = {
  id: 'pushed',
  source: '/api/v1/inbox',
  key: 'task_id',
  opens: '/cases/{case_id}',
  filters: [{ field: 'state', kind: 'tabs', options: ['todo', 'done'] }],
  columns: [
    { field: 'title', card: 'title' },
    { field: 'applicant' },
    { field: 'step_label', card: 'aside' },
    { field: 'rows', kind: 'count' },
    { field: 'amount', kind: 'money' },
    { field: 'due_on', kind: 'due' },
  ],
};

export function rosterView(measure: string): View {
  return {
    id: 'roster',
    source: `/api/v1/measures/${measure}/results`,
    key: 'id',
    columns: [
      { field: 'subject_label', card: 'title' },
      { field: 'outcome_label', kind: 'state', state: 'outcome', card: 'aside' },
      { field: 'amount', kind: 'range' },
    ],
  };
}
