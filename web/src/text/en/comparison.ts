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
};
export default texts;
