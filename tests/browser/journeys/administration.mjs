// The administrators: one makes an account, another gives it a role; its owner changes the password that
// the first one knows before anything else opens.
import { createHmac } from 'node:crypto';
import { barriers, base, must, open, settled, shoot, signIn, visitor } from '../stage.mjs';

const login = `clerk${Date.now() % 1_000_000}`;
const given = 'Xia-tian-2024';
const chosen = 'Qiu-feng-2024';
const idNumber = () => {
  const body = `000000${1950 + (Date.now() % 50)}0101${String(Date.now() % 1000).padStart(3, '0')}`;
  const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
  const sum = [...body].reduce((total, digit, at) => total + Number(digit) * weights[at], 0);
  return body + '10X98765432'[sum % 11];
};

// What an authenticator shows: RFC 6238 over the key that the page gives.
function shown(secret, ahead = 0) {
  const bits = [...secret.replaceAll(' ', '')].map((letter) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(letter).toString(2).padStart(5, '0')).join('');
  const key = Buffer.from(bits.match(/.{8}/g).map((byte) => parseInt(byte, 2)));
  const counter = Buffer.alloc(8);
  counter.writeBigInt64BE(BigInt(Math.floor(Date.now() / 30_000) + ahead));
  const digest = createHmac('sha1', key).update(counter).digest();
  const at = digest[19] & 15;
  return String((digest.readUInt32BE(at) & 0x7fffffff) % 1_000_000).padStart(6, '0');
}

async function enter(page, password) {
  await page.goto(`${base}/sign-in`);
  await page.fill('#account', login);
  await page.fill('#password', password);
  await page.press('#password', 'Enter');
}

export const tests = [
  {
    name: 'administration: an account is made; a weak password and a known number are refused',
    async run(browser) {
      const guest = await visitor(browser);
      const { page } = guest;
      await signIn(guest, 'system_admin');
      await page.getByRole('button', { name: '新建账号' }).first().click();
      await page.fill('#new-account', login);
      await page.fill('#new-name', '欧阳䶮');
      await page.fill('#new-holder', idNumber());
      await page.fill('#new-password', 'Password123456');
      await page.locator('form.sheet button[type=submit]').click();
      must((await page.locator('.problem').textContent()).includes('太常见'), 'a known password is not refused');
      await page.fill('#new-password', given);
      await shoot(guest, 'journey-account-form');
      const found = await barriers(page);
      must(found.length === 0, `barriers: ${found}`);
      await page.locator('form.sheet button[type=submit]').click();
      await page.waitForSelector('.el-message--success');
      await guest.close();
    },
  },
  {
    name: 'administration: a role is given at a place, of those that the account may hold',
    async run(browser) {
      const guest = await visitor(browser);
      const { page } = guest;
      await signIn(guest, 'security_admin');
      await page.fill('.app-main input[type=search]', login);
      await page.keyboard.press('Enter');
      await settled(page);
      await page.getByRole('button', { name: '授予角色' }).first().click();
      await page.waitForSelector('#give-role option', { state: 'attached' });
      const roles = await page.locator('#give-role option').evaluateAll((all) => all.map((one) => one.value));
      must(roles.includes('window_clerk') && !roles.includes('audit_admin') && !roles.includes('citizen'), `offered: ${roles}`);
      await page.selectOption('#give-role', 'window_clerk');
      await shoot(guest, 'journey-give-role');
      await page.locator('.el-dialog button[type=submit]').click();
      await page.waitForSelector('.el-dialog', { state: 'hidden' });
      await guest.close();
    },
  },
  {
    name: 'administration: the first sign-in asks for a new password, and nothing else opens before',
    async run(browser) {
      const guest = await visitor(browser, 'phone');
      const { page } = guest;
      await enter(page, given);
      await page.waitForSelector('#password-next');
      await page.goto(`${base}/inbox`);
      await page.waitForSelector('#password-next');
      await page.fill('#password-current', given);
      await page.fill('#password-next', chosen);
      await page.fill('#password-again', `${chosen}x`);
      must(await page.locator('form.sheet button[type=submit]').isDisabled(), 'two that differ can be sent');
      await page.fill('#password-again', chosen);
      await shoot(guest, 'journey-first-password');
      const found = await barriers(page);
      must(found.length === 0, `barriers: ${found}`);
      await page.locator('form.sheet button[type=submit]').click();
      await page.waitForSelector('.top-bar');
      await page.waitForURL(/\/inbox$/);
      await page.context().clearCookies();
      await enter(page, chosen);
      await page.waitForSelector('.top-bar');
      await guest.close();
    },
  },
  {
    name: 'administration: a session that has ended leads to the sign-in and back',
    async run(browser) {
      const guest = await visitor(browser);
      const { page } = guest;
      await signIn(guest, 'window_clerk');
      await page.context().clearCookies();
      await open(guest, '/organisations?q=%E5%85%AC%E5%8F%B8');
      await page.waitForSelector('#account');
      must(page.url().includes('back='), 'forgets where one was');
      await page.fill('#account', 'window');
      await page.fill('#password', process.env.LEYE_DEMO_PASSWORD ?? 'demo');
      await page.press('#password', 'Enter');
      await page.waitForSelector('table.grid');
      must(page.url().includes('/organisations'), `leads to ${page.url()}`);
      await guest.close();
    },
  },
  {
    name: 'administration: a page that is not there says so',
    async run(browser) {
      const guest = await visitor(browser);
      const { page } = guest;
      await signIn(guest, 'window_clerk');
      await open(guest, '/nowhere/at/all');
      must((await page.locator('.problem').textContent()).includes('没有这个页面'), 'no words');
      await guest.close();
    },
  },
  {
    name: 'administration: a one-time code is taken, asked for when signing in, and taken off by the security administrator',
    async run(browser) {
      const guest = await visitor(browser);
      const { page } = guest;
      await enter(page, chosen);
      await settled(page);
      await open(guest, '/second-factor');
      await page.locator('[data-action=begin-second-factor]').click();
      const secret = await page.locator('[data-secret]').textContent();
      must((await page.locator('img.square').evaluate((image) => image.naturalWidth)) > 0, 'no square code');
      await page.fill('#code', shown(secret));
      await shoot(guest, 'journey-second-factor');
      const found = await barriers(page);
      must(found.length === 0, `barriers: ${found}`);
      await page.locator('form.sheet button[type=submit]').click();
      await page.waitForSelector('.el-message--success');
      await guest.close();

      const again = await visitor(browser, 'phone');
      await enter(again.page, chosen);
      await again.page.waitForSelector('#code');
      await again.page.fill('#code', '000000');
      await again.page.press('#code', 'Enter');
      await again.page.waitForSelector('.problem');
      await shoot(again, 'journey-code-asked');
      await again.page.fill('#code', shown(secret, 1));
      await again.page.press('#code', 'Enter');
      await again.page.waitForURL((url) => !url.pathname.startsWith('/sign-in'));

      const security = await visitor(browser);
      await signIn(security, 'security_admin');
      await security.page.fill('.app-main input[type=search]', login);
      await security.page.keyboard.press('Enter');
      await settled(security.page);
      security.page.once('dialog', (dialog) => void dialog.accept('本人持身份证到场'));
      await security.page.locator('[data-action=remove-second-factor]').click();
      await security.page.waitForSelector('.el-message--success');
      await security.close();
      await again.page.reload();
      await again.page.waitForURL(/sign-in/);
      await again.close();
    },
  },
];
