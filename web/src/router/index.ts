// The pages and their addresses. Each page loads when first opened; `id` reaches a page as a prop.
import { createRouter, createWebHistory, type RouteRecordRaw } from 'vue-router';
import { useSession } from '@/session/store';
import { homeFor } from '@/shell/menu';

const routes: RouteRecordRaw[] = [
  { path: '/sign-in', name: 'sign-in', component: () => import('@/session/SignIn.vue'), meta: { open: true } },
  { path: '/', name: 'home', redirect: () => homeFor(useSession().me) },
  { path: '/inbox', name: 'inbox', component: () => import('@/inbox/InboxPage.vue') },
  { path: '/persons', name: 'persons', component: () => import('@/persons/PersonSearch.vue') },
  { path: '/persons/new', name: 'new-person', props: { owner: 'person' }, component: () => import('@/entry/EntryPage.vue') },
  { path: '/persons/:id', name: 'person', props: true, component: () => import('@/persons/PersonPage.vue') },
  { path: '/duplicates', name: 'duplicates', component: () => import('@/duplicates/DuplicatesPage.vue') },
  { path: '/duplicates/:id', name: 'duplicate', props: true, component: () => import('@/duplicates/DuplicatePage.vue') },
  { path: '/corrections', name: 'corrections', component: () => import('@/corrections/CorrectionsPage.vue') },
  { path: '/corrections/:id', name: 'correction', props: true, component: () => import('@/corrections/CorrectionPage.vue') },
  { path: '/organisations', name: 'organisations', component: () => import('@/organisations/OrganisationSearch.vue') },
  { path: '/organisations/new', name: 'new-organisation', props: { owner: 'organisation' }, component: () => import('@/entry/EntryPage.vue') },
  { path: '/organisations/:id', name: 'organisation', props: true, component: () => import('@/organisations/OrganisationPage.vue') },
  { path: '/ledgers', name: 'ledgers', component: () => import('@/ledgers/LedgersPage.vue') },
  { path: '/ledgers/:ledger', name: 'ledger', props: true, component: () => import('@/ledgers/LedgerPage.vue') },
  { path: '/ledgers/:ledger/copies', name: 'ledger-copies', props: true, component: () => import('@/ledgers/CopiesPage.vue') },
  { path: '/ledgers/:ledger/copies/:id', name: 'ledger-copy', props: true, component: () => import('@/ledgers/CopyPage.vue') },
  { path: '/reports', name: 'reports', component: () => import('@/reports/ReportsPage.vue') },
  { path: '/my-reports', name: 'my-reports', component: () => import('@/reports/MyReportsPage.vue') },
  { path: '/graduates', name: 'graduates', component: () => import('@/graduates/GraduatesPage.vue') },
  { path: '/trainees', name: 'trainees', component: () => import('@/graduates/TraineesPage.vue') },
  { path: '/families', name: 'families', component: () => import('@/families/FamiliesPage.vue') },
  { path: '/families/:id', name: 'family', component: () => import('@/families/FamilyPage.vue'), props: true },
  { path: '/recognitions', name: 'recognitions', component: () => import('@/recognitions/RecognitionsPage.vue') },
  { path: '/online', name: 'online', component: () => import('@/registering/OnlinePage.vue') },
  { path: '/registrations', name: 'registrations', component: () => import('@/registering/RequestsPage.vue') },
  { path: '/windows', name: 'windows', component: () => import('@/registering/WindowPage.vue') },
  { path: '/lookup', name: 'lookup', component: () => import('@/lookup/LookupPage.vue') },
  { path: '/policy', name: 'policy', component: () => import('@/policy/PolicyPage.vue') },
  { path: '/policy/:id', name: 'measure', props: true, component: () => import('@/policy/MeasurePage.vue') },
  { path: '/workbench', name: 'workbench', component: () => import('@/workbench/WorkbenchPage.vue') },
  { path: '/workbench/versions/:version', name: 'version', props: true, component: () => import('@/workbench/VersionPage.vue') },
  { path: '/workbench/drafts/:id', name: 'draft', props: true, component: () => import('@/workbench/DraftPage.vue') },
  { path: '/what-if', name: 'what-if', component: () => import('@/trials/TrialPage.vue') },
  { path: '/screening', name: 'screening', component: () => import('@/screening/ScreeningPage.vue') },
  { path: '/cases', name: 'cases', component: () => import('@/cases/CaseList.vue') },
  { path: '/cases/:id', name: 'case', props: true, component: () => import('@/cases/CasePage.vue') },
  { path: '/cases/:id/rows/:row/replay', name: 'replay', props: true, component: () => import('@/cases/ReplayPage.vue') },
  { path: '/applications', name: 'applications', component: () => import('@/applications/ApplyPage.vue') },
  { path: '/messages', name: 'messages', component: () => import('@/messages/MessagesPage.vue') },
  { path: '/recoveries', name: 'recoveries', component: () => import('@/recoveries/RecoveriesPage.vue') },
  { path: '/recoveries/:id', name: 'recovery', props: true, component: () => import('@/recoveries/RecoveryPage.vue') },
  { path: '/bind', name: 'bind', component: () => import('@/bindings/BindPage.vue'), meta: { open: true } },
  { path: '/notices', name: 'notices', component: () => import('@/notices/NoticesPage.vue'), meta: { open: true } },
  { path: '/meetings', name: 'meetings', component: () => import('@/meetings/MeetingsPage.vue') },
  { path: '/payments', name: 'payments', component: () => import('@/payments/PaymentsPage.vue') },
  { path: '/payments/:id', name: 'batch', props: true, component: () => import('@/payments/BatchPage.vue') },
  { path: '/funds', name: 'funds', component: () => import('@/funds/FundsPage.vue') },
  { path: '/figures/new-jobs', name: 'new-jobs', component: () => import('@/figures/NewJobsPage.vue') },
  { path: '/figures/paid', name: 'paid', component: () => import('@/figures/PaidPage.vue') },
  { path: '/imports', name: 'imports', component: () => import('@/imports/ImportPage.vue') },
  { path: '/sweep', name: 'sweep', component: () => import('@/sweep/SweepPage.vue') },
  { path: '/comparison', name: 'comparison', component: () => import('@/comparison/ComparisonPage.vue') },
  { path: '/visits', name: 'visits', component: () => import('@/visits/VisitsPage.vue') },
  { path: '/visits/field', name: 'field', component: () => import('@/field/FieldPage.vue'), meta: { away: true } },
  { path: '/surveys', name: 'surveys', component: () => import('@/surveys/SurveysPage.vue') },
  { path: '/surveys/:id', name: 'survey', props: true, component: () => import('@/surveys/SurveyPage.vue') },
  { path: '/suspects', name: 'suspects', component: () => import('@/suspects/SuspectsPage.vue') },
  { path: '/quality', name: 'quality', component: () => import('@/quality/QualityPage.vue') },
  { path: '/quality/:id', name: 'quality-check', props: true, component: () => import('@/quality/QualityCheckPage.vue') },
  { path: '/suspects/:id', name: 'suspect-list', props: true, component: () => import('@/suspects/SuspectListPage.vue') },
  { path: '/contested', name: 'contested', component: () => import('@/exchange/ContestedFilesPage.vue') },
  { path: '/exchange', name: 'exchange', component: () => import('@/exchange/ExchangePage.vue') },
  { path: '/exchange/:id', name: 'delivery', props: true, component: () => import('@/exchange/DeliveryPage.vue') },
  { path: '/exports', name: 'exports', component: () => import('@/exports/ExportsPage.vue') },
  { path: '/outbox', name: 'outbox', component: () => import('@/outbox/OutboxPage.vue') },
  { path: '/outbox/items/:id', name: 'outgoing', props: true, component: () => import('@/outbox/ItemPage.vue') },
  { path: '/benefits', name: 'benefits', component: () => import('@/entitlements/BenefitsPage.vue') },
  { path: '/pushed', name: 'pushed', component: () => import('@/entitlements/PushedPage.vue') },
  { path: '/roster', name: 'roster', component: () => import('@/entitlements/RosterPage.vue') },
  { path: '/my-file', name: 'my-file', component: () => import('@/entitlements/MyFilePage.vue') },
  { path: '/privacy', name: 'privacy', component: () => import('@/privacy/PrivacyPage.vue') },
  { path: '/delegations', name: 'delegations', component: () => import('@/delegations/DelegationsPage.vue') },
  { path: '/bodies', name: 'bodies', props: (route) => ({ id: String(route.query['at'] ?? '') }), component: () => import('@/bodies/BodiesPage.vue') },
  { path: '/accounts', name: 'accounts', component: () => import('@/administration/AccountsPage.vue') },
  { path: '/roles', name: 'roles', component: () => import('@/administration/RolesPage.vue') },
  { path: '/audit', name: 'audit', component: () => import('@/administration/AuditPage.vue') },
  { path: '/second-factor', name: 'second-factor', component: () => import('@/session/SecondFactorPage.vue') },
  { path: '/password', name: 'password', component: () => import('@/session/PasswordPage.vue') },
  { path: '/:rest(.*)*', name: 'nowhere', component: () => import('@/shell/NowherePage.vue') },
];

export const router = createRouter({
  history: createWebHistory(),
  routes,
  scrollBehavior: (_to, _from, saved) => saved ?? { top: 0 },
});

router.beforeEach(async (to) => {
  const session = useSession();
  await session.find();
  // Without a connection only what is kept on the device can be worked on.
  if (session.away && to.meta['away'] !== true) return { name: 'field' };
  if (session.before && to.name !== session.before && to.name !== 'sign-in') return { name: session.before };
  if (session.me || to.meta['open'] === true) return true;
  return { name: 'sign-in', query: to.path === '/' ? {} : { back: to.fullPath } };
});
