// Making servers: the form, its draft, the price, the plan, and exactly one server of it.

import type { Locator, Page } from '@playwright/test';

import { confirm, review } from '../fixtures/acts.ts';
import { complaints, hydrated, signIn } from '../fixtures/people.ts';
import { Skydeck, expect, test } from '../fixtures/server.ts';
import { type Provider, Simulator } from '../fixtures/simulator.ts';

// Some of these start a deck of their own.
test.beforeEach(() => test.setTimeout(150_000));

const bar = (page: Page): Locator => page.locator('.create-bar');

/** Opens the form and chooses the provider's account. */
async function begin(page: Page, provider: Provider): Promise<void> {
  const label = { virtua: 'Virtua.cloud demo', idcloudhost: 'IDCloudHost demo', elastis: 'Elastis demo' }[provider];
  await page.goto('/servers/new');
  await hydrated(page);
  await page.locator('.choice', { hasText: label }).click();
  await expect(page.locator('.choice', { hasText: label }).locator('input')).toBeChecked();
  // The form is that of the provider, not the one before it, once it names its places.
  const place = { virtua: 'Frankfurt', idcloudhost: 'Singapore', elastis: 'Jakarta' }[provider];
  await expect(page.locator('.choice', { hasText: place }).first()).toBeVisible();
  await expect(bar(page).locator('.price-line')).toContainText('/mo');
}

/** Fills in what has no usual value. */
async function name(page: Page, provider: Provider, text: string): Promise<void> {
  const field = provider === 'virtua' ? page.locator('[name=hostname], [name=name]').first() : page.locator('[name=name]');
  await field.fill(text);
  if (provider !== 'virtua') await page.locator('[name=username]').fill('ops');
}

/** Presses "Review" until nothing more has to be looked at: what was chosen for the person is said first. */
async function toPlan(page: Page): Promise<void> {
  const plan = page.locator('#plan-form');
  await expect(async () => {
    if ((await plan.count()) === 0) await bar(page).getByRole('button', { name: 'Review' }).click({ timeout: 5_000 });
    await expect(plan).toBeAttached({ timeout: 5_000 });
  }).toPass({ timeout: 30_000 });
}

for (const provider of ['virtua', 'idcloudhost', 'elastis'] as const) {
  test(`${provider}: one server comes of one plan, however often it is pressed`, async ({ browser }) => {
    const server = await Skydeck.start();
    try {
      const page = await (await browser.newContext({ baseURL: server.url })).newPage();
      const simulator = await Simulator.of(server, provider);
      const suffix = provider === 'virtua' ? '/order' : '/user-resource/vm';
      await signIn(page, server);
      const complaint = complaints(page);
      await begin(page, provider);
      await name(page, provider, 'fresh-one');
      await toPlan(page);
      expect(page.url()).not.toContain('fresh-one');
      const before = await simulator.writes(suffix);
      const sheet = page.getByRole('dialog');
      const generate = sheet.getByRole('button', { name: 'Generate' });
      if (await generate.count()) await generate.click();
      await sheet.locator('button[form=plan-form]').dblclick();
      await expect(sheet.locator('#plan-form')).toHaveCount(0, { timeout: 15_000 });
      await page.goto('/activity');
      const row = page.locator('tbody tr', { hasText: 'Creation' }).first();
      await expect(row).toContainText('Succeeded', { timeout: 50_000 });
      expect(await simulator.writes(suffix)).toBe(before + 1);
      await page.goto('/servers?q=fresh-one');
      await expect(page.locator('tbody td.c-name a')).toHaveCount(1, { timeout: 20_000 });
      // What was confirmed is no draft any more.
      await page.goto('/servers/new');
      await hydrated(page);
      await expect(page.getByText('Draft restored')).toHaveCount(0);
      expect(complaint).toEqual([]);
    } finally {
      await server.stop();
    }
  });
}

test('only what a person chose is said to be gone with another provider', async ({ page, server }) => {
  await signIn(page, server);
  const told = page.locator('#act-form .note', { hasText: /no longer fits|not on offer here|does not fit/ });
  const choose = async (text: string, place: string): Promise<void> => {
    await page.locator('.choice', { hasText: text }).click();
    await expect(page.locator('.choice', { hasText: place }).first()).toBeVisible();
  };
  await begin(page, 'elastis');
  await choose('Virtua.cloud demo', 'Frankfurt');
  await expect(told).toHaveCount(0);
  await choose('IDCloudHost demo', 'Singapore');
  await expect(told).toHaveCount(0);

  await page.locator('.choice', { hasText: 'Rocky Linux' }).click();
  await choose('Virtua.cloud demo', 'Frankfurt');
  const gone = /The image chosen before, “rocky”, is not on offer here\. Now: /;
  await expect(told).toHaveText(gone);
  await page.reload();
  await hydrated(page);
  await expect(page.getByText('Draft restored')).toBeVisible();
  await expect(told).toHaveText(gone);
  await choose('IDCloudHost demo', 'Singapore');
  await expect(page.locator('.choice', { hasText: 'Rocky Linux' }).locator('input')).toBeChecked();
  await expect(told).toHaveCount(0);
});

