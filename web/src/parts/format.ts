// How figures and days are written: yuan with separators, days as 2023-11-30, both in tabular figures.
import { language, text } from '@/text';

/** "12345.60" → "12,345.60"; nothing when there is no amount. The text is never turned into a float. */
export function money(amount: string | null | undefined): string {
  if (amount === null || amount === undefined || amount === '') return '—';
  const negative = amount.startsWith('-');
  const [whole = '0', part = ''] = amount.replace('-', '').split('.');
  const grouped = whole.replace(/\B(?=(\d{3})+(?!\d))/g, ',');
  return `${negative ? '−' : ''}${grouped}.${part.padEnd(2, '0').slice(0, 2)}`;
}

/** Sums in 万元 with two decimals, as bureaux write totals; rounded half up once, in whole fen. */
export function tenThousands(amount: string | null | undefined): string {
  if (!amount) return '—';
  const [whole = '0', part = ''] = amount.replace('-', '').split('.');
  const fen = BigInt(whole + part.padEnd(2, '0').slice(0, 2));
  const digits = ((fen + 5000n) / 10000n).toString().padStart(3, '0');
  return `${amount.startsWith('-') ? '−' : ''}${money(`${digits.slice(0, -2)}.${digits.slice(-2)}`)}`;
}

export function count(value: number | string | null | undefined): string {
  if (value === null || value === undefined || value === '') return '—';
  return String(value).replace(/\B(?=(\d{3})+(?!\d))/g, ',');
}

/** An exact fraction "2360/12" with two decimals, for reading; rules compare the fraction itself. */
export function decimal(value: string | null | undefined): string {
  if (!value) return '—';
  const [over = '0', under = '1'] = value.split('/');
  const shown = (Number(over) / Number(under)).toFixed(2).replace(/\.?0+$/, '');
  return Number.isFinite(Number(shown)) ? count(shown) : value;
}

export function day(value: string | null | undefined): string {
  if (!value) return '—';
  return value.slice(0, 10);
}

export function moment(value: string | null | undefined): string {
  if (!value) return '—';
  return value.slice(0, 16).replace('T', ' ');
}

export function daysLeft(left: number | null | undefined): string {
  if (left === null || left === undefined) return '';
  if (left < 0) return text('format.overdue', { days: -left }, -left);
  if (left === 0) return text('format.dueToday');
  return text('format.daysLeft', { days: left }, left);
}

/** ok · soon · late: how near a deadline is, for its colour; the words say it too. */
export function urgency(left: number | null | undefined): 'calm' | 'soon' | 'late' {
  if (left === null || left === undefined) return 'calm';
  if (left < 0) return 'late';
  return left <= 2 ? 'soon' : 'calm';
}

export function weekday(iso: string): string {
  const locale = language() === 'zh' ? 'zh-CN' : 'en-GB';
  return new Intl.DateTimeFormat(locale, { weekday: 'long', timeZone: 'UTC' }).format(
    new Date(`${iso.slice(0, 10)}T00:00:00Z`),
  );
}
