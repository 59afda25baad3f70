// Loading something for a page: idle, loading, there, or refused with a reason; a later asking wins.
import { ref, shallowRef, type Ref, type ShallowRef } from 'vue';
import { problemOf, type Problem } from './problem';

export interface Loading<Data> {
  data: ShallowRef<Data | null>;
  problem: ShallowRef<Problem | null>;
  busy: Ref<boolean>;
  run: () => Promise<void>;
}

export function loading<Data>(ask: () => Promise<Data>): Loading<Data> {
  const data = shallowRef<Data | null>(null);
  const problem = shallowRef<Problem | null>(null);
  const busy = ref(false);
  let latest = 0;

  async function run(): Promise<void> {
    const mine = ++latest;
    busy.value = true;
    problem.value = null;
    try {
      const answer = await ask();
      if (mine === latest) data.value = answer;
    } catch (error) {
      if (mine === latest) problem.value = problemOf(error);
    } finally {
      if (mine === latest) busy.value = false;
    }
  }
  return { data, problem, busy, run };
}
