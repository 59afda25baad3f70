// The workbook that answers a list, saved as a file.
import { api } from '@/api/client';
import { answered } from '@/api/problem';

export async function download(id: string, number: string): Promise<boolean> {
  const sheet = await answered(api.POST('/api/v1/suspect-lists/{id}/reply', { params: { path: { id } }, parseAs: 'blob' } as never));
  const link = document.createElement('a');
  link.href = URL.createObjectURL(sheet as unknown as Blob);
  link.download = `${number}.xlsx`;
  link.click();
  window.setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
  return true;
}
