// Reads the rest of a copy into it, part by part.
import { api } from '@/api/client';
import { answered } from '@/api/problem';
import type { Schema } from '@/api/types';

export async function fillCopy(copy: Schema<'LedgerCopy'>, tell: (percent: number) => void): Promise<Schema<'LedgerCopy'>> {
  let now = copy;
  while (now.state === 'filling') {
    tell(now.rows_expected ? Math.min(99, Math.round((now.rows / now.rows_expected) * 100)) : 0);
    now = await answered(api.POST('/api/v1/ledger-copies/{id}/filling', { params: { path: { id: copy.id } } }));
  }
  tell(100);
  return now;
}
