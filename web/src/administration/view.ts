import type { View } from '@/list/view';

export const accountsView: View = {
  id: 'accounts',
  still: true,
  source: '/api/v1/accounts',
  key: 'id',
  filters: [{ field: 'q', kind: 'search' }],
  columns: [
    { field: 'account', card: 'title' },
    { field: 'name' },
    { field: 'standing_label' },
    { field: 'held', label: 'roles', kind: 'words' },
    { field: 'state_label', kind: 'state', state: 'state', card: 'aside' },
  ],
};

export const auditView: View = {
  id: 'audit',
  still: true,
  source: '/api/v1/audit',
  key: 'id',
  filters: [
    { field: 'actor', kind: 'search' },
    { field: 'object', kind: 'search' },
  ],
  columns: [
    { field: 'at', kind: 'moment', card: 'aside' },
    { field: 'name', card: 'title' },
    { field: 'for_name' },
    { field: 'account', spare: true },
    { field: 'role_label' },
    { field: 'act_label' },
    { field: 'object' },
    { field: 'outcome_label', label: 'outcome', kind: 'state', state: 'outcome' },
    { field: 'detail' },
    { field: 'address', spare: true },
    { field: 'sealed_label', label: 'sealed' },
  ],
};
