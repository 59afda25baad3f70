// $say, $listed and $clauses in templates: text/index.ts.
import type { clauses, listed, say } from './index';

declare module 'vue' {
  interface ComponentCustomProperties {
    $say: typeof say;
    $listed: typeof listed;
    $clauses: typeof clauses;
  }
}
