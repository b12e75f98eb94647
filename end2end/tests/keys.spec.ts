// The team's SSH keys and cloud-init scripts.

import { complaints, hydrated, signIn } from '../fixtures/people.ts';
import { expect, test } from '../fixtures/server.ts';

const KEY =
  'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl ana@laptop';

test('a key is added, offered to new servers and removed', async ({ page, server }) => {
  await signIn(page, server);
  await page.goto('/team/keys');
  await hydrated(page);
  const complaint = complaints(page);
  await page.getByRole('link', { name: 'Add a key' }).click();
  const sheet = page.getByRole('dialog');
  await expect(sheet.getByLabel('Name')).toBeFocused();
  await expect(sheet.getByText("Whose key it is, or which machine's.")).toBeVisible();
  await sheet.getByLabel('Name').fill('Ana’s laptop');
  await sheet.getByLabel('Public key').fill('not a key');
  await sheet.getByRole('button', { name: 'Add the key' }).click();
  await expect(sheet.getByLabel('Public key')).toHaveAttribute('aria-invalid', 'true');
  await expect(sheet.getByLabel('Name')).toHaveValue('Ana’s laptop');
  complaint.length = 0;
  await sheet.getByLabel('Public key').fill(KEY);
  await sheet.getByRole('button', { name: 'Add the key' }).click();
  await expect(sheet).toHaveCount(0);
  const row = page.locator('tbody tr', { hasText: 'Ana’s laptop' });
  await expect(row).toContainText('SHA256:');

  await page.goto('/servers/new');
  await hydrated(page);
  await page.locator('.choice', { hasText: 'Elastis demo' }).click();
  await expect(page.locator('#access')).toContainText('Ana’s laptop');

  await page.goto('/team/keys');
  await hydrated(page);
  await row.getByRole('link', { name: /remove/i }).press('Enter');
  await expect(sheet).toContainText('Servers that have this key keep it');
  await sheet.getByRole('button', { name: 'Remove' }).click();
  await expect(row).toHaveCount(0);
  expect(complaint).toEqual([]);
});

test('a script is saved, edited with its text, and removed', async ({ page, server }) => {
  await signIn(page, server);
  await page.goto('/team/keys?do=script');
  await hydrated(page);
  const sheet = page.getByRole('dialog');
  await sheet.getByLabel('Name').fill('Docker host');
  await sheet.getByLabel('Script').fill('#!/bin/sh\napt-get update\n');
  await sheet.getByRole('button', { name: 'Save the script' }).click();
  await expect(sheet).toHaveCount(0);
  const row = page.locator('tbody tr', { hasText: 'Docker host' });
  await row.getByRole('link', { name: /edit/i }).press('Enter');
  await expect(sheet.getByLabel('Script')).toHaveValue(/apt-get update/);
  await sheet.getByLabel('Name').fill('Docker host 2');
  await sheet.getByRole('button', { name: 'Save the script' }).click();
  const renamed = page.locator('tbody tr', { hasText: 'Docker host 2' });
  await expect(renamed).toBeVisible();
  await renamed.getByRole('link', { name: /remove/i }).press('Enter');
  await sheet.getByRole('button', { name: 'Remove' }).click();
  await expect(renamed).toHaveCount(0);
});

test('a viewer sees keys and why they cannot change them', async ({ page, server }) => {
  await signIn(page, server, 'viewer');
  await page.goto('/team/keys');
  await expect(page.getByRole('heading', { name: 'SSH keys and scripts', level: 1 })).toBeVisible();
  await expect(page.getByRole('link', { name: 'Add a key' })).toHaveCount(0);
  await expect(page.getByRole('main')).toContainText(/role/i);
});

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false });

  test('a key is added and removed', async ({ page, server }) => {
    await signIn(page, server);
    await page.goto('/team/keys?do=key');
    const sheet = page.getByRole('dialog');
    await sheet.getByLabel('Name').fill('Plain key');
    await sheet.getByLabel('Public key').fill(KEY);
    await sheet.getByRole('button', { name: 'Add the key' }).click();
    const row = page.locator('tbody tr', { hasText: 'Plain key' });
    await expect(row).toBeVisible();
    await expect(page.getByRole('status').filter({ hasText: 'Plain key is kept' })).toBeVisible();
    await page.goto((await row.getByRole('link', { name: /remove/i }).getAttribute('href')) ?? '');
    await sheet.getByRole('button', { name: 'Remove' }).click();
    await expect(row).toHaveCount(0);
  });
});
