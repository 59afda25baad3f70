// The left menu by domain of work, and which roles see which page. The server decides what they may
// do; this only spares them what would be refused.
export interface MenuPage {
  name: string;
  to: string;
  roles: string[];
}
export interface MenuGroup {
  name: string;
  icon: 'Tickets' | 'User' | 'Reading' | 'Money' | 'DataAnalysis' | 'Setting' | 'Present' | 'Upload';
  pages: MenuPage[];
}

const clerks = ['window_clerk', 'first_checker', 'second_checker', 'director', 'insurance_agency'];
const staff = [...clerks, 'finance_bureau', 'auditor'];
const money = ['director', 'insurance_agency', 'finance_bureau', 'auditor', 'second_checker'];
const applicants = ['citizen', 'employer'];

const groups: MenuGroup[] = [
  {
    name: 'mine',
    icon: 'Present',
    pages: [
      { name: 'benefits', to: '/benefits', roles: applicants },
      { name: 'pushed', to: '/pushed', roles: ['employer'] },
      { name: 'roster', to: '/roster', roles: ['employer'] },
      { name: 'my-cases', to: '/cases', roles: applicants },
      { name: 'my-file', to: '/my-file', roles: applicants },
    ],
  },
  {
    name: 'work',
    icon: 'Tickets',
    pages: [
      { name: 'inbox', to: '/inbox', roles: [...clerks, 'finance_bureau'] },
      { name: 'cases', to: '/cases', roles: staff },
      { name: 'meetings', to: '/meetings', roles: ['second_checker', 'director', 'auditor'] },
      { name: 'notices', to: '/notices', roles: [...staff, ...applicants] },
    ],
  },
  {
    name: 'registers',
    icon: 'User',
    pages: [
      { name: 'persons', to: '/persons', roles: [...clerks, 'auditor'] },
      { name: 'organisations', to: '/organisations', roles: [...clerks, 'auditor'] },
      { name: 'imports', to: '/imports', roles: ['window_clerk', 'insurance_agency', 'first_checker'] },
    ],
  },
  {
    name: 'policy',
    icon: 'Reading',
    pages: [
      { name: 'policy', to: '/policy', roles: [...staff] },
      { name: 'screening', to: '/screening', roles: [...clerks, 'auditor'] },
    ],
  },
  {
    name: 'funds',
    icon: 'Money',
    pages: [
      { name: 'payments', to: '/payments', roles: money },
      { name: 'funds', to: '/funds', roles: money },
    ],
  },
  {
    name: 'figures',
    icon: 'DataAnalysis',
    pages: [
      { name: 'new-jobs', to: '/figures/new-jobs', roles: staff },
      { name: 'paid', to: '/figures/paid', roles: staff },
    ],
  },
  {
    name: 'administration',
    icon: 'Setting',
    pages: [
      { name: 'accounts', to: '/accounts', roles: ['system_admin', 'security_admin'] },
      { name: 'roles', to: '/roles', roles: ['security_admin', 'system_admin'] },
      { name: 'audit', to: '/audit', roles: ['audit_admin'] },
    ],
  },
];

export function menuFor(roles: string[]): MenuGroup[] {
  return groups
    .map((group) => ({ ...group, pages: group.pages.filter((page) => page.roles.some((r) => roles.includes(r))) }))
    .filter((group) => group.pages.length > 0);
}

/** The page a person works on most: it opens after signing in. */
export function homeFor(roles: string[]): string {
  if (roles.some((role) => applicants.includes(role))) return '/benefits';
  return menuFor(roles)[0]?.pages[0]?.to ?? '/notices';
}
