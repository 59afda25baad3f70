import type { View } from '@/list/view';

export const contestedView: View = {
  id: 'contested',
  source: '/api/v1/contested',
  key: 'key',
  filters: [
    { field: 'of', kind: 'tabs', options: ['', 'person', 'organisation'] },
    { field: 'late', kind: 'choice', options: ['overdue'] },
  ],
  columns: [
    { field: 'name', card: 'title', pinned: true },
    { field: 'kind_label', label: 'file_kind', card: 'aside' },
    { field: 'facts_label', label: 'contested_facts', kind: 'words' },
    { field: 'open', label: 'open_tasks', kind: 'count' },
    { field: 'owner_label', label: 'task_owner' },
    { field: 'due_on', kind: 'day' },
  ],
};
