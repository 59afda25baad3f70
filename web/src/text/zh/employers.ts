// 单位各年: 规模、裁员率、月度人数；资料不一致的档案
export default {
  employerYear: {
    size: '企业规模（按国家划型标准）',
    ofYear: '按 {year} 年的数',
    open: '定不下来',
    possible: '还可能是 {sizes}',
    reported: '登记的企业规模',
    agrees: '两者一致',
    differs: '两者不一致',
    cannotTell: '缺数，比不出',
    notReported: '没有登记的规模',
    missing: '缺：{facts}',
    noYear: '这一年没有年度数。',
    layoffRate: '裁员率',
    layoffNote: '几种算法并存，用哪一种以当地文件写明的为准；缺数的算不出。',
    months: '月度参保人数',
    monthStaff: '月末参保人数',
    monthLeft: '本月减少',
    noMonths: '{year} 年没有月度数。',
  },
  contestedFiles: {
    title: '资料不一致的档案',
    note: '部门说的和登记的不一样、还没有核实的人员和单位，期限近的在前。',
    empty: '没有待核实的档案。',
    all: '看全部档案',
  },
};
