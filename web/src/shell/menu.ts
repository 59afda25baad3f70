// The left menu by domain of work. The server says which domains an account may open (`me.menus`); this
// table says where they stand and which pages they hold.
import type { Schema } from '@/api/types';

export interface MenuPage {
  name: string;
  to: string;
  /** The server's word for the domain. */
  menu: string;
  /** Pages that only some of those roles work on. */
  roles?: string[];
}
export interface MenuGroup {
  name: string;
  icon: 'Tickets' | 'User' | 'Reading' | 'Money' | 'DataAnalysis' | 'Setting' | 'Present';
  pages: MenuPage[];
}

const groups: MenuGroup[] = [
  {
    name: 'mine',
    icon: 'Present',
    pages: [
      { name: 'benefits', to: '/benefits', menu: 'entitlements' },
      { name: 'pushed', to: '/pushed', menu: 'inbox', roles: ['employer'] },
      { name: 'roster', to: '/roster', menu: 'entitlements', roles: ['employer'] },
      { name: 'my-reports', to: '/my-reports', menu: 'my-reports' },
      { name: 'reports', to: '/reports', menu: 'reports', roles: ['employer'] },
      { name: 'trainees', to: '/trainees', menu: 'trainees', roles: ['employer'] },
      { name: 'online', to: '/online', menu: 'online' },
      { name: 'my-cases', to: '/cases', menu: 'cases', roles: ['citizen', 'employer'] },
      { name: 'messages', to: '/messages', menu: 'messages' },
      { name: 'my-file', to: '/my-file', menu: 'entitlements' },
    ],
  },
  {
    name: 'work',
    icon: 'Tickets',
    pages: [
      { name: 'inbox', to: '/inbox', menu: 'inbox' },
      { name: 'applications', to: '/applications', menu: 'applications' },
      { name: 'cases', to: '/cases', menu: 'cases' },
      { name: 'recoveries', to: '/recoveries', menu: 'recoveries' },
      { name: 'visits', to: '/visits', menu: 'visits' },
      { name: 'field', to: '/visits/field', menu: 'visit-bag' },
      { name: 'registrations', to: '/registrations', menu: 'registrations' },
      { name: 'recognitions', to: '/recognitions', menu: 'recognitions' },
      { name: 'surveys', to: '/surveys', menu: 'surveys' },
      { name: 'suspects', to: '/suspects', menu: 'suspects' },
      { name: 'quality', to: '/quality', menu: 'quality' },
      { name: 'meetings', to: '/meetings', menu: 'meetings' },
      { name: 'notices', to: '/notices', menu: 'notices' },
      { name: 'delegations', to: '/delegations', menu: 'delegations', roles: ['window_clerk', 'first_checker', 'second_checker', 'director', 'insurance_agency', 'finance_bureau', 'auditor'] },
    ],
  },
  {
    name: 'registers',
    icon: 'User',
    pages: [
      { name: 'persons', to: '/persons', menu: 'persons' },
      { name: 'windows', to: '/windows', menu: 'windows' },
      { name: 'duplicates', to: '/duplicates', menu: 'persons', roles: ['window_clerk', 'first_checker', 'second_checker', 'director', 'auditor'] },
      { name: 'contested', to: '/contested', menu: 'persons', roles: ['window_clerk', 'first_checker', 'second_checker', 'director', 'insurance_agency', 'auditor'] },
      { name: 'corrections', to: '/corrections', menu: 'persons', roles: ['window_clerk', 'first_checker', 'second_checker', 'director', 'auditor'] },
      { name: 'privacy', to: '/privacy', menu: 'persons', roles: ['window_clerk', 'first_checker', 'second_checker', 'director', 'auditor'] },
      { name: 'organisations', to: '/organisations', menu: 'organisations' },
      { name: 'bodies', to: '/bodies', menu: 'bodies', roles: ['window_clerk', 'first_checker', 'second_checker', 'director', 'insurance_agency', 'finance_bureau', 'auditor'] },
      { name: 'ledgers', to: '/ledgers', menu: 'ledgers' },
      { name: 'families', to: '/families', menu: 'persons', roles: ['window_clerk', 'first_checker', 'second_checker', 'director', 'auditor'] },
      { name: 'reports', to: '/reports', menu: 'reports' },
      { name: 'graduates', to: '/graduates', menu: 'graduates' },
      { name: 'trainees', to: '/trainees', menu: 'trainees' },
      { name: 'lookup', to: '/lookup', menu: 'lookup' },
      { name: 'comparison', to: '/comparison', menu: 'lookup' },
      { name: 'sweep', to: '/sweep', menu: 'sweep' },
      { name: 'imports', to: '/imports', menu: 'imports' },
      { name: 'exchange', to: '/exchange', menu: 'imports' },
      { name: 'exports', to: '/exports', menu: 'persons', roles: ['window_clerk', 'insurance_agency', 'director'] },
      { name: 'outbox', to: '/outbox', menu: 'outbox' },
    ],
  },
  {
    name: 'policy',
    icon: 'Reading',
    pages: [
      { name: 'policy', to: '/policy', menu: 'measures' },
      { name: 'screening', to: '/screening', menu: 'measures' },
      { name: 'workbench', to: '/workbench', menu: 'measures' },
      { name: 'what-if', to: '/what-if', menu: 'policy-trials' },
    ],
  },
  {
    name: 'funds',
    icon: 'Money',
    pages: [
      { name: 'payments', to: '/payments', menu: 'payment-batches' },
      { name: 'funds', to: '/funds', menu: 'funds' },
    ],
  },
  {
    name: 'figures',
    icon: 'DataAnalysis',
    pages: [
      { name: 'new-jobs', to: '/figures/new-jobs', menu: 'figures' },
      { name: 'paid', to: '/figures/paid', menu: 'figures' },
    ],
  },
  {
    name: 'administration',
    icon: 'Setting',
    pages: [
      { name: 'accounts', to: '/accounts', menu: 'accounts' },
      { name: 'bodies', to: '/bodies', menu: 'bodies' },
      { name: 'roles', to: '/roles', menu: 'roles' },
      { name: 'delegations', to: '/delegations', menu: 'delegations', roles: ['security_admin'] },
      { name: 'audit', to: '/audit', menu: 'audit' },
    ],
  },
];

export function menuFor(me: Schema<'Me'> | null): MenuGroup[] {
  if (!me) return [];
  const taken = new Set<string>();
  const mayOpen = (page: MenuPage): boolean => {
    const open = me.menus.includes(page.menu) && (!page.roles || page.roles.some((role) => me.roles.includes(role)));
    const onlyPushed = page.name === 'inbox' && me.roles.every((role) => role === 'employer');
    if (!open || onlyPushed || taken.has(page.to)) return false;
    taken.add(page.to);
    return true;
  };
  return groups.map((group) => ({ ...group, pages: group.pages.filter(mayOpen) })).filter((group) => group.pages.length > 0);
}

/** The page a person works on most: it opens after signing in. */
export function homeFor(me: Schema<'Me'> | null): string {
  return menuFor(me)[0]?.pages[0]?.to ?? '/notices';
}