test('several servers get numbered names and a result each', async ({ browser }) => {
  const server = await Skydeck.start();
  try {
    const page = await (await browser.newContext({ baseURL: server.url })).newPage();
    await signIn(page, server);
    await begin(page, 'elastis');
    await name(page, 'elastis', 'row');
    await page.locator('[name=count]').fill('2');
    await toPlan(page);
    const sheet = page.getByRole('dialog');
    await expect(sheet.locator('.items > li')).toHaveCount(2);
    await sheet.getByRole('button', { name: 'Generate' }).click();
    await sheet.locator('button[form=plan-form]').click();
    await expect(page).toHaveURL(/batch=/);
    await expect(sheet.getByRole('status')).toContainText('2 of 2 done', { timeout: 60_000 });
    for (const numbered of ['row-01', 'row-02']) await expect(sheet.getByRole('link', { name: numbered })).toBeVisible();
  } finally {
    await server.stop();
  }
});

test('a lost answer is unknown and settled by reading, with one order', async ({ browser }) => {
  const server = await Skydeck.start();
  try {
    const page = await (await browser.newContext({ baseURL: server.url })).newPage();
    const simulator = await Simulator.of(server, 'idcloudhost');
    await signIn(page, server);
    await begin(page, 'idcloudhost');
    await name(page, 'idcloudhost', 'lost-one');
    await toPlan(page);
    await simulator.fault({ method: 'POST', path: '/user-resource/vm', kind: 'cut', work_done: true });
    const before = await simulator.writes('/user-resource/vm');
    const sheet = page.getByRole('dialog');
    await sheet.getByRole('button', { name: 'Generate' }).click();
    await sheet.locator('button[form=plan-form]').click();
    await expect(sheet.locator('#plan-form')).toHaveCount(0, { timeout: 15_000 });
    await page.goto('/activity');
    const row = page.locator('tbody tr', { hasText: 'Creation' }).first();
    await expect(row).toContainText('Succeeded', { timeout: 60_000 });
    expect(await simulator.writes('/user-resource/vm')).toBe(before + 1);
    await page.goto('/servers?q=lost-one');
    await expect(page.locator('tbody td.c-name a')).toHaveCount(1, { timeout: 20_000 });
  } finally {
    await server.stop();
  }
});

test('a draft survives a reload and an expired session, and is gone on request', async ({ page, server, context }) => {
  await signIn(page, server);
  await begin(page, 'idcloudhost');
  await name(page, 'idcloudhost', 'kept-draft');
  await page.locator('[name=tags]').fill('keep');
  await expect.poll(() => page.evaluate(() => JSON.stringify({ ...sessionStorage }))).toContain('keep');
  await page.reload();
  await hydrated(page);
  await expect(page.getByText('Draft restored')).toBeVisible();
  await expect(page.locator('[name=name]')).toHaveValue('kept-draft');
  await expect(page.locator('.choice', { hasText: 'IDCloudHost demo' }).locator('input')).toBeChecked();

  await context.clearCookies();
  // Unless the page has found out by itself, for it reads news.
  await bar(page).getByRole('button', { name: 'Review' }).click({ timeout: 5_000 }).catch(() => undefined);
  await expect(page).toHaveURL(/\/sign-in\?next=/);
  const person = await server.person('owner');
  await page.getByLabel('Email').fill(person.email);
  await page.getByLabel('Password').fill(person.password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page).toHaveURL(/\/servers\/new/);
  await hydrated(page);
  await expect(page.locator('[name=name]')).toHaveValue('kept-draft');
  await expect(page.locator('[name=tags]')).toHaveValue('keep');

  await page.getByRole('button', { name: 'Start anew' }).click();
  await expect(page.locator('[name=name]')).toHaveValue('');
  await page.reload();
  await hydrated(page);
  await expect(page.getByText('Draft restored')).toHaveCount(0);
});

