// The English of what the server says: what is in the table is still said somewhere, and most refusals
// that a page can meet are in the table.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { inEnglish } from './sayings';
import { refusalsOfFamilies } from './sayings/families';
import { labels } from './sayings/labels';
import { refusals } from './sayings/refusals';
import { refusalsOfAccess } from './sayings/refusals_of_access';
import { refusalsOfBindings } from './sayings/refusals_of_bindings';
import { refusalsOfBodies } from './sayings/refusals_of_bodies';
import { refusalsOfDelegations } from './sayings/refusals_of_delegations';
import { refusalsOfRegisters } from './sayings/refusals_of_registers';
import { refusalsOfReports } from './sayings/reports';

const root = join(import.meta.dirname, '../../..');

function texts(folder: string): string {
  return readdirSync(join(root, folder), { withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(cpp|hpp|csv|md)$/.test(entry.name) && !entry.name.includes('_test.'))
    .map((entry) => readFileSync(join(root, folder, entry.name), 'utf8'))
    .join('\n')
    .replaceAll(/^\s*\/\/.*$/gm, '')
    .replaceAll(/"\s*\n\s*"/g, '');
}
const spoken = ['api', 'access', 'flows', 'funds', 'registers', 'reports', 'exchange', 'suspects', 'evidence', 'quality', 'sweeps', 'visits', 'states', 'registering', 'recognitions', 'families', 'benefits', 'intake', 'audit', 'base', 'store', 'ledgers', 'http', 'workbench', 'policy/plan', 'city'].map((folder) => texts(`src/${folder}`)).join('\n');
const packs = readdirSync(join(root, 'packs'), { withFileTypes: true }).filter((entry) => entry.isDirectory()).map((entry) => texts(`packs/${entry.name}`)).join('\n');
const all = spoken + packs + texts('vocabulary/codes') + texts('vocabulary/ledgers');

describe('what the server says', () => {
  it('say a failure and what to do about it together', () => {
    expect(inEnglish('答复的签名不对（状态 503） (核对接口地址和双方的密钥)')).toBe('The answer is not signed as agreed (status 503) (Check the address and the keys of both sides)');
  });

  it('is put into English, with what differs', () => {
    expect(inEnglish('请先登录')).toBe('Please sign in first');
    expect(inEnglish('{}须写明理由'.replace('{}', '退回'))).toBe('return: give the reason');
    expect(inEnglish('“甲公司”没有登记收款账户')).toBe('No account is registered for “甲公司”');
  });
  it('stays as it is where the table does not have it', () => {
    expect(inEnglish('从来没有说过的话')).toBe('从来没有说过的话');
  });
  it('is still said where a refusal is in the table', () => {
    const stale = Object.keys({ ...refusals, ...refusalsOfAccess, ...refusalsOfBindings, ...refusalsOfBodies, ...refusalsOfDelegations, ...refusalsOfFamilies, ...refusalsOfRegisters, ...refusalsOfReports }).filter((one) => !one.split('{}').every((part) => all.includes(part)));
    expect(stale).toEqual([]);
  });
  it('is still said where a label is in the table', () => {
    const stale = Object.keys(labels).filter((one) => !one.split('{}').every((part) => all.includes(part)));
    expect(stale).toEqual([]);
  });
  it('is in the table for most refusals', () => {
    const said = [...spoken.matchAll(/Error\{\s*ErrorCode::\w+,\s*(?:fmt::format\()?"((?:[^"\\]|\\.)*\p{Script=Han}(?:[^"\\]|\\.)*)"/gu)].map(([, one]) => one ?? '');
    const without = said.filter((one) => inEnglish(one.replaceAll(/\{[^}]*\}/g, '0')) === one.replaceAll(/\{[^}]*\}/g, '0'));
    expect(said.length).toBeGreaterThan(150);
    expect(without.length / said.length, without.join('\n')).toBeLessThan(0.2);
  });
});
