import type { View } from '@/list/view';

export const organisationsView: View = {
  id: 'organisations',
  source: '/api/v1/organisations',
  key: 'id',
  opens: '/organisations/{id}',
  filters: [{ field: 'q', kind: 'search' }],
  columns: [
    { field: 'name', label: 'organisation_name', card: 'title', pinned: true },
    { field: 'uscc' },
    { field: 'kind_label' },
    { field: 'size_label', card: 'aside' },
    { field: 'place_label' },
    { field: 'tags', kind: 'tags' },
  ],
};
