import { describe, expect, it } from 'vitest';
import { advice, branches, inTheWay, type TraceNode } from './trace';

function node(label: string, verdict: string, more: Partial<TraceNode> = {}): TraceNode {
  return { kind: 'leaf', label, verdict, cites: [], fact_lines: [], found: '', required: '', margin: '', advice: '', children: [], ...more };
}

const refused = node('hiring subsidy', 'no', {
  kind: 'answer',
  advice: 'could apply for the grant',
  children: [
    node('in force', 'yes', { kind: 'validity' }),
    node('insured', 'unknown'),
    node('contract of a year', 'no', { margin: 'short by 1 month', advice: 'end of contract being 2024-10-31' }),
    node('young', 'yes', { kind: 'any', children: [node('graduate', 'no', { advice: '' }), node('registered', 'yes')] }),
  ],
});

describe('an explanation', () => {
  it('opens what fails, then what is not known; what is met is one line', () => {
    expect(branches(refused.children).open.map((one) => one.label)).toEqual(['contract of a year', 'insured']);
    expect(branches(refused.children).met.map((one) => one.label)).toEqual(['in force', 'young']);
  });
  it('keeps an amount that was computed open although it is met, and says nothing of a flat one', () => {
    const flat = node('amount', 'yes', { kind: 'amount' });
    const amount = { ...flat, fact_lines: [{ label: 'premium', value: '8400', source: '' }] };
    expect(branches([node('insured', 'yes'), amount]).open).toEqual([amount]);
    expect(branches([node('insured', 'yes'), flat])).toEqual({ open: [], met: [node('insured', 'yes')] });
  });
  it('names what stands in the way with the distance, not the branch that does not matter', () => {
    expect(inTheWay(refused)).toEqual(['contract of a year：short by 1 month', 'insured']);
  });
  it('collects all advice, that of the whole answer last', () => {
    expect(advice(refused)).toEqual(['end of contract being 2024-10-31', 'could apply for the grant']);
  });
});
