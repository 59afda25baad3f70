// Every word on a screen comes from here. Chinese is the text of record; English is typed against it,
// so a missing translation does not compile. The choice of language is not stored in the browser
// beyond the page's address (?lang=en).
import { createI18n } from 'vue-i18n';
import en from './en';
import { withIdentityKind } from './identityKinds';
import { inEnglish } from './sayings';
import zh from './zh';

export type Language = 'zh' | 'en';

function chosen(): Language {
  const asked = new URLSearchParams(window.location.search).get('lang');
  return asked === 'en' ? 'en' : 'zh';
}

export const i18n = createI18n({
  legacy: false,
  locale: typeof window === 'undefined' ? 'zh' : chosen(),
  fallbackLocale: 'zh',
  messages: { zh, en },
});

/** `count` chooses between 'one day | {days} days' where a text has both. */
export function text(key: string, values: Record<string, unknown> = {}, count = 2): string {
  return i18n.global.t(key, values, count);
}

export function known(key: string): boolean {
  return i18n.global.te(key);
}

export function speak(language: Language): void {
  i18n.global.locale.value = language;
  document.documentElement.lang = language === 'zh' ? 'zh-CN' : 'en';
}

export function language(): Language {
  return i18n.global.locale.value as Language;
}

/** A word or sentence that the server says in Chinese, in the chosen language. */
export function say(said: string | null | undefined): string {
  if (!said) return '';
  const named = withIdentityKind(said, language());
  return language() === 'zh' ? named : inEnglish(named);
}

/** Words in a row, in the chosen language: 甲、乙 or "a, b". */
export const listed = (words: readonly string[]): string => words.map(say).join(text('sign.and'));

/** Clauses in a row: 甲；乙 or "a; b". */
export const clauses = (said: readonly string[]): string => said.map(say).join(text('sign.clause'));
