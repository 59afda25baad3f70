// Funds, payments, figures
import type zh from '../zh/money';

const texts: typeof zh = {
  payments: {
    title: 'Payment batches',
    note: 'One fund and one channel a batch; control totals must agree before it leaves; return files are booked row by row, only rejected rows are issued again.',
    empty: 'No payment batches yet.',
    make: 'New batch',
    makeNote: 'Gathers the decided benefits of one fund that wait for payment.',
    makeDo: 'Make the batch',
    waits: '{count} payment waits | {count} payments wait',
    nothingWaits: 'Nothing decided waits for payment.',
    count: 'Payments',
    total: 'Total (yuan)',
    posted: 'Posted',
    rejected: 'Rejected',
    pending: 'Awaiting return',
    control: 'Control total',
    digest: 'Digest of the file',
    rows: 'Payments',
    returnFile: 'Upload the return file',
    done: 'Done',
  },
  funds: {
    title: 'Funds',
    note: 'The employment subsidy fund follows indicator documents and plans of use, the unemployment insurance fund its pooling level; every payment stands in double-entry books.',
    balance: 'Available',
    pending: 'Set aside (sent)',
    paid: 'Paid',
    indicators: 'Budget indicators (used / granted)',
    plans: 'Plans of use (used / approved)',
  },
  figures: {
    newJobs: 'New urban jobs',
    byMonth: 'By county and month',
    drill: 'Press a figure to see the names; each has its source.',
    names: '{place}, {year}-{month}',
    before: 'Year before',
    after: 'Year after',
    paid: 'Money paid',
    paidChart: 'By fund and month',
    nothingPaid: 'Nothing paid in this year.',
  },
};
export default texts;
