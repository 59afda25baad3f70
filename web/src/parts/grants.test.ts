import { describe, expect, it } from 'vitest';
import { drawnOf, monthsOf, seriesOf, yuanOf } from './grants';

const grants = [
  { measure: 'a', measure_label: '甲', amount: '500.10', state: 'paid', granted_on: '2022-11-03' },
  { measure: 'a', measure_label: '甲', amount: '500.20', state: 'granted', granted_on: '2023-01-03' },
  { measure: 'b', measure_label: '', amount: '1000.00', state: 'paid', granted_on: '2023-01-20' },
  { measure: 'b', measure_label: '', amount: '9.00', state: 'recovered', granted_on: '2023-06-20' },
];

describe('grants over months', () => {
  it('name every month between the first and the last that counts', () => {
    expect(monthsOf(grants)).toEqual(['2022-11', '2022-12', '2023-01']);
    expect(monthsOf([])).toEqual([]);
  });
  it('add up by measure and month, without what was taken back', () => {
    expect(seriesOf(grants, monthsOf(grants))).toEqual([
      { name: '甲', values: [500.1, 0, 500.2] },
      { name: 'b', values: [0, 0, 1000] },
    ]);
  });
  it('tell what was drawn in a life, in whole fen', () => {
    const drawn = drawnOf(grants);
    expect(drawn.map((one) => [one.measure, one.times, yuanOf(one.fen), one.first, one.last])).toEqual([
      ['b', 1, '1000.00', '2023-01-20', '2023-01-20'],
      ['a', 2, '1000.30', '2022-11-03', '2023-01-03'],
    ]);
  });
});
