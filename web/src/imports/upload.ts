// Sending a sheet: the browser's fetch tells nothing while it sends, so this is an XMLHttpRequest.
import { forgeryHeaders } from '@/api/client';
import { problemFrom, Refused } from '@/api/problem';
import type { Schema } from '@/api/types';
import { text } from '@/text';

/** The preview of the sheet; `progress` is told the sent part, from 0 to 1. */
export function sendSheet(file: File, kind: string, progress: (part: number) => void): Promise<Schema<'ImportPreview'>> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    const query = new URLSearchParams({ kind, name: file.name });
    request.open('POST', `/api/v1/imports?${query.toString()}`);
    request.setRequestHeader('Content-Type', 'application/octet-stream');
    for (const [name, value] of Object.entries(forgeryHeaders())) request.setRequestHeader(name, value);
    request.upload.onprogress = (event) => {
      if (event.lengthComputable) progress(event.loaded / event.total);
    };
    request.onerror = () => reject(new Refused({ status: 0, code: 'unreachable', message: text('problem.unreachable'), where: [], fix: text('problem.unreachableFix') }));
    request.onload = () => {
      let body: unknown = null;
      try {
        body = JSON.parse(request.responseText);
      } catch {
        body = null;
      }
      if (request.status === 200) resolve(body as Schema<'ImportPreview'>);
      else reject(new Refused(problemFrom(body, new Response(null, { status: Math.max(request.status, 200) }))));
    };
    request.send(file);
  });
}
