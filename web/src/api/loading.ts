// Loading something for a page: idle, loading, there, or refused with a reason; a later asking wins.
import { ref, shallowRef, watch, type Ref, type ShallowRef } from 'vue';
import { language } from '@/text';
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
  // What the server says in words is asked for again in the language now chosen.
  watch(language, () => {
    if (data.value !== null) void run();
  });
  return { data, problem, busy, run };
}
