// 名单比对
export default {
  comparison: {
    title: '名单比对',
    note: '把手里的名单和一本台账放在一起：仅名单有、仅台账有、两边不同。',
    ledger: '台账',
    choose: '请选择',
    file: '名单（XLSX、XLS、ET、CSV，最多 5000 人）',
    rules: '按身份证号码对人；名单的列名和台账相同的才比，空格不比，遮盖的列（出生日期、电话等）不比。名单只用于这次比对，不保存；比对会记入日志。',
    compare: '比对',
    counts: '{ledger} {rows} 行，名单 {listed} 人，一致 {same} 人',
    columns: '比对了：{columns}',
    noColumns: '名单里没有和台账同名的列，只对了人。',
    match: { different: '两边不同', only_list: '仅名单有', only_ledger: '仅台账有', repeated: '名单里重复' },
    result: '结果',
    row: '名单行号',
    name: '姓名',
    number: '身份证号码',
    differs: '不同之处',
    field: '{label}：台账 {ours}，名单 {listed}',
  },
};
