import { describe, expect, it } from 'vitest';
import { linesOf } from './lines';

describe('lines of a list', () => {
  it('take the number out of a row of a table', () => {
    expect(linesOf('姓名\t身份证号\n张三\t000000199001010018\t甲镇\n李四,00000019900101001x')).toEqual(['000000199001010018', '00000019900101001x']);
  });
  it('take off quotes, blanks, full-width digits and empty lines', () => {
    expect(linesOf("\ufeff'000000199001010018\r\n\n０００000199001010026\u3000\n  王小明 ")).toEqual(['000000199001010018', '000000199001010026', '王小明']);
  });
  it('leave what is no number to the server', () => {
    expect(linesOf('1.23457E+17\n13800001234')).toEqual(['1.23457E+17', '13800001234']);
  });
});
