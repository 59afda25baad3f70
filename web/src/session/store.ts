// Who is signed in. Kept in memory only; what a visitor takes along is kept by field/device.ts.
import { defineStore } from 'pinia';
import { computed, ref } from 'vue';
import { api, rememberForgeryToken } from '@/api/client';
import { answered, problemOf } from '@/api/problem';
import type { Schema } from '@/api/types';
import { clearDevice, findBag, signedIn } from '@/field/device';

export const useSession = defineStore('session', () => {
  const me = ref<Schema<'Me'> | null>(null);
  const asked = ref(false);
  /** There is no connection: whoever took visits along works on what is kept here. */
  const away = ref(false);

  function hold(answer: Schema<'Me'>): void {
    me.value = answer;
    rememberForgeryToken(answer.csrf_token);
  }

  async function find(): Promise<void> {
    if (asked.value) return;
    try {
      hold(await answered(api.GET('/api/v1/me')));
      away.value = false;
      await signedIn(me.value?.account ?? '').catch(() => undefined);
    } catch (error) {
      const unreachable = problemOf(error).status === 0;
      const kept = unreachable ? await findBag().catch(() => null) : null;
      me.value = kept?.me ?? (unreachable ? me.value : null);
      away.value = unreachable && me.value !== null;
    }
    asked.value = true;
  }

  /** After the connection came back: the session, with the token that sending needs. */
  async function findAgain(): Promise<void> {
    asked.value = false;
    await find();
  }

  function goAway(): void {
    away.value = true;
  }

  async function signIn(account: string, password: string, code: string): Promise<void> {
    hold(await answered(api.POST('/api/v1/sign-in', { body: { account, password, ...(code ? { code } : {}) } })));
    asked.value = true;
    away.value = false;
    await signedIn(me.value?.account ?? '').catch(() => undefined);
  }

  async function signOut(): Promise<void> {
    await api.POST('/api/v1/sign-out').catch(() => undefined);
    await clearDevice().catch(() => undefined);
    away.value = false;
    forget();
  }

  function forget(): void {
    me.value = null;
    rememberForgeryToken('');
  }

  async function moveClock(day: string): Promise<void> {
    await answered(api.POST('/api/v1/clock', { body: { day } }));
    hold(await answered(api.GET('/api/v1/me')));
  }

  async function changePassword(current: string, next: string): Promise<void> {
    await answered(api.POST('/api/v1/password', { body: { current, next } }));
    hold(await answered(api.GET('/api/v1/me')));
  }

  async function confirmSecondFactor(code: string): Promise<void> {
    await answered(api.POST('/api/v1/second-factor/confirm', { body: { code } }));
    hold(await answered(api.GET('/api/v1/me')));
  }

  // What must be done before anything else: the page of that name.
  const before = computed(() => {
    if (me.value?.password_temporary) return 'password';
    return me.value?.second_factor_due ? 'second-factor' : null;
  });
  const roles = computed(() => me.value?.roles ?? []);
  const isApplicant = computed(
    () => roles.value.length > 0 && roles.value.every((r) => r === 'citizen' || r === 'employer'),
  );
  const has = (...wanted: string[]) => roles.value.some((role) => wanted.includes(role));

  return { me, away, before, roles, isApplicant, has, find, findAgain, goAway, signIn, signOut, forget, moveClock, changePassword, confirmSecondFactor };
});
