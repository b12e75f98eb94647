// The list of all servers: what it shows, how it is narrowed and ordered.

import { hydrated, signIn } from '../fixtures/people.ts';
import { expect, test } from '../fixtures/server.ts';

test.beforeEach(async ({ page, server }) => signIn(page, server, 'viewer'));

const names = (page: import('@playwright/test').Page) => page.locator('tbody td.c-name a');

test('all providers and locations stand in one list', async ({ page }) => {
  for (const provider of ['Virtua.cloud', 'IDCloudHost', 'Elastis']) {
    await expect(page.locator('tbody').getByText(provider).first()).toBeAttached();
  }
  const places = await page.locator('tbody [data-label="Where"]').allInnerTexts();
  const idcloudhost = new Set(places.filter(place => /IDCloudHost|ID/.test(place)).map(place => place.trim()));
  expect(idcloudhost.size).toBeGreaterThan(1);
  await expect(page.locator('tfoot')).toContainText('€');
  await expect(page.locator('tfoot')).toContainText('Rp');
});

test('searching changes the rows and the address, and survives a reload', async ({ page }) => {
  await hydrated(page);
  const all = await names(page).count();
  await page.getByRole('searchbox').fill('status:stopped');
  await expect(page).toHaveURL(/q=status(%3A|:)stopped/);
  await expect.poll(() => names(page).count()).toBeLessThan(all);
  const found = await names(page).allInnerTexts();
  expect(found.length).toBeGreaterThan(0);
  await page.reload();
  expect(await names(page).allInnerTexts()).toEqual(found);
});

test('a term that nothing knows is said, not swallowed', async ({ page }) => {
  await page.goto('/servers?q=colour%3Ared');
  await expect(page.getByText('There is no qualifier', { exact: false })).toBeVisible();
});

test('no match offers the way back', async ({ page }) => {
  await page.goto('/servers?q=nothing-has-this-name');
  await page.getByRole('link', { name: /clear|all servers/i }).first().click();
  await expect(page).toHaveURL(/\/servers$/);
  await expect(names(page).first()).toBeVisible();
});

test('columns sort both ways', async ({ page }) => {
  await hydrated(page);
  await page.getByRole('columnheader', { name: /Cost/ }).getByRole('link').click();
  await expect(page).toHaveURL(/sort=/);
  const first = await names(page).allInnerTexts();
  await page.getByRole('columnheader', { name: /Cost/ }).getByRole('link').click();
  await expect.poll(() => names(page).allInnerTexts()).not.toEqual(first);
});

test('an address is copied from the list and from its server', async ({ page }) => {
  await hydrated(page);
  // No page of ours may read the clipboard, so what would be written there is noted instead.
  const root = page.locator('html');
  await page.evaluate(() => {
    Clipboard.prototype.writeText = async text => void (document.documentElement.dataset.copied = text);
  });
  const copy = async () => {
    const shown = page.locator('.copy').first();
    const icon = await shown.locator('path').getAttribute('d');
    await shown.getByRole('button', { name: /^Copy/ }).click();
    await expect(root).toHaveAttribute('data-copied', await shown.locator('.mono').innerText());
    await expect(shown.locator('path')).not.toHaveAttribute('d', icon ?? '');
    await root.evaluate(root => delete root.dataset.copied);
  };
  await copy();
  await names(page).first().click();
  await expect(page.locator('table .copy')).toHaveCount(0);
  await copy();
});

test('an unknown server is a page that says so, with the way back', async ({ page }) => {
  const answer = await page.goto('/servers/6f9619ff8b86d011b42d00c04fc964ff~jkt01~nothing');
  expect(answer?.status()).toBe(404);
  await expect(page.getByRole('main')).toContainText(/no such server/i);
  await page.getByRole('main').getByRole('link').first().click();
  await expect(page).toHaveURL(/\/servers$/);
});

test('a page says that Skydeck itself does not answer, until it does', async ({ page, context }) => {
  await hydrated(page);
  const cutOff = page.locator('html.cut-off');
  const says = () => page.locator('main').evaluate(main => getComputedStyle(main, '::before').content);
  expect(await says()).toBe('none');
  await context.setOffline(true);
  await page.getByRole('link', { name: 'Activity' }).click();
  await expect(cutOff).toBeAttached();
  expect(await says()).toContain('Skydeck does not answer');
  await context.setOffline(false);
  // The page asks again by itself.
  await expect(cutOff).toHaveCount(0, { timeout: 30_000 });
  expect(await says()).toBe('none');
});
