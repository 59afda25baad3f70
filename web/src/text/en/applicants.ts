// The pages of citizens and employers
import type zh from '../zh/applicants';

const texts: typeof zh = {
  benefits: {
    hello: 'Hello, {name}',
    title: 'What can I get?',
    read: 'Read to me',
    larger: 'Larger type',
    normal: 'Normal type',
    each: 'Amounts stand below; some cannot be had together, one of them is taken.',
    nothing: 'No measure applies to you now.',
    none: 'With what we know, nothing can be had yet. See below what is short.',
    sum: 'You can have {count} now',
    questions: '{count} question settles the rest | {count} questions settle the rest',
    unknown: "I don't know, skip",
    restart: 'Answer again',
    notStored: 'Your answers are used to compute and not kept.',
    oneOf: '{count} are eligible; below the example of {name}',
    about: 'about {name}',
    payee: 'paid to',
    ownAccount: 'yourself',
    noAccount: 'no account is registered yet',
    group: { eligible: 'You can have', undetermined: 'To be settled', not_eligible: 'Not now' },
    elsewhere: '{count} more are about what is not on record for you',
    apply: 'Apply',
    applyText: 'What you ask for',
    applyHint: 'For example: my small restaurant opened in March; I apply for the start-up subsidy',
    applyNote: 'You may apply whatever is said above; people check and decide, and you get a message.',
    elsewhereDone: '{how}, not in this program: {why}.',
    help: 'Need someone to help?',
    helpNote: 'Any service desk helps you with your identity card. If you disagree, ask for a person to look again.',
  },
  pushed: {
    title: 'To confirm',
    note: 'The agency found these from insurance and employment records; no forms needed. Check names and amounts, confirm or say what is wrong.',
    empty: 'Nothing to confirm now.',
  },
  roster: {
    title: 'Apply by roster',
    note: 'Choose a measure, tick the people, send. The conditions were checked against the registers; look at the grounds of each.',
    choose: 'Measure',
    people: 'People',
    none: 'By the registers no one qualifies yet. Complete hire filings and insurance first.',
    promise: 'We declare that the employment is real and that no like benefit was claimed; if untrue we return the money and answer for it.',
    apply: 'Apply ({count} person) | Apply ({count} persons)',
  },
};
export default texts;
