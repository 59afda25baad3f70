// The stage of the journeys: one Chromium, pages at desk and phone width, screenshots, accessibility.
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRequire } from 'node:module';
import { chromium } from 'playwright-core';

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
export const base = (process.env.LEYE_URL ?? 'http://127.0.0.1:8080').replace(/\/$/, '');
export const password = process.env.LEYE_DEMO_PASSWORD ?? 'demo';
export const accounts = {
  window_clerk: 'window', other_window: 'huan', community_clerk: 'community', first_checker: 'first', first_checker_2: 'city-first', second_checker: 'second', director: 'director', city_director: 'city-director', insurance_agency: 'agency1',
  finance_bureau: 'finance1', finance_bureau_2: 'finance2', finance_bureau_3: 'finance3', auditor: 'auditor', employer: 'employer', citizen: 'citizen',
  tax_bureau: 'tax', guarantee_body: 'guarantee', bank: 'bank', school: 'school',
  system_admin: 'system', security_admin: 'security', audit_admin: 'audit',
  ...(process.env.LEYE_DEMO_ACCOUNTS ? JSON.parse(readFileSync(process.env.LEYE_DEMO_ACCOUNTS, 'utf8')) : {}),
};
export const widths = { desk: { width: 1280, height: 800 }, phone: { width: 390, height: 844 } };
const underWay = new Map();
const shots = join(import.meta.dirname, 'screenshots');

export async function raise() {
  mkdirSync(shots, { recursive: true });
  const profile = mkdtempSync(join(tmpdir(), 'leye-browser-'));
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
  });
  return {
    browser,
    async down() {
      await browser.close();
      rmSync(profile, { recursive: true, force: true });
    },
  };
}

/** A fresh visitor of one width; what the page itself complains of is collected. */
export async function visitor(browser, width = 'desk') {
  const context = await browser.newContext({ viewport: widths[width], locale: 'zh-CN', timezoneId: 'Asia/Shanghai', acceptDownloads: true });
  const page = await context.newPage();
  page.setDefaultTimeout(10_000);
  underWay.set(page, 0);
  const count = (by) => () => underWay.set(page, underWay.get(page) + by);
  page.on('request', count(1));
  page.on('requestfinished', count(-1));
  page.on('requestfailed', count(-1));
  const complaints = [];
  page.on('pageerror', (error) => complaints.push(`error: ${error.message}`));
  page.on('console', (message) => {
    if (message.type() === 'error' && !/status of 4\d\d/.test(message.text())) complaints.push(message.text());
  });
  return { context, page, complaints, width, close: () => context.close() };
}

/** `at`: another server than that of the journeys, with its password. */
export async function signIn(guest, role, language = 'zh', at = { base, password }) {
  const { page } = guest;
  await page.goto(`${at.base}/sign-in?lang=${language}`);
  await page.fill('#account', accounts[role]);
  await page.fill('#password', at.password);
  await page.press('#password', 'Enter');
  await page.waitForSelector('.top-bar');
  await settled(page);
}

let ownName;
/** The unit that the employer's account stands for: the thread follows its roster among the desk's other work. */
export async function employerName(browser) {
  if (ownName) return ownName;
  const guest = await visitor(browser);
  await signIn(guest, 'employer');
  ownName = await guest.page.evaluate(async () => (await (await fetch('/api/v1/me')).json()).name);
  await guest.close();
  return ownName;
}

export async function open(guest, path) {
  await guest.page.evaluate((to) => {
    window.history.pushState({}, '', to);
    window.dispatchEvent(new PopStateEvent('popstate', { state: {} }));
  }, path);
  await settled(guest.page);
}

/** Waits until no request is under way and nothing is shown as loading, twice in a row. */
export async function settled(page) {
  for (let calm = 0, round = 0; calm < 2 && round < 120; round += 1) {
    await page.waitForTimeout(100);
    const busy = await page.evaluate(() => document.querySelector('.waiting, .fading, .is-loading') !== null);
    calm = busy || (underWay.get(page) ?? 0) > 0 ? 0 : calm + 1;
  }
}

export async function shoot(guest, name) {
  await guest.page.screenshot({ path: join(shots, `${name}-${guest.width}.png`), fullPage: true });
}

/** Serious breaches of WCAG A and AA, as text; the checker is injected because the content policy forbids more. */
export async function barriers(page) {
  await page.evaluate(axeSource);
  return page.evaluate(async () => {
    const result = await window.axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'] });
    return result.violations
      .filter((one) => ['serious', 'critical'].includes(one.impact))
      .map((one) => `${one.id}: ${one.nodes.slice(0, 3).map((node) => node.target.join(' ')).join(' | ')}`);
  });
}

export function must(condition, what) {
  if (!condition) throw new Error(what);
}

/** The page fits its width: nothing scrolls sideways but tables in their own frame. */
export async function mustFit(page) {
  const over = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  must(over <= 1, `the page is ${over} px wider than the window`);
}
