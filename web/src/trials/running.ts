// A trial on the server: asked for, watched until it ends.
import { computed, onBeforeUnmount, ref, shallowRef, type ComputedRef, type Ref, type ShallowRef } from 'vue';
import { api } from '@/api/client';
import { answered, problemOf, type Problem } from '@/api/problem';
import type { Schema } from '@/api/types';

export interface Running {
  trial: ShallowRef<Schema<'PolicyTrial'> | null>;
  problem: ShallowRef<Problem | null>;
  asking: Ref<boolean>;
  running: ComputedRef<boolean>;
  share: ComputedRef<number>;
  start: (body: Schema<'AskTrial'>) => Promise<void>;
  open: (id: string) => Promise<void>;
  stop: () => Promise<void>;
}

export function runningTrial(): Running {
  const trial = shallowRef<Schema<'PolicyTrial'> | null>(null);
  const problem = shallowRef<Problem | null>(null);
  const asking = ref(false);
  const running = computed(() => trial.value !== null && !['done', 'failed'].includes(trial.value.state));
  const share = computed(() => {
    const { done = 0, total = 0, state = '' } = trial.value ?? {};
    if (state === 'comparing') return 99;
    return total > 0 ? Math.min(99, Math.floor((100 * done) / total)) : 0;
  });
  let timer: number | undefined;

  async function attempt(ask: () => Promise<Schema<'PolicyTrial'>>): Promise<void> {
    window.clearTimeout(timer);
    problem.value = null;
    try {
      trial.value = await ask();
    } catch (error) {
      problem.value = problemOf(error);
      return;
    }
    const { id } = trial.value;
    if (running.value) timer = window.setTimeout(() => void open(id), 700);
  }
  const open = (id: string): Promise<void> => attempt(() => answered(api.GET('/api/v1/policy-trials/{id}', { params: { path: { id } } })));
  async function start(body: Schema<'AskTrial'>): Promise<void> {
    asking.value = true;
    await attempt(() => answered(api.POST('/api/v1/policy-trials', { body })));
    asking.value = false;
  }
  async function stop(): Promise<void> {
    const id = trial.value?.id;
    if (id) await attempt(() => answered(api.POST('/api/v1/policy-trials/{id}/stop', { params: { path: { id } } })));
  }
  onBeforeUnmount(() => window.clearTimeout(timer));
  return { trial, problem, asking, running, share, start, open, stop };
}