test('what is missing is said beside its field, which gets the focus', async ({ page, server }) => {
  await signIn(page, server);
  await begin(page, 'elastis');
  await page.locator('[name=tags]').fill('a!b');
  await bar(page).getByRole('button', { name: 'Review' }).click();
  // All of it at once, in the order of the form, and how many there are beside the button.
  const wrong = page.locator('#act-form [aria-invalid=true]');
  await expect(wrong).toHaveCount(3);
  expect(await wrong.evaluateAll(all => all.map(one => one.getAttribute('name')))).toEqual(['username', 'tags', 'name']);
  for (const field of ['username', 'tags', 'name']) await expect(page.locator(`#f-${field}-note`)).toHaveClass(/bad/);
  await expect(page.locator('#f-username')).toBeFocused();
  await expect(bar(page).getByRole('alert')).toContainText('3 fields need a look');
  await expect(page.locator('#plan-form')).toHaveCount(0);

  // What is chosen elsewhere leaves that said; what was changed is looked at by the next review.
  const price = bar(page).locator('.price-line');
  const vcpus = page.locator('[name=vcpus]');
  for (const [change, left] of [
    [async () => undefined, ['username', 'tags', 'name']],
    [() => page.locator('[name=username]').fill('ops'), ['tags', 'name']],
  ] as const) {
    const before = await price.innerText();
    await change();
    await vcpus.fill(String(Number(await vcpus.inputValue()) + 2));
    await expect(price).not.toHaveText(before);
    await expect(wrong).toHaveCount(left.length);
    expect(await wrong.evaluateAll(all => all.map(one => one.getAttribute('name')))).toEqual(left);
  }
  await page.locator('[name=username]').fill('');

  await name(page, 'elastis', 'a-right-name');
  await bar(page).getByRole('button', { name: 'Review' }).click();
  await expect(wrong).toHaveCount(1);
  await expect(page.locator('#f-tags')).toBeFocused();
  await expect(bar(page).locator('[role=alert]')).toHaveText('');
  await page.locator('[name=tags]').fill('a b');
  await toPlan(page);
});

test('the plan closes with everything still filled in, and opens again', async ({ page, server }) => {
  await signIn(page, server);
  await begin(page, 'elastis');
  await name(page, 'elastis', 'twice-looked-at');
  await toPlan(page);
  await page.keyboard.press('Escape');
  await expect(page.locator('#plan-form')).toHaveCount(0);
  await expect(page.locator('[name=name]')).toHaveValue('twice-looked-at');
  await page.locator('[name=name]').fill('looked-at-again');
  await toPlan(page);
  await expect(page.getByRole('dialog')).toContainText('looked-at-again');
  await page.goBack();
  await expect(page.locator('#plan-form')).toHaveCount(0);
});

test('who may not make servers sees why', async ({ page, server }) => {
  await signIn(page, server, 'viewer');
  await page.goto('/servers/new');
  await expect(page.getByRole('main')).toContainText(/role/i);
});

test('a sheet behind the session asks to sign in and nothing is sent', async ({ page, server, context }) => {
  const simulator = await Simulator.of(server, 'elastis');
  await signIn(page, server);
  await begin(page, 'elastis');
  await name(page, 'elastis', 'never-sent');
  await toPlan(page);
  const sheet = page.getByRole('dialog');
  await sheet.getByRole('button', { name: 'Generate' }).click();
  const before = await simulator.writes('/user-resource/vm');
  await context.clearCookies();
  // The page may find out by itself and lead to the sign-in before it is pressed.
  await sheet.locator('button[form=plan-form]').click({ timeout: 5_000 }).catch(() => undefined);
  await expect(page).toHaveURL(/\/sign-in\?next=/);
  expect(await simulator.writes('/user-resource/vm')).toBe(before);
});

test('a confirmed plan on a page of one server is followed to its end', async ({ page, server }) => {
  await signIn(page, server);
  await page.goto('/servers?q=provider%3Aelastis');
  await page.locator('tbody td.c-name a').first().click();
  await expect(page.locator('dl.props')).toBeVisible();
  await page.goto(`${new URL(page.url()).pathname}?do=server.note`);
  await hydrated(page);
  await review(page, { note: 'Paid until March.' });
  await confirm(page);
  await expect(page.locator('.kept-note')).toHaveText('Paid until March.');
});

/** Holds the page's script back; gives what lets it come. */
async function withoutScriptYet(page: Page): Promise<() => void> {
  let release = (): void => undefined;
  const held = new Promise<void>(resume => (release = resume));
  await page.route(/\.wasm$/, async route => {
    await held;
    await route.continue();
  });
  return release;
}

