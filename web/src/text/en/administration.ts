// The three administrators
import type zh from '../zh/administration';

const texts: typeof zh = {
  accounts: {
    title: 'Accounts',
    note: 'The system administrator makes accounts, the security administrator gives roles, the audit administrator reads the log.',
    make: 'New account',
    made: 'Account {account} made',
    password: 'First password',
    holder: "Holder's identity number (kept as a blind index: one person, one account)",
    disable: 'Disable',
    disableSure: 'Disable {account}? It is signed out at once and cannot sign in again.',
    end: 'End',
    giveRole: 'Give a role',
    giveTo: 'A role for {name}',
    active: 'active',
    locked: 'locked',
    disabled: 'disabled',
    secondFactor: 'one-time code',
    removeFactor: 'Turn off the one-time code',
    removeFactorAsk: 'Turns off the one-time code of {account}. Say how you made sure who is asking:',
    removedFactor: 'Turned off; the account is signed out',
  },
  standing: {
    business: 'business',
    system_admin: 'system administrator',
    security_admin: 'security administrator',
    audit_admin: 'audit administrator',
  },
  roles: { title: 'Roles and rights', note: 'What each role may ask of the server, as the server decides it.', may: '{count} operation | {count} operations' },
  audit: {
    title: 'Audit log',
    note: 'Who, when, what to, with what outcome; records are chained and sealed.',
    sealed: 'sealed',
    open: 'to be sealed',
    outcome: { done: 'done', refused: 'refused', failed: 'failed', abandoned: 'abandoned' },
  },
};
export default texts;
