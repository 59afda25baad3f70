// The service worker: the frame and the page of visits open without a connection. It keeps the files of
// that page and nothing else; answers of the server are never kept here.
import { matchPrecache, precache } from 'workbox-precaching';
import { registerRoute } from 'workbox-routing';

interface Entry {
  url: string;
  revision: string | null;
}
declare const self: ServiceWorkerGlobalScope & { leyeFiles: Entry[] };

const files = self.leyeFiles;
precache(files);
const kept = new Set(files.map((one) => one.url));

// Files whose name says their content.
registerRoute(
  ({ url, sameOrigin }) => sameOrigin && url.pathname.startsWith('/assets/') && kept.has(url.pathname),
  async ({ request, url }) => (await matchPrecache(url.pathname)) ?? fetch(request),
);
// The app itself: from the server; from here where there is none.
registerRoute(
  ({ request }) => request.mode === 'navigate',
  async ({ request }) => {
    try {
      return await fetch(request);
    } catch {
      return (await matchPrecache('/index.html')) ?? Response.error();
    }
  },
);
