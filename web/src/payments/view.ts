import type { View } from '@/list/view';

export const batchesView: View = {
  id: 'batches',
  source: '/api/v1/payment-batches',
  key: 'id',
  opens: '/payments/{id}',
  columns: [
    { field: 'number', card: 'title', pinned: true },
    { field: 'fund_label' },
    { field: 'channel_label' },
    { field: 'state_label', kind: 'state', state: 'state', card: 'aside' },
    { field: 'count', kind: 'count' },
    { field: 'total', kind: 'money' },
    { field: 'created_on', kind: 'day' },
  ],
};
