// Starting, stopping and restarting: followed live, sent once, honest where the outcome is not known.

import type { Page } from '@playwright/test';

import { hydrated, signIn } from '../fixtures/people.ts';
import { expect, test } from '../fixtures/server.ts';
import { type Provider, Simulator } from '../fixtures/simulator.ts';

const slug = { virtua: 'virtua', idcloudhost: 'idcloudhost', elastis: 'elastis' } satisfies Record<Provider, string>;

/** Opens a server of `provider` that is in `state` and gives its name. */
async function open(page: Page, provider: Provider, state: string): Promise<string> {
  await page.goto(`/servers?q=provider%3A${slug[provider]}+status%3A${state}`);
  const link = page.locator('tbody td.c-name a').first();
  const name = (await link.innerText()).trim();
  await link.click();
  await expect(page.getByRole('heading', { name, level: 1 })).toBeVisible();
  return name;
}

/** Presses the power button and confirms the plan; Skydeck has taken it when this returns. */
async function act(page: Page, verb: string): Promise<void> {
  await page.getByRole('main').getByRole('link', { name: verb, exact: true }).first().click();
  const sheet = page.getByRole('dialog');
  await expect(sheet).toBeVisible();
  await Promise.all([
    page.waitForResponse('**/api/acts/run'),
    sheet.getByRole('button', { name: new RegExp(`^${verb}`) }).click(),
  ]);
}

const state = (page: Page) => page.getByRole('main').locator('.status').first();

for (const provider of ['virtua', 'idcloudhost', 'elastis'] as const) {
  test(`${provider}: a stop is followed live in every open browser`, async ({ page, server, browser }) => {
    const simulator = await Simulator.of(server, provider);
    await signIn(page, server, 'operator');
    const name = await open(page, provider, 'running');
    await hydrated(page);

    const other = await browser.newContext({ baseURL: server.url });
    const second = await other.newPage();
    await signIn(second, server, 'viewer');
    await second.goto(`/servers?q=name~%22${encodeURIComponent(name)}%22`);
    await hydrated(second);
    const row = second.locator('tbody tr', { hasText: name }).first();
    await expect(row).toContainText(/running/i);

    const before = await simulator.writes('/stop');
    await act(page, 'Stop');
    await expect(state(page)).toContainText(/stopped/i, { timeout: 20_000 });
    await expect(row).toContainText(/stopped/i, { timeout: 20_000 });
    expect(await simulator.writes('/stop')).toBe(before + 1);

    await act(page, 'Start');
    await expect(state(page)).toContainText(/running/i, { timeout: 20_000 });
    await other.close();
  });
}

test('a double click is one request', async ({ page, server }) => {
  const simulator = await Simulator.of(server, 'elastis');
  await signIn(page, server, 'operator');
  await open(page, 'elastis', 'running');
  await hydrated(page);
  const before = await simulator.writes('/stop');
  await page.getByRole('main').getByRole('link', { name: 'Stop', exact: true }).first().click();
  await page.getByRole('dialog').getByRole('button', { name: /^Stop/ }).dblclick();
  await expect(state(page)).toContainText(/stopped/i, { timeout: 20_000 });
  expect(await simulator.writes('/stop')).toBe(before + 1);
});

test('a lost answer is said to be unknown, is not sent again and settles by reading', async ({ page, server }) => {
  const simulator = await Simulator.of(server, 'idcloudhost');
  await signIn(page, server, 'operator');
  const name = await open(page, 'idcloudhost', 'running');
  await hydrated(page);
  await simulator.fault({ path: '/user-resource/vm/stop', kind: 'cut', work_done: true });
  const before = await simulator.writes('/stop');
  await act(page, 'Stop');
  await page.goto('/activity');
  const row = page.getByRole('main').getByText(name).first();
  await expect(row).toBeVisible();
  await expect(page.getByRole('main')).toContainText(/confirmed by reading|do not know/i, { timeout: 20_000 });
  await expect(page.getByRole('main')).toContainText(/confirmed by reading/i, { timeout: 40_000 });
  expect(await simulator.writes('/stop')).toBe(before + 1);
});

test('what the provider refuses is told in its words, and nothing changed', async ({ page, server }) => {
  const simulator = await Simulator.of(server, 'idcloudhost');
  await signIn(page, server, 'operator');
  await open(page, 'idcloudhost', 'running');
  await hydrated(page);
  await simulator.fault({
    path: '/user-resource/vm/stop',
    kind: 'answer',
    status: 409,
    body: '{"message":"The machine is being moved to another host."}',
  });
  await act(page, 'Stop');
  await expect(page.getByText('The machine is being moved to another host.', { exact: false }).first()).toBeVisible({
    timeout: 20_000,
  });
  await expect(state(page)).toContainText(/running/i);
});

test('a viewer sees why the buttons are not for them', async ({ page, server }) => {
  await signIn(page, server, 'viewer');
  await open(page, 'elastis', 'running');
  await expect(page.getByRole('main').getByRole('link', { name: 'Stop', exact: true })).toHaveCount(0);
  await expect(page.getByRole('main')).toContainText(/role/i);
});

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false });

  test('sign-in, list, stop and its outcome work', async ({ page, server }) => {
    await signIn(page, server, 'operator');
    const name = await open(page, 'virtua', 'running');
    await act(page, 'Stop');
    await expect(page.getByRole('heading', { name, level: 1 })).toBeVisible();
    // The page loads itself anew while the change is under way.
    await expect(state(page)).toHaveText(/stopped/i, { timeout: 30_000 });
  });
});

test('a provider that is down leaves its last rows, with age and reason', async ({ page, server }) => {
  const simulator = await Simulator.of(server, 'elastis');
  await signIn(page, server, 'viewer');
  await page.goto('/servers');
  await hydrated(page);
  await simulator.fault({ kind: 'html', status: 502, count: null });
  try {
    await expect(page.getByRole('main').getByRole('status').filter({ hasText: 'Elastis' }).first()).toContainText(/502/, { timeout: 60_000 });
    await page.goto('/servers?q=provider%3Aelastis');
    await expect(page.locator('tbody td.c-name a').first()).toBeVisible();
  } finally {
    await simulator.mend();
  }
  await expect(page.getByText(/502/)).toHaveCount(0, { timeout: 60_000 });
});

