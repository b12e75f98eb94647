// The list of all servers: what it shows, how it is narrowed and ordered.

import type { Page } from '@playwright/test';

import { hydrated, signIn } from '../fixtures/people.ts';
import { Skydeck, expect, test } from '../fixtures/server.ts';
import { Simulator } from '../fixtures/simulator.ts';

const names = (page: Page) => page.locator('tbody td.c-name > a');
const field = (page: Page) => page.getByLabel('Search servers');
const ticks = (page: Page) => page.locator('tbody input[name=on]');
const bar = (page: Page) => page.getByRole('region', { name: 'Selection' });
const heads = (page: Page) => page.locator('thead th').allInnerTexts();

/** The menu behind the button `name` above the list, open. */
async function menu(page: Page, name: string) {
  const details = page.locator('details.menu', { has: page.locator(`summary[aria-label="${name}"]`) });
  if ((await details.getAttribute('open')) === null) await details.locator('summary').click();
  return details.locator('.menu-pop');
}

/** Opens the list as somebody whose own settings no other test here looks at. */
async function openAs(page: Page, server: Skydeck, role: string, path = '/servers') {
  await signIn(page, server, role);
  await page.goto(path);
}

/** Waits until the list, open without a search, has all servers that the providers have. */
async function complete(page: Page, server: Skydeck) {
  const providers = ['virtua', 'idcloudhost', 'elastis'] as const;
  const simulators = await Promise.all(providers.map(provider => Simulator.of(server, provider)));
  const missing = async () => {
    const there = await Promise.all(simulators.map(simulator => simulator.servers()));
    const foot = await page.locator('tfoot td.c-name').innerText();
    return there.reduce((sum, count) => sum + count, 0) - Number(/^(\d+) servers?/.exec(foot.trim())?.[1]);
  };
  await expect.poll(missing, { timeout: 60_000 }).toBe(0);
}

