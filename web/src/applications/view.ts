import type { View } from '@/list/view';

/** Whom screening calls one condition short or undetermined, to be picked for an application. */
export function askedForView(measure: string): View {
  return {
    id: 'asked-for',
    source: `/api/v1/measures/${measure}/results`,
    key: 'id',
    filters: [{ field: 'outcome', kind: 'tabs', options: ['short', 'undetermined', 'eligible'] }],
    columns: [
      { field: 'subject_label', card: 'title' },
      { field: 'outcome_label', kind: 'state', state: 'outcome', card: 'aside' },
    ],
  };
}