test('what is filled in before the script runs stands in no address and stays', async ({ page, server }) => {
  await signIn(page, server);
  const release = await withoutScriptYet(page);
  await page.goto('/servers/new', { waitUntil: 'commit' });
  const button = bar(page).getByRole('button', { name: 'Review' });
  await expect(button).toBeDisabled();
  const tags = page.locator('[name=tags]');
  await tags.fill('never-in-an-address');
  await tags.press('Enter');
  await button.click({ force: true });
  // A browser that remembers buttons of the page it loads again may have it enabled: it leads nowhere all the same.
  await button.evaluate(element => element.removeAttribute('disabled'));
  await button.click();
  await expect(page).toHaveURL(/\/servers\/new$/);
  await expect(tags).toHaveValue('never-in-an-address');

  release();
  await hydrated(page);
  await expect(button).toBeEnabled();
  await expect(tags).toHaveValue('never-in-an-address');
  await expect.poll(() => page.evaluate(() => JSON.stringify({ ...sessionStorage }))).toContain('never-in-an-address');
  await page.locator('.choice', { hasText: 'IDCloudHost demo' }).click();
  await expect(bar(page).locator('.price-line')).toContainText('Rp');
  await name(page, 'idcloudhost', 'early-bird');
  await toPlan(page);
  await expect(page.getByRole('dialog')).toContainText('never-in-an-address');
  expect(page.url()).not.toContain('never-in-an-address');
});

test('a draft does not take back what was filled in before the script ran', async ({ page, server }) => {
  await signIn(page, server);
  await begin(page, 'idcloudhost');
  await name(page, 'idcloudhost', 'drafted-name');
  await expect.poll(() => page.evaluate(() => JSON.stringify({ ...sessionStorage }))).toContain('drafted-name');
  const release = await withoutScriptYet(page);
  await page.goto('/servers/new', { waitUntil: 'commit' });
  await page.locator('[name=tags]').fill('typed-early');
  release();
  await hydrated(page);
  await expect(page.locator('[name=name]')).toHaveValue('drafted-name');
  await expect(page.locator('[name=tags]')).toHaveValue('typed-early');
});

test('a script that does not come is said, and nothing that was filled in leaves the page', async ({ page, server }) => {
  await signIn(page, server);
  await page.route(/\.wasm$/, route => route.abort());
  await page.goto('/servers/new');
  await expect(page.getByText('This page needs JavaScript.')).toBeVisible();
  await page.locator('[name=tags]').fill('never-in-an-address');
  await page.locator('[name=tags]').press('Enter');
  await expect(bar(page).getByRole('button', { name: 'Review' })).toBeDisabled();
  await expect(page).toHaveURL(/\/servers\/new$/);
  await expect(page.locator('[name=tags]')).toHaveValue('never-in-an-address');
});

test('a number is typed as slowly as one likes, and what does not fit is said without taking it away', async ({ page, server }) => {
  await signIn(page, server);
  await begin(page, 'idcloudhost');
  const memory = page.locator('[name=memory_mib]');
  await memory.press('ControlOrMeta+a');
  await memory.press('8');
  await expect(page.locator('#f-memory_mib-note')).toContainText('8 does not fit');
  await memory.pressSequentially('192');
  await expect(memory).toHaveValue('8192');
  await expect(page.locator('#f-memory_mib-note')).not.toContainText('does not fit');
  await memory.press('Backspace');
  await expect(page.locator('#f-memory_mib-note')).toContainText('819 ');
  await expect(memory).toHaveValue('819');
});

test('a script that is too long is refused whole, not cut', async ({ page, server }) => {
  await signIn(page, server);
  await begin(page, 'idcloudhost');
  await name(page, 'idcloudhost', 'long-script');
  const script = `#!/bin/sh\n${'x'.repeat(40_000)}`;
  await page.locator('[name=cloud_init]').focus();
  await page.keyboard.insertText(script);
  await expect(page.locator('[name=cloud_init]')).toHaveValue(script);
  await bar(page).getByRole('button', { name: 'Review' }).click();
  await expect(page.locator('#f-cloud_init-note')).toContainText('Use at most 32 KiB; this is 40');
  await expect(page.locator('[name=cloud_init]')).toHaveValue(script);
});

test('a script that breaks while the form is filled in costs a page load, not the draft', async ({ page, server }) => {
  await signIn(page, server);
  await begin(page, 'elastis');
  await name(page, 'elastis', 'survives-a-break');
  await expect.poll(() => page.evaluate(() => JSON.stringify({ ...sessionStorage }))).toContain('survives-a-break');
  await page.evaluate(() => void Promise.reject(new WebAssembly.RuntimeError('unreachable')));
  await expect(page.locator('html.broken')).toBeAttached();
  await bar(page).getByRole('button', { name: 'Review' }).click();
  await expect(page.getByText('Draft restored')).toBeVisible();
  await expect(page).toHaveURL(/\/servers\/new$/);
  await expect(page.locator('[name=name]')).toHaveValue('survives-a-break');
  await toPlan(page);
});
