import type { View } from '@/list/view';

export const inboxView: View = {
  id: 'inbox',
  source: '/api/v1/inbox',
  key: 'task_id',
  opens: '/cases/{case_id}',
  filters: [
    { field: 'state', kind: 'tabs', options: ['todo', 'mine', 'due_soon', 'done'] },
    { field: 'measure', kind: 'measure' },
  ],
  columns: [
    { field: 'title', card: 'title', pinned: true },
    { field: 'step_label', card: 'aside', kind: 'state', state: 'step' },
    { field: 'applicant' },
    { field: 'place_label' },
    { field: 'rows', kind: 'count', card: 'none' },
    { field: 'amount', kind: 'money' },
    { field: 'opened_at', kind: 'moment', card: 'none' },
    { field: 'due_on', kind: 'due' },
  ],
};
