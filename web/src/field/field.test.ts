// Visits on the device: what is kept, what goes out, what comes back.
import 'fake-indexeddb/auto';
import { beforeEach, expect, test } from 'vitest';
import { Refused } from '@/api/problem';
import type { Schema } from '@/api/types';
import { chooseProvider, clearDevice, draftsOf, findBag, keepBag, saveDraft, signedIn, unsent } from './device';
import { after, answer, chinaTime, choose, clockOffset, newDraft, toSend, unchosen, type Draft } from './draft';
import { postAll } from './post';

const task: Schema<'FieldTask'> = { id: '5', person_id: '9', who: '人员9', place_label: '示范社区', about: '走访', due_on: '2023-11-01', survey: 'wishes', level: 'community', seen: [{ field: 'phone', value: '13800000001' }], services: [], last: '' };
const bag = (account: string, now = '2023-10-16T09:00:00+08:00'): Schema<'VisitBag'> => ({
  account, now, keep_days: 7, tasks: [task], left_out: 0, surveys: [], ways: [], outcomes: [], services: [], referrals: [], providers: [{ uscc: '91000000000000000K', name: '示范社区' }, { uscc: 'other', name: '街道' }],
});
const me = (account: string) => ({ account, name: '经办', csrf_token: 'secret' }) as unknown as Schema<'Me'>;
const draft = (account = '7'): Draft => newDraft(task, account, '91000000000000000K', Date.parse('2023-10-16T01:30:00Z'));
const stored: Schema<'VisitTaken'> = { state: 'stored', differences: [], closed: 1 };
const refusal = (status: number) => new Refused({ status, code: 'x', message: '电话不对', where: [] });

beforeEach(async () => {
  await keepBag(me('community'), bag('7'));
  for (const one of [...(await draftsOf('7')), ...(await draftsOf('8'))]) await import('./device').then((device) => device.dropDraft(one.key));
});

test('the time is that of China, by the server’s clock', () => {
  expect(chinaTime(Date.parse('2023-10-16T01:30:00Z'))).toBe('2023-10-16T09:30:00+08:00');
  expect(chinaTime(Date.parse('2023-10-16T17:00:00Z'))).toBe('2023-10-17T01:00:00+08:00');
  // The device is a day behind.
  expect(clockOffset('2023-10-16T09:00:00+08:00', Date.parse('2023-10-15T01:00:00Z'))).toBe(86_400_000);
});

test('a visit that reached nobody carries no answers', () => {
  const one = draft();
  answer(one.visit, 'wants_work', 'yes');
  one.visit.phone = '13900000000';
  one.visit.services = ['guidance'];
  one.visit.outcome = 'absent';
  expect(toSend(one)).toMatchObject({ key: one.key, phone: '', services: [], answers: [], survey: '' });
  one.visit.outcome = 'met';
  expect(toSend(one)).toMatchObject({ phone: '13900000000', services: ['guidance'], answers: [{ field: 'wants_work', value: 'yes' }], survey: 'wishes' });
});

test('a conflict keeps the draft with both sides until one is chosen', () => {
  const one = draft();
  const left = after(one, { state: 'conflict', closed: 0, differences: [{ field: 'phone', label: '电话', seen: '1', now: '2', mine: '3', choose: true }, { field: 'employment', label: '单位', seen: '', now: '厂', mine: '', choose: false }] }) as Draft;
  expect(left.state).toBe('conflict');
  expect(left.key).toBe(one.key);
  expect(left.requestKey).not.toBe(one.requestKey);
  expect(unchosen(left)).toEqual(['phone']);
  choose(left, 'phone', 'file');
  choose(left, 'phone', 'mine');
  expect(unchosen(left)).toEqual([]);
  expect(left.visit.chosen).toEqual([{ field: 'phone', value: 'mine' }]);
});

test('without a connection the visit waits under the same key', async () => {
  await saveDraft({ ...draft(), state: 'waiting' });
  const keys: string[] = [];
  const away = await postAll(await draftsOf('7'), async (one) => {
    keys.push(one.requestKey);
    throw refusal(0);
  });
  expect(away).toEqual({ sent: 0, conflicts: 0, refused: 0, away: true });
  const sent = await postAll(await draftsOf('7'), async (one) => {
    keys.push(one.requestKey);
    return stored;
  });
  expect(sent.sent).toBe(1);
  expect(keys[0]).toBe(keys[1]);
  expect(await draftsOf('7')).toEqual([]);
});

test('what the server refuses stays with its reason; a draft that is not finished is not sent', async () => {
  await saveDraft({ ...draft(), state: 'waiting' });
  await saveDraft(draft());
  let asked = 0;
  const posted = await postAll(await draftsOf('7'), async () => {
    asked += 1;
    throw refusal(400);
  });
  expect(asked).toBe(1);
  expect(posted.refused).toBe(1);
  expect((await draftsOf('7')).map((one) => one.state).sort()).toEqual(['draft', 'refused']);
  expect((await draftsOf('7')).find((one) => one.state === 'refused')?.problem).toBe('电话不对');
});

test('the device holds no token, and its tasks end with their days', async () => {
  const kept = await keepBag(me('community'), bag('7'), 1_000);
  expect(kept.me.csrf_token).toBe('');
  await chooseProvider('other');
  expect((await keepBag(me('community'), bag('7'), 1_000)).provider).toBe('other');
  expect(await findBag(1_000 + 7 * 86_400_000)).not.toBeNull();
  expect(await findBag(1_001 + 7 * 86_400_000)).toBeNull();
  expect(await findBag(1_000)).toBeNull(); // it is gone, not hidden
});

test('another account sees neither tasks nor drafts; the owner’s drafts wait', async () => {
  await saveDraft({ ...draft('7'), state: 'waiting' });
  await signedIn('community');
  expect(await findBag()).not.toBeNull();
  await signedIn('window');
  expect(await findBag()).toBeNull();
  expect(await draftsOf('8')).toEqual([]);
  expect(await unsent('8')).toEqual({ own: 0, others: 1 });
});

test('signing out clears the device', async () => {
  await saveDraft(draft('7'));
  await clearDevice();
  expect(await findBag()).toBeNull();
  expect(await unsent('7')).toEqual({ own: 0, others: 0 });
});
