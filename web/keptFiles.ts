// Tells the service worker which built files it keeps: the app's frame and the page of visits with all
// that they import, by name; not the charts, editors and pages that are of no use on the way.
import { createHash } from 'node:crypto';
import type { Plugin } from 'vite';

/** `page` is the source of the page that must open without a connection. */
export function keptFiles(worker: string, page: string): Plugin {
  return {
    name: 'leye-kept-files',
    enforce: 'post',
    apply: 'build',
    generateBundle(_options, bundle) {
      const chunks = Object.values(bundle).filter((one) => one.type === 'chunk');
      const byName = new Map(chunks.map((one) => [one.fileName, one]));
      const wanted = new Set<string>();
      const take = (file: string): void => {
        const chunk = byName.get(file);
        if (wanted.has(file)) return;
        wanted.add(file);
        const meta = (chunk as { viteMetadata?: { importedCss: Set<string>; importedAssets: Set<string> } } | undefined)?.viteMetadata;
        for (const one of [...(meta?.importedCss ?? []), ...(meta?.importedAssets ?? [])]) wanted.add(one);
        for (const one of chunk?.imports ?? []) take(one);
      };
      for (const chunk of chunks) {
        const source = chunk.facadeModuleId ?? '';
        if ((chunk.isEntry && chunk.fileName !== worker) || source.endsWith(page)) take(chunk.fileName);
      }
      const shell = bundle['index.html'];
      const told = bundle[worker];
      if (shell?.type !== 'asset' || told?.type !== 'chunk') throw new Error(`no index.html or no ${worker} was built`);
      const revision = createHash('sha256').update(shell.source).digest('hex').slice(0, 16);
      const files = [...wanted].sort().map((one) => ({ url: `/${one}`, revision: null as string | null }));
      files.push({ url: '/index.html', revision });
      told.code = `self.leyeFiles=${JSON.stringify(files)};\n${told.code}`;
    },
  };
}
