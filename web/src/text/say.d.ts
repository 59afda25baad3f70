// $say in templates: text/index.ts.
import type { say } from './index';

declare module 'vue' {
  interface ComponentCustomProperties {
    $say: typeof say;
  }
}
