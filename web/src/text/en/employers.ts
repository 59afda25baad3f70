// Years of an employer: size, layoff rate, monthly staff; files whose sources disagree
export default {
  employerYear: {
    size: 'Size by the national table',
    ofYear: 'By the figures of {year}',
    open: 'Not settled',
    possible: 'may still be {sizes}',
    reported: 'Size as registered',
    agrees: 'They agree',
    differs: 'They differ',
    cannotTell: 'Figures are missing: cannot tell',
    notReported: 'No size is registered',
    missing: 'Missing: {facts}',
    noYear: 'No figures of this year.',
    layoffRate: 'Layoff rate',
    layoffNote: 'Several formulas are in use; the local document says which holds. Without a figure there is no rate.',
    months: 'Insured staff by month',
    monthStaff: 'insured at the end of the month',
    monthLeft: 'left in the month',
    noMonths: 'No monthly figures of {year}.',
  },
  contestedFiles: {
    title: 'Files whose sources disagree',
    note: 'People and organisations of whom a department says otherwise than the register, not yet verified; those due first stand first.',
    empty: 'No file has to be verified.',
    all: 'See all files',
  },
};
