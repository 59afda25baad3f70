// Refusals of the cases of families without work.
export const refusalsOfFamilies: Record<string, string> = {
  没有这户的记录: 'There is no case of this family',
  '一次选 1 到 {} 户': 'Choose 1 to {} families at once',
  '其中有已经了结的，或者不在本辖区': 'Some of them are over, or not of your places',
  '这户已经确认过，或已经了结': 'This family is confirmed already, or its case is over',
  这户已经了结: 'The case of this family is over',
  '这户已经了结，不再登记帮扶': 'The case of this family is over: no more help is recorded',
  帮扶日期还没有到: 'The day of the help is still to come',
  这个人不是这户的成员: 'This person is no member of the family',
  从成员中选: 'Choose one of the members',
  请从名单里选帮扶人: 'Choose a helper of the list',
  '月份写作 2023-10': 'Write the month as 2023-10',
  请从列出的里选一项: 'Choose one of those listed',
  写得太长: 'It is too long',
  '写短一些，详情附在档案里': 'Write less; put the details into the file',
  '超过 {} 户，不能一次导出': 'More than {} families cannot be exported at once',
  选一个镇街或一类再导出: 'Choose a town or a rule and export again',
};
