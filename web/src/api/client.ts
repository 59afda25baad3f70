// The one door to the server: typed by the OpenAPI description, with the anti-forgery token on every
// changing request and an idempotency key on those that move money or decide.
import createClient, { type Middleware } from 'openapi-fetch';
import { language } from '@/text';
import type { paths } from './schema';

let forgeryToken = '';
let onSignedOut: () => void = () => undefined;

export function rememberForgeryToken(token: string): void {
  forgeryToken = token;
}

export function whenSignedOut(action: () => void): void {
  onSignedOut = action;
}

const guard: Middleware = {
  onRequest({ request }) {
    request.headers.set('Accept-Language', language() === 'zh' ? 'zh-CN' : 'en');
    if (request.method !== 'GET') {
      if (forgeryToken) request.headers.set('X-CSRF-Token', forgeryToken);
      if (!request.headers.has('Idempotency-Key')) {
        request.headers.set('Idempotency-Key', newKey());
      }
    }
    return request;
  },
  onResponse({ request, response }) {
    if (response.status === 401 && !/\/(sign-in|me)$/.test(request.url)) onSignedOut();
    return undefined;
  },
};

/** What a changing request carries that does not go through `api`. */
export function forgeryHeaders(): Record<string, string> {
  return { 'Accept-Language': language() === 'zh' ? 'zh-CN' : 'en', 'X-CSRF-Token': forgeryToken, 'Idempotency-Key': newKey() };
}

/** One key per intention: made when a form opens, kept when the same sending is tried again. */
export function newKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

export const api = createClient<paths>({ baseUrl: '/', credentials: 'same-origin' });
api.use(guard);
