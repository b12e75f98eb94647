// API keys: validated when they are added, never shown again.

import type { Page } from '@playwright/test';

import { hydrated, signIn } from '../fixtures/people.ts';
import { Skydeck, expect, test } from '../fixtures/server.ts';

async function form(page: Page): Promise<void> {
  await page.goto('/team/credentials?do=add');
  await expect(page.getByRole('dialog').getByLabel('API key')).toBeVisible();
}

test('a key is removed, added and replaced, and never comes back to the browser', async ({ browser }) => {
  // A deck of its own: the other tests want all three keys in place.
  const server = await Skydeck.start();
  try {
    const context = await browser.newContext({ baseURL: server.url });
    const page = await context.newPage();
    const bodies: Promise<string>[] = [];
    page.on('response', response => {
      // An event stream has no end to wait for.
      if (!['font', 'eventsource'].includes(response.request().resourceType())) {
        bodies.push(response.text().catch(() => ''));
      }
    });
    await signIn(page, server, 'admin');
    await page.goto('/team/credentials');
    await hydrated(page);
    const dialog = page.getByRole('dialog');

    const old = page.locator('tbody tr', { hasText: 'Elastis demo' });
    await old.hover();
    await old.getByRole('link', { name: /remove/i }).click();
    await expect(dialog).toContainText('Elastis demo');
    await dialog.getByRole('button', { name: /remove/i }).click();
    await expect(old).toHaveCount(0);

    await page.getByRole('link', { name: 'Add a key' }).click();
    await dialog.getByLabel('Name').fill('Elastis again');
    await dialog.getByLabel('Provider').selectOption('elastis');
    await dialog.getByLabel('API key').fill('demo-elastis-key');
    await dialog.getByRole('button', { name: 'Check and add' }).click();
    const row = page.locator('tbody tr', { hasText: 'Elastis again' });
    await expect(row).toContainText('…-key');
    await expect(row).toContainText(/works/i);

    await row.hover();
    await row.getByRole('link', { name: /replace/i }).click();
    await dialog.getByLabel('New API key').fill('not-the-key');
    await dialog.getByRole('button', { name: 'Check and replace' }).click();
    await expect(dialog).toContainText('Invalid authentication credentials');
    await dialog.getByLabel('New API key').fill('demo-elastis-key');
    await dialog.getByRole('button', { name: 'Check and replace' }).click();
    await expect(dialog).toHaveCount(0);

    await page.goto('/servers?q=provider%3Aelastis');
    await expect(page.locator('tbody td.c-name a').first()).toBeVisible();
    for (const body of await Promise.all(bodies)) expect(body).not.toContain('demo-elastis-key');
    await context.close();
  } finally {
    await server.stop();
  }
});

test('a wrong key is said beside its field and nothing typed is lost', async ({ page, server }) => {
  await signIn(page, server, 'owner');
  await form(page);
  await hydrated(page);
  await page.getByLabel('Name').fill('Broken');
  await page.getByLabel('Provider').selectOption('idcloudhost');
  await page.getByLabel('API key').fill('a-key-that-nobody-has');
  await page.getByRole('button', { name: 'Check and add' }).click();
  await expect(page.getByLabel('API key')).toHaveAttribute('aria-invalid', 'true');
  await expect(page.getByText('Invalid authentication credentials', { exact: false })).toBeVisible();
  await expect(page.getByLabel('Name')).toHaveValue('Broken');
  await expect(page.getByLabel('API key')).toHaveValue('a-key-that-nobody-has');
});

test('by keyboard, a sheet opens on its first field or its safe button and gives the focus back', async ({ page, server }) => {
  await signIn(page, server, 'owner');
  await page.goto('/team/credentials');
  await hydrated(page);
  const add = page.getByRole('link', { name: 'Add a key' });
  await add.press('Enter');
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByLabel('Provider')).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(dialog).toHaveCount(0);
  await expect(add).toBeFocused();

  const remove = page.locator('tbody tr', { hasText: 'Elastis demo' }).getByRole('link', { name: /remove/i });
  await remove.press('Enter');
  await expect(dialog.getByRole('link', { name: 'Keep it' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(dialog).toHaveCount(0);
  await expect(remove).toBeFocused();
});

test('who may not manage keys sees them and why', async ({ page, server }) => {
  await signIn(page, server, 'viewer');
  await page.goto('/team/credentials');
  await expect(page.locator('tbody tr')).toHaveCount(3);
  await expect(page.getByRole('link', { name: 'Add a key' })).toHaveCount(0);
  await expect(page.getByRole('main')).toContainText(/role/i);
});

test('a base URL that must not be used is said beside its field', async ({ browser }) => {
  const server = await Skydeck.start({
    args: ['serve', '--demo', '--listen', '127.0.0.1:0', '--speed', '20', '--allow-custom-base-urls'],
  });
  try {
    const page = await (await browser.newContext({ baseURL: server.url })).newPage();
    await signIn(page, server, 'owner');
    await form(page);
    await hydrated(page);
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Provider').selectOption('warren');
    await dialog.getByLabel('Name').fill('Elsewhere');
    await dialog.getByLabel('API key').fill('some-key');
    // The browser itself refuses what is no address at all.
    await dialog.getByLabel('Base URL').fill('not an address');
    await expect(dialog.locator('input[name=base_url]:invalid')).toBeAttached();
    for (const url of ['http://example.com/v1', 'https://169.254.169.254/v1', 'https://localhost/v1']) {
      await dialog.getByLabel('Base URL').fill(url);
      await dialog.getByRole('button', { name: 'Check and add' }).click();
      await expect(dialog.getByLabel('Base URL'), url).toHaveAttribute('aria-invalid', 'true');
      await expect(dialog.getByLabel('Base URL'), url).toHaveValue(url);
      await expect(dialog.getByLabel('API key'), url).toHaveValue('some-key');
    }
    // An address out of sight is not sent: the key is judged by the provider that was chosen.
    await dialog.getByLabel('Provider').selectOption('elastis');
    await expect(dialog.getByLabel('Base URL')).toBeHidden();
    await dialog.getByRole('button', { name: 'Check and add' }).click();
    await expect(dialog.getByLabel('API key')).toHaveAttribute('aria-invalid', 'true');
    await expect(dialog).toContainText('Elastis refused this key');
  } finally {
    await server.stop();
  }
});
