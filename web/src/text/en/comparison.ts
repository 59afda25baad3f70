import type zh from '../zh/comparison';

// A list beside a ledger
const texts: typeof zh = {
  comparison: {
    title: 'Compare a list',
    note: 'A list at hand beside a ledger: only in the list, only in the ledger, different.',
    ledger: 'Ledger',
    choose: 'Choose',
    file: 'List (XLSX, XLS, ET, CSV; at most 5,000 people)',
    rules: 'People are matched by ID number; columns with the same heading as the ledger are compared, empty cells and masked columns (birthday, telephone) are not. The list is used for this comparison only and not kept; the comparison is recorded.',
    compare: 'Compare',
    counts: '{ledger}: {rows} rows; {listed} people in the list, {same} the same',
    columns: 'Compared: {columns}',
    noColumns: 'No column of the list has the heading of one of the ledger: only people were matched.',
    match: { different: 'different', only_list: 'only in the list', only_ledger: 'only in the ledger', repeated: 'repeated in the list' },
    result: 'Result',
    row: 'Row',
    name: 'Name',
    number: 'ID number',
    differs: 'What differs',
    field: '{label}: ledger {ours}, list {listed}',
  },
  checkNow: {
    ask: 'Check now',
    note: 'Laid beside what the departments sent last, fact by fact; the purpose is recorded.',
    purpose: 'Purpose of the check',
    purposeHint: 'For instance: taking in a flexible worker’s application',
    title: 'Beside the data of departments',
    again: 'Check again',
    sum: '{same} the same, {different} different, {missing} not sent',
    department: 'Department and feed',
    fact: 'Field',
    ours: 'Registered here',
    theirs: 'What they say',
    verdict: 'Verdict',
    asOf: 'period from {period}, received {day}',
    never: 'Nothing was sent about this file',
    task: 'to be verified by {owner} until {day}',
  },
};
export default texts;
