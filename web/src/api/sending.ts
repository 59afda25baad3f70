// Sending something that moves money or decides: one idempotency key per intention, kept when the same
// sending is tried again, a new one after an answer.
import { ref, shallowRef, type Ref, type ShallowRef } from 'vue';
import { newKey } from './client';
import { problemOf, type Problem } from './problem';

export interface Sending {
  busy: Ref<string>;
  problem: ShallowRef<Problem | null>;
  /** `what` tells which key is at work; the answer, or null when it was refused. */
  run: <Answer>(what: string, send: (key: string) => Promise<Answer>) => Promise<Answer | null>;
}

export function sending(): Sending {
  const busy = ref('');
  const problem = shallowRef<Problem | null>(null);
  let key = newKey();

  async function run<Answer>(what: string, send: (key: string) => Promise<Answer>): Promise<Answer | null> {
    busy.value = what;
    problem.value = null;
    try {
      const answer = await send(key);
      key = newKey();
      return answer;
    } catch (error) {
      problem.value = problemOf(error);
      if (problem.value.status !== 0 && problem.value.status < 500) key = newKey();
      return null;
    } finally {
      busy.value = '';
    }
  }
  return { busy, problem, run };
}
