// A new installation: the printed link makes the owner, once.

import { complaints, hydrated } from '../fixtures/people.ts';
import { Skydeck, expect, test } from '../fixtures/server.ts';

test('the printed link makes the owner account, once', async ({ browser }) => {
  const server = await Skydeck.start({ args: ['serve', '--listen', '127.0.0.1:0'] });
  try {
    const [, link] = await server.line(/^set-up: (\S+)/);
    const context = await browser.newContext({ baseURL: server.url });
    const page = await context.newPage();
    const early = await page.goto('/servers');
    expect(early?.status()).toBe(503);
    await expect(page.getByRole('main')).toContainText('Open the set-up link');
    const complaint = complaints(page);
    await page.goto(link ?? '');
    await hydrated(page);
    await page.getByLabel('Name').fill('Ana Tan');
    await page.getByLabel('Email').fill('ana@example.com');
    await page.getByLabel('Password', { exact: false }).first().fill('a harbour full of lights');
    await page.getByRole('button', { name: /create/i }).click();
    await expect(page.getByRole('heading', { name: 'Credentials', level: 1 })).toBeVisible();
    await expect(page.getByRole('main')).toContainText('Your account is ready');
    await expect(page.getByRole('link', { name: 'Add a key' }).first()).toBeVisible();

    expect(complaint).toEqual([]);

    const late = await (await browser.newContext({ baseURL: server.url })).newPage();
    const exceptions: string[] = [];
    late.on('pageerror', error => exceptions.push(error.message));
    const answer = await late.goto(link ?? '');
    expect(answer?.status()).toBe(404);
    await hydrated(late);
    await expect(late.getByRole('heading', { name: 'This link is not valid' })).toBeVisible();
    expect(exceptions).toEqual([]);
  } finally {
    await server.stop();
  }
});
