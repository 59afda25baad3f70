import type { View } from '@/list/view';

export const outgoingView: View = {
  id: 'outgoing',
  source: '/api/v1/outbox/items',
  key: 'id',
  opens: '/outbox/items/{id}',
  filters: [{ field: 'state', kind: 'choice', options: ['unsent', 'sent', 'postponed', 'refused', 'accepted', 'mended', 'dropped'] }],
  columns: [
    { field: 'who', card: 'title', pinned: true },
    { field: 'kind_label', label: 'record_kind' },
    { field: 'operation_label' },
    { field: 'state_label', kind: 'state', state: 'state', card: 'aside' },
    { field: 'serial', label: 'their_serial' },
    { field: 'reason', label: 'refused_because' },
    { field: 'clerk_name', label: 'account_name' },
    { field: 'recorded_at', kind: 'moment', label: 'recorded_on' },
  ],
};
