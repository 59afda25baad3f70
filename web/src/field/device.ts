// What a device keeps of visits: the visitor's own tasks and the visits not sent yet. Nothing else of a
// person is stored in a browser. It goes with the sign-out, with another account's sign-in, and after
// the days that the server gives it (docs/decisions, on visits without a connection).
import { openDB, type DBSchema, type IDBPDatabase } from 'idb';
import type { Schema } from '@/api/types';
import { clockOffset, type Draft } from './draft';

export interface KeptBag {
  me: Schema<'Me'>;
  bag: Schema<'VisitBag'>;
  takenAt: number; // by the device's clock
  offset: number; // of the server's clock
  provider: string;
}

interface Kept extends DBSchema {
  bag: { key: string; value: KeptBag };
  drafts: { key: string; value: Draft };
}

const name = 'leye-visits';
let opened: Promise<IDBPDatabase<Kept>> | null = null;

function open(): Promise<IDBPDatabase<Kept>> {
  opened ??= openDB<Kept>(name, 1, {
    upgrade(made) {
      made.createObjectStore('bag');
      made.createObjectStore('drafts', { keyPath: 'key' });
    },
  });
  return opened;
}

const available = (): boolean => typeof indexedDB !== 'undefined';
const plain = <Value>(value: Value): Value => JSON.parse(JSON.stringify(value)) as Value;
const dayLength = 86_400_000;

export async function keepBag(me: Schema<'Me'>, bag: Schema<'VisitBag'>, now = Date.now()): Promise<KeptBag> {
  const before = await (await open()).get('bag', 'own');
  // Where none is offered one may have been typed.
  const known = bag.providers.length === 0 || bag.providers.some((one) => one.uscc === before?.provider);
  const kept: KeptBag = {
    me: { ...plain(me), csrf_token: '' },
    bag: plain(bag),
    takenAt: now,
    offset: clockOffset(bag.now, now),
    provider: known ? (before?.provider ?? '') : (bag.providers[0]?.uscc ?? ''),
  };
  await (await open()).put('bag', kept, 'own');
  return kept;
}

export async function chooseProvider(provider: string): Promise<void> {
  const kept = await (await open()).get('bag', 'own');
  if (kept) await (await open()).put('bag', { ...kept, provider }, 'own');
}

/** The tasks on this device, while they may be kept. */
export async function findBag(now = Date.now()): Promise<KeptBag | null> {
  if (!available()) return null;
  const kept = await (await open()).get('bag', 'own');
  if (!kept) return null;
  if (now - kept.takenAt <= kept.bag.keep_days * dayLength) return kept;
  await (await open()).delete('bag', 'own');
  return null;
}

export async function saveDraft(draft: Draft): Promise<void> {
  await (await open()).put('drafts', plain(draft));
}
export async function dropDraft(key: string): Promise<void> {
  await (await open()).delete('drafts', key);
}
/** Of this account only: nobody reads what another visitor has not sent yet. */
export async function draftsOf(account: string): Promise<Draft[]> {
  const all = await (await open()).getAll('drafts');
  return all.filter((one) => one.account === account);
}

/** How many visits on this device are not sent: the account's own, and other people's. */
export async function unsent(account: string): Promise<{ own: number; others: number }> {
  if (!available()) return { own: 0, others: 0 };
  const all = await (await open()).getAll('drafts');
  const own = all.filter((one) => one.account === account).length;
  return { own, others: all.length - own };
}

/** At another account's sign-in: the tasks of the one before go, what he has not sent waits for him. */
export async function signedIn(login: string): Promise<void> {
  if (!available()) return;
  const kept = await (await open()).get('bag', 'own');
  if (kept && kept.me.account !== login) await (await open()).delete('bag', 'own');
}

/** At the sign-out: his tasks and drafts go. */
export async function clearDevice(): Promise<void> {
  if (!available()) return;
  const kept = await (await open()).get('bag', 'own');
  await (await open()).delete('bag', 'own');
  if (!kept) return;
  for (const one of await draftsOf(kept.bag.account)) await dropDraft(one.key);
}
