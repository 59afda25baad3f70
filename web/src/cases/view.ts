import type { View } from '@/list/view';

export const casesView: View = {
  id: 'cases',
  source: '/api/v1/cases',
  key: 'id',
  opens: '/cases/{id}',
  filters: [
    { field: 'measure', kind: 'measure' },
    { field: 'state', kind: 'choice', options: ['open', 'paying', 'decided', 'closed', 'refused', 'withdrawn'] },
  ],
  columns: [
    { field: 'number', card: 'title', pinned: true },
    { field: 'measure_label' },
    { field: 'applicant' },
    { field: 'place_label' },
    { field: 'step_label' },
    { field: 'state_label', kind: 'state', state: 'state', card: 'aside' },
    { field: 'rows', kind: 'count', card: 'none' },
    { field: 'amount', kind: 'money' },
    { field: 'opened_at', kind: 'day' },
  ],
};
