import type { View } from '@/list/view';

export const recoveriesView: View = {
  id: 'recoveries',
  source: '/api/v1/recoveries',
  key: 'id',
  opens: '/recoveries/{id}',
  filters: [{ field: 'state', kind: 'choice', options: ['found', 'notified', 'decided', 'closed', 'dropped'] }],
  columns: [
    { field: 'number', card: 'title', pinned: true },
    { field: 'measure_label' },
    { field: 'payee', label: 'repayer' },
    { field: 'label' },
    { field: 'state_label', kind: 'state', state: 'state', card: 'aside' },
    { field: 'amount', kind: 'money' },
    { field: 'repaid', kind: 'money' },
    { field: 'due_on', kind: 'day' },
  ],
};
