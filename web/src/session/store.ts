// Who is signed in. Kept in memory only: the browser stores nothing about a person.
import { defineStore } from 'pinia';
import { computed, ref } from 'vue';
import { api, rememberForgeryToken } from '@/api/client';
import { answered } from '@/api/problem';
import type { Schema } from '@/api/types';

export const useSession = defineStore('session', () => {
  const me = ref<Schema<'Me'> | null>(null);
  const asked = ref(false);

  function hold(answer: Schema<'Me'>): void {
    me.value = answer;
    rememberForgeryToken(answer.csrf_token);
  }

  async function find(): Promise<void> {
    if (asked.value) return;
    try {
      hold(await answered(api.GET('/api/v1/me')));
    } catch {
      me.value = null;
    }
    asked.value = true;
  }

  async function signIn(account: string, password: string, code: string): Promise<void> {
    hold(await answered(api.POST('/api/v1/sign-in', { body: { account, password, ...(code ? { code } : {}) } })));
    asked.value = true;
  }

  async function signOut(): Promise<void> {
    await api.POST('/api/v1/sign-out').catch(() => undefined);
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

  return { me, before, roles, isApplicant, has, find, signIn, signOut, forget, moveClock, changePassword, confirmSecondFactor };
});
