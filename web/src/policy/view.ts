import type { View } from '@/list/view';

/** What screening found for one measure; the answer picks the columns that matter. A category pays nothing. */
export function resultsView(measure: string, outcome: string, category = false): View {
  const view: View = {
    id: 'results',
    source: `/api/v1/measures/${measure}/results`,
    key: 'id',
    filters: [
      { field: 'q', kind: 'search' },
      { field: 'place', kind: 'place' },
    ],
    columns: [
      { field: 'subject_label', card: 'title', pinned: true },
      { field: 'place_label' },
      { field: 'outcome_label', kind: 'state', state: 'outcome', card: 'aside' },
    ],
  };
  if (outcome === 'eligible' && !category) view.columns.push({ field: 'amount', kind: 'money' });
  if (outcome === 'short') view.columns.push({ field: 'failed_label', kind: 'words' });
  if (outcome === 'undetermined') view.columns.push({ field: 'missing_label', kind: 'words' }, { field: 'amount', label: 'amount_between', kind: 'range' });
  return view;
}