test.describe('everybody', () => {
  test.beforeEach(async ({ page, server }) => signIn(page, server, 'viewer'));

  test('all providers and locations stand in one list', async ({ page, server }) => {
    await complete(page, server);
    for (const provider of ['Virtua.cloud', 'IDCloudHost', 'Elastis']) {
      await expect(page.locator('tbody').getByRole('img', { name: provider, exact: true }).first()).toBeAttached();
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
    await field(page).fill('status:stopped');
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
    await expect(page.locator('.pick .copy')).toHaveCount(0);
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

  test('what can be typed is offered, and taken with the keyboard or the pointer', async ({ page }) => {
    await hydrated(page);
    const offers = page.getByRole('listbox', { name: 'Completions' });
    await field(page).pressSequentially('status:st');
    await expect(offers.getByRole('option', { name: /status:stopped/ })).toBeVisible();
    await expect(field(page)).toHaveAttribute('aria-expanded', 'true');

    await field(page).press('Escape');
    await expect(offers).toBeHidden();
    await expect(field(page)).toHaveValue('status:st');

    await field(page).press('ArrowDown');
    await expect(offers).toBeVisible();
    await field(page).press('ArrowDown');
    const reached = offers.locator('[aria-selected=true]');
    await expect(reached).toHaveCount(1);
    await expect(field(page)).toHaveAttribute('aria-activedescendant', (await reached.getAttribute('id')) ?? '');
    await field(page).press('Enter');
    await expect(page).toHaveURL(/q=status(%3A|:)stopped/);
    await expect(offers).toBeHidden();
    await expect(field(page)).toBeFocused();

    await field(page).fill('prov');
    await offers.getByRole('option', { name: /provider:/ }).first().click();
    await expect(field(page)).toHaveValue(/provider:/);
    await expect(field(page)).toBeFocused();
  });

  test('rows stand in groups, with the count of each', async ({ page }) => {
    await hydrated(page);
    const total = Number(/^(\d+) servers?/.exec((await page.locator('tfoot td.c-name').innerText()).trim())?.[1]);
    await (await menu(page, 'Group the list')).getByRole('link', { name: 'By provider' }).click();
    await expect(page).toHaveURL(/group=provider/);
    const groups = page.locator('tbody tr.group');
    await expect(groups.first()).toBeVisible();
    const counts = (await groups.allInnerTexts()).map(text => Number(/(\d+) servers?/.exec(text)?.[1]));
    expect(counts.every(count => count > 0)).toBe(true);
    expect(counts.reduce((sum, count) => sum + count, 0)).toBeLessThanOrEqual(total);
    // A heading leads to its group alone.
    const first = counts[0];
    await groups.first().getByRole('link').click();
    await expect(page).not.toHaveURL(/group=/);
    await expect(page.locator('tfoot td.c-name')).toContainText(String(first));
  });

  test('ticks outlive order, pages and fresh rows, and shift takes a range', async ({ page }) => {
    await hydrated(page);
    await ticks(page).nth(1).click();
    await ticks(page).nth(4).click({ modifiers: ['Shift'] });
    await expect(bar(page)).toContainText('4 selected');
    const chosen = await ticks(page).evaluateAll(all =>
      (all as HTMLInputElement[]).filter(tick => tick.checked).map(tick => tick.value),
    );
    expect(chosen).toHaveLength(4);
    await page.getByRole('columnheader', { name: /Cost/ }).getByRole('link').click();
    await expect(page).toHaveURL(/sort=cost/);
    await expect(bar(page)).toContainText('4 selected');
    const all = page.getByLabel('Select all servers on this page');
    await all.click();
    const rows = await ticks(page).count();
    await expect(bar(page)).toContainText(/selected/);
    expect(await ticks(page).evaluateAll(all => (all as HTMLInputElement[]).filter(tick => tick.checked).length)).toBe(rows);
    await bar(page).getByRole('button', { name: 'Clear' }).click();
    await expect(bar(page)).toBeHidden();
    await expect(all).not.toBeChecked();
  });

  test('a viewer sees why nothing can be done with what is ticked', async ({ page }) => {
    await hydrated(page);
    await ticks(page).first().check();
    const stop = bar(page).getByRole('button', { name: /^Stop/ });
    await expect(stop).toHaveAttribute('aria-disabled', 'true');
    await expect(stop).toContainText(/role/i);
  });

  test('the list is exported as it is searched for, safe for spreadsheets', async ({ page }) => {
    await page.goto('/servers?q=status%3Arunning');
    await hydrated(page);
    const matched = Number(/^(\d+) servers?/.exec((await page.locator('tfoot td.c-name').innerText()).trim())?.[1]);
    const links = (await menu(page, 'Export what the search finds')).getByRole('link');
    await expect(links).toHaveCount(2);
    const [csv, json] = await Promise.all(
      (await links.all()).map(async link => page.request.get((await link.getAttribute('href')) ?? '')),
    );
    expect(csv?.headers()['content-type']).toContain('text/csv');
    expect(csv?.headers()['content-disposition']).toContain('attachment');
    const lines = ((await csv?.text()) ?? '').trim().split(/\r?\n/);
    expect(lines).toHaveLength(matched + 1);
    expect(lines.filter(line => /(^|,)"?[=+@]/.test(line))).toEqual([]);
    const found = (await json?.json()) as unknown;
    const rows = Array.isArray(found) ? found : (Object.values(found as object).find(Array.isArray) ?? []);
    expect(rows).toHaveLength(matched);
  });

  test('on a phone the list is cards that can be ticked', async ({ page }) => {
    await page.setViewportSize({ width: 390, height: 844 });
    await page.reload();
    await hydrated(page);
    await ticks(page).first().check();
    await expect(bar(page)).toBeVisible();
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    expect(overflow).toBeLessThanOrEqual(0);
  });
});

test('columns are chosen at once and kept', async ({ page, server }) => {
  await openAs(page, server, 'billing');
  await hydrated(page);
  const before = await heads(page);
  expect(before).toContain('RAM');
  const columns = await menu(page, 'Choose columns');
  await columns.getByLabel('Image').check();
  await columns.getByLabel('RAM').uncheck();
  await expect.poll(() => heads(page)).toContain('Image');
  await expect.poll(() => heads(page)).not.toContain('RAM');
  await page.reload();
  expect(await heads(page)).toContain('Image');
  expect(await heads(page)).not.toContain('RAM');
  // Every column has an order.
  await page.getByRole('columnheader', { name: 'Image' }).getByRole('link').click();
  await expect(page).toHaveURL(/sort=image/);
  const again = await menu(page, 'Choose columns');
  await again.getByLabel('Image').uncheck();
  await again.getByLabel('RAM').check();
  await expect.poll(() => heads(page)).toEqual(before);
});

test('a search is saved as a view: for oneself, and for the team', async ({ page, server, browser }) => {
  await openAs(page, server, 'operator', '/servers?q=status%3Arunning&sort=-cost');
  await hydrated(page);
  const save = async (name: string, shared: boolean) => {
    const views = await menu(page, 'Saved views');
    await views.getByLabel('Save this search as a view').fill(name);
    if (shared) await views.getByLabel('Share it with the team').check();
    await views.getByRole('button', { name: 'Save view' }).click();
    const link = views.getByRole('link', { name });
    await expect(link).toHaveAttribute('aria-current', 'true');
  };
  await save('Running, dearest first', true);
  await save('Only mine', false);

  const other = await browser.newContext({ baseURL: server.url });
  const second = await other.newPage();
  await openAs(second, server, 'viewer');
  await hydrated(second);
  const theirs = await menu(second, 'Saved views');
  await expect(theirs.getByRole('link', { name: 'Only mine' })).toHaveCount(0);
  await theirs.getByRole('link', { name: 'Running, dearest first' }).click();
  await expect(second).toHaveURL(/q=status(%3A|:)running&sort=-cost/);
  await expect((await menu(second, 'Saved views')).getByRole('button', { name: /^Remove/ })).toHaveCount(0);
  await other.close();

  for (const name of ['Only mine', 'Running, dearest first']) {
    await (await menu(page, 'Saved views')).getByRole('button', { name: `Remove the view ${name}` }).click();
    await expect(page.locator('.menu-row', { hasText: name })).toHaveCount(0);
  }
});

test('three servers are stopped with one plan, with a result for each', async ({ page, server }) => {
  await openAs(page, server, 'operator', '/servers?q=provider%3Aidcloudhost+status%3Arunning');
  await hydrated(page);
  const chosen = (await names(page).allInnerTexts()).slice(0, 3);
  expect(chosen).toHaveLength(3);
  await ticks(page).first().click();
  await ticks(page).nth(2).click({ modifiers: ['Shift'] });
  await bar(page).getByRole('button', { name: 'Stop', exact: true }).click();
  const plan = page.getByRole('dialog');
  await expect(plan).toContainText('3 servers');
  for (const name of chosen) await expect(plan).toContainText(name);
  await plan.getByRole('button', { name: /^Stop/ }).click();
  await expect(page).toHaveURL(/batch=/);
  const result = page.getByRole('dialog');
  for (const name of chosen) {
    await expect(result.getByRole('listitem').filter({ hasText: name })).toContainText(/succeeded/i, { timeout: 30_000 });
  }
  await result.getByRole('link', { name: 'Close' }).last().click();
  await expect(bar(page)).toBeHidden();
  // Its end was seen where it was shown.
  await expect(page.locator('.toast', { hasText: 'done' })).toHaveCount(0);
});

test('the end of a batch is announced to who closed its sheet', async ({ page, server }) => {
  const simulator = await Simulator.of(server, 'idcloudhost');
  await openAs(page, server, 'operator', '/servers?q=provider%3Aidcloudhost+status%3Arunning');
  await hydrated(page);
  await ticks(page).first().click();
  await ticks(page).nth(1).click();
  await bar(page).getByRole('button', { name: 'Restart', exact: true }).click();
  const sheet = page.getByRole('dialog');
  // It does not end before its sheet is closed.
  await simulator.fault({ path: '/user-resource/vm/stop', kind: 'held', count: null });
  try {
    await sheet.getByRole('button', { name: /^Restart/ }).click();
    await expect(page).toHaveURL(/batch=/);
    await expect(sheet.getByRole('listitem')).toHaveCount(2);
    await page.keyboard.press('Escape');
    await expect(sheet).toHaveCount(0);
  } finally {
    await simulator.mend();
  }
  const toast = page.locator('.toast', { hasText: 'Restart 2 servers: 2 of 2 done.' });
  await expect(toast).toBeVisible({ timeout: 30_000 });
  await toast.getByRole('link', { name: 'Result' }).click();
  await expect(sheet.getByRole('listitem')).toHaveCount(2);
});

test('everything that a search finds is ticked at once, more than an address holds', async ({ browser }) => {
  const args = ['serve', '--demo', '--listen', '127.0.0.1:0', '--seed-servers', '60'];
  const server = await Skydeck.start({ args });
  const context = await browser.newContext({ baseURL: server.url });
  try {
    const page = await context.newPage();
    await openAs(page, server, 'operator', '/servers?q=status%3Arunning');
    await page.goto('/servers');
    await complete(page, server);
    await page.goto('/servers?q=status%3Arunning');
    await expect(page.getByRole('navigation', { name: 'Pages' })).toBeVisible({ timeout: 30_000 });
    await hydrated(page);
    await page.getByLabel('Select all servers on this page').click();
    await expect(bar(page)).toContainText('25 selected');
    const more = bar(page).getByRole('button', { name: /^Select all \d+ that match$/ });
    const matched = Number(/\d+/.exec(await more.innerText())?.[0]);
    expect(matched).toBeGreaterThan(100);
    await more.click();
    await expect(bar(page)).toContainText(`${matched} selected`);
    await page.getByRole('link', { name: 'Next' }).click();
    await expect(page).toHaveURL(/page=2/);
    await expect(page.locator('tbody input[name=on]:checked')).toHaveCount(25);
    await bar(page).getByRole('button', { name: 'Tag', exact: true }).click();
    await expect(page.getByRole('dialog')).toContainText(`${matched} servers`);
    await expect(page).not.toHaveURL(/[?&]on=/);
  } finally {
    await context.close();
    await server.stop();
  }
});

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false });

  test('columns, groups, views, and acts on several servers work', async ({ page, server }) => {
    await openAs(page, server, 'admin', '/servers?q=provider%3Aelastis+status%3Arunning');
    const columns = await menu(page, 'Choose columns');
    await columns.getByLabel('Image').check();
    await columns.getByRole('button', { name: 'Show these columns' }).click();
    expect(await heads(page)).toContain('Image');

    await (await menu(page, 'Group the list')).getByRole('link', { name: 'By location' }).click();
    await expect(page.locator('tbody tr.group').first()).toBeVisible();

    const views = await menu(page, 'Saved views');
    await views.getByLabel('Save this search as a view').fill('By place');
    await views.getByRole('button', { name: 'Save view' }).click();
    await expect(page).toHaveURL(/group=location/);
    await expect((await menu(page, 'Saved views')).getByRole('link', { name: 'By place' })).toBeVisible();

    await page.goto('/servers?q=provider%3Aelastis+status%3Arunning');
    const chosen = (await names(page).allInnerTexts()).slice(0, 2);
    for (const place of [0, 1]) await ticks(page).nth(place).check();
    await bar(page).getByRole('button', { name: 'Stop', exact: true }).click();
    const plan = page.getByRole('dialog');
    for (const name of chosen) await expect(plan).toContainText(name);
    await plan.getByRole('button', { name: /^Stop/ }).click();
    await expect(page).toHaveURL(/batch=/);
    for (const name of chosen) await expect(page.getByRole('dialog')).toContainText(name);
  });
});
