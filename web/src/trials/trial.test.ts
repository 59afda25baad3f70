import { describe, expect, it } from 'vitest';
import { declarationsOf, difference, fault, fen, linesOf, nameOf, signed, sumBy, yuan, type PolicyNumber } from './trial';

function number(id: string, text: string, before: string, after: string, line: number, kind = 'number'): PolicyNumber {
  const declaration = id.split('.')[0] ?? '';
  return { id, declaration, heading: `补贴 (${declaration})`, measure: '', clause: '一1 句1', summary: '', text, kind, before, after, file: '1.md', line };
}

describe('lines of numbers', () => {
  it('put two numbers of one line side by side', () => {
    const lines = linesOf([
      number('youth.1', '16', '人员.出生日期 周岁 于 入职日期', '以上 24 以下 "16 至 24 周岁" "aged 16 to 24"', 7),
      number('youth.2', '24', '人员.出生日期 周岁 于 入职日期 16 以上', '以下 "16 至 24 周岁" "aged 16 to 24"', 7),
      number('youth.3', '1000', '标准', '元', 9),
    ]);
    expect(lines.map((line) => line.words)).toEqual([
      ['人员.出生日期 周岁 于 入职日期', '以上', '以下'],
      ['标准', '元'],
    ]);
    expect(lines[0]?.numbers.map((one) => one.text)).toEqual(['16', '24']);
  });
  it('find the second of two equal numbers', () => {
    const lines = linesOf([number('a.1', '1', '每 ', '个 1 次', 3), number('a.2', '1', '每 1 个', '次', 3)]);
    expect(lines[0]?.words).toEqual(['每 ', '个', '次']);
  });
  it('stand under a name in either language', () => {
    const heading = '术语 登记失业青年 "a registered unemployed youth" (registered_youth) 对 招用';
    expect(nameOf(heading, 'zh')).toBe('术语 登记失业青年 对 招用');
    expect(nameOf(heading, 'en')).toBe('a registered unemployed youth');
    expect(nameOf('参数 上限 (ceiling)', 'en')).toBe('参数 上限');
  });
  it('belong to their declaration', () => {
    const found = declarationsOf([number('a.1', '1', '', '', 1), number('b.1', '2', '', '', 2), number('a.2', '3', '', '', 3)]);
    expect(found.map((one) => [one.id, one.lines.length])).toEqual([['a', 2], ['b', 1]]);
  });
});

describe('a changed number', () => {
  it('is written like the one before', () => {
    expect(fault(number('a.1', '60%', '', '', 1, 'share'), '65')).toBe('share');
    expect(fault(number('a.1', '60%', '', '', 1, 'share'), '65.5%')).toBe('');
    expect(fault(number('a.1', '24', '', '', 1), '二十')).toBe('number');
    expect(fault(number('a.1', '2023-12-31', '', '', 1, 'day'), '2024-1-1')).toBe('day');
  });
});

describe('sums', () => {
  const cost = (fund: string, month: string, county: string, before: string, after: string) => ({
    fund, fund_label: fund, month, county, county_label: `县${county}`, before, after,
  });
  it('are exact to the fen', () => {
    expect(yuan(fen('-0.05'))).toBe('-0.05');
    expect(difference('90071992547409.91', '90071992547409.93')).toBe('0.02');
    expect(signed('0.02', '0.02')).toBe('+0.02');
    expect(signed('-1.00', '−1.00')).toBe('−1.00');
  });
  it('are made by month in their order, and by county', () => {
    const costs = [cost('a', '2023-09', '1', '1.10', '2.00'), cost('b', '2023-08', '1', '0.20', '0.20'), cost('a', '2023-09', '2', '5.00', '5.05'), cost('a', '', '2', '1.00', '0.00')];
    expect(sumBy(costs, 'month', '不明').map((one) => [one.label, one.before, one.after])).toEqual([
      ['不明', '1.00', '0.00'],
      ['2023-08', '0.20', '0.20'],
      ['2023-09', '6.10', '7.05'],
    ]);
    expect(sumBy(costs, 'county', '').map((one) => [one.label, one.after])).toEqual([['县1', '2.20'], ['县2', '5.05']]);
  });
});
