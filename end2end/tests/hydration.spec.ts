// Every page, opened cold and by navigation, under the content security policy, without a complaint of the browser.

import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';

import { complaints, hydrated, signIn } from '../fixtures/people.ts';
import { expect, test } from '../fixtures/server.ts';

const pages = ['/servers', '/servers/new', '/activity', '/team/keys', '/team/credentials', '/account'];

async function serverPath(page: Page): Promise<string> {
  await page.goto('/servers');
  return (await page.locator('tbody td.c-name a').first().getAttribute('href')) ?? '';
}

test('every page hydrates when opened cold', async ({ page, server }) => {
  await signIn(page, server, 'owner');
  const complaint = complaints(page);
  for (const path of [...pages, await serverPath(page), '/servers?q=web&sort=-cost', '/no-such-page']) {
    const answer = await page.goto(path);
    expect(answer?.headers()['content-security-policy'], path).toContain("'strict-dynamic'");
    await hydrated(page);
    const real = complaint.filter(text => !(path === '/no-such-page' && text.includes('404')));
    expect(real, path).toEqual([]);
    complaint.length = 0;
  }
});

test('every page opens by navigation, without loading the document again', async ({ page, server }) => {
  await signIn(page, server, 'owner');
  await page.goto('/servers');
  await hydrated(page);
  const complaint = complaints(page);
  let documents = 0;
  page.on('request', request => {
    if (request.resourceType() === 'document') documents += 1;
  });
  const rail = page.getByRole('navigation', { name: 'Main' });
  await rail.getByRole('link', { name: 'Activity' }).click();
  await expect(page.getByRole('heading', { name: 'Activity', level: 1 })).toBeVisible();
  await rail.getByRole('link', { name: /Credentials|API keys/ }).click();
  await expect(page.getByRole('heading', { name: /Credentials|API keys/, level: 1 })).toBeVisible();
  await rail.getByRole('link', { name: 'Servers' }).click();
  await page.locator('tbody td.c-name a').first().click();
  await expect(page).toHaveURL(/\/servers\/.+/);
  await expect(page.locator('dl').first()).toBeVisible();
  await page.goBack();
  await expect(page.getByRole('heading', { name: 'Servers', level: 1 })).toBeVisible();
  expect(documents).toBe(0);
  expect(complaint).toEqual([]);
});

test('a chunk that cannot be loaded costs a page load, not the page', async ({ page, server }) => {
  await signIn(page, server, 'owner');
  await page.goto('/servers');
  await hydrated(page);
  await page.route(/\/pkg\/.*\.wasm$/, route => route.fulfill({ status: 404, body: '' }));
  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Activity' }).click();
  await expect(page.getByRole('heading', { name: 'Activity', level: 1 })).toBeVisible();
  await expect(page).toHaveURL(/\/activity$/);
});

for (const theme of ['light', 'dark'] as const) {
  const sheets = ['?do=server.resize', '?do=server.note', '?do=server.delete&review=1'];
  const parts = {
    'pages': () => [...pages, '/team/keys?do=key', '/team/credentials?do=add'],
    'a server and what is done to it': (one: string) => [one, ...sheets.map(sheet => `${one}${sheet}`)],
  };
  for (const [part, paths] of Object.entries(parts)) {
    test(`axe finds nothing serious in the ${theme} theme: ${part}`, async ({ page, server }) => {
      // Looking at every element of so many pages takes its time.
      test.setTimeout(300_000);
      // A colour on its way to another is neither.
      await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' });
      const check = async (path: string) => {
        const { violations } = await new AxeBuilder({ page }).analyze();
        const serious = violations.filter(violation => ['serious', 'critical'].includes(violation.impact ?? ''));
        const summary = serious.map(found => `${path}: ${found.id}: ${found.nodes.map(node => node.html).join(' | ')}`);
        expect(summary).toEqual([]);
      };
      await page.goto('/sign-in');
      await check('/sign-in');
      await signIn(page, server, 'owner');
      for (const path of paths(await serverPath(page))) {
        await page.goto(path);
        await check(path);
      }
    });
  }
}

for (const width of [390, 768, 1440]) {
  test(`nothing is wider than the screen at ${width} px`, async ({ page, server }) => {
    await page.setViewportSize({ width, height: 900 });
    await signIn(page, server, 'owner');
    for (const path of [...pages, await serverPath(page)]) {
      await page.goto(path);
      const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
      expect(overflow, path).toBeLessThanOrEqual(0);
    }
  });
}
