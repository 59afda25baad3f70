import type { View } from '@/list/view';

export const personsView: View = {
  id: 'persons',
  source: '/api/v1/persons',
  key: 'id',
  opens: '/persons/{id}',
  filters: [{ field: 'q', kind: 'search' }],
  columns: [
    { field: 'name', card: 'title', pinned: true },
    { field: 'id_number' },
    { field: 'sex_label' },
    { field: 'birth_date', kind: 'day' },
    { field: 'place_label', card: 'aside' },
    { field: 'tags', kind: 'tags' },
  ],
};
