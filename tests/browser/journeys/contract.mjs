// The pages were built against what this server says: web/openapi.json is what it prints.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { base, must } from '../stage.mjs';

export const tests = [
  {
    name: 'contract: web/openapi.json is what the server prints',
    async run() {
      const kept = JSON.parse(readFileSync(join(import.meta.dirname, '../../../web/openapi.json'), 'utf8'));
      const answer = await fetch(`${base}/api/openapi.json`);
      must(answer.ok, `the server answers ${answer.status}`);
      const told = await answer.json();
      for (const part of ['paths', 'components']) {
        must(JSON.stringify(told[part]) === JSON.stringify(kept[part]), `${part} differ: run \`leye openapi > web/openapi.json\` and build the web app`);
      }
    },
  },
];
