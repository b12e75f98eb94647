// What style sheets decide: what is in sight, on what ground, and within the screen.

import type { Locator, Page } from '@playwright/test';

import { open, review } from '../fixtures/acts.ts';
import { hydrated, signIn } from '../fixtures/people.ts';
import { expect, test } from '../fixtures/server.ts';

const PHONE = { width: 390, height: 844 };

/** Where something stands on the screen. */
async function place(what: Locator) {
  await expect(what).toBeVisible();
  const box = await what.boundingBox();
  if (!box) throw new Error('it has no box');
  return { left: box.x, top: box.y, right: box.x + box.width, bottom: box.y + box.height };
}

async function withinScreen(what: Locator): Promise<void> {
  const { left, right, top, bottom } = await place(what);
  expect(left).toBeGreaterThanOrEqual(0);
  expect(top).toBeGreaterThanOrEqual(0);
  expect(right).toBeLessThanOrEqual(PHONE.width);
  expect(bottom).toBeLessThanOrEqual(PHONE.height);
}

const ground = (what: Locator) => what.evaluate(element => getComputedStyle(element).backgroundColor);

/** Without transitions: what is looked at is how it ends. */
async function still(page: Page): Promise<void> {
  await page.emulateMedia({ reducedMotion: 'reduce' });
}

test('forms say what to enter', async ({ page, server }) => {
  await signIn(page, server);
  for (const [path, hint] of [
    ['/team/keys?do=key', "Whose key it is, or which machine's."],
    ['/team/keys?do=script', 'Cloud-init written as JSON'],
  ] as const) {
    await page.goto(path);
    await expect(page.getByRole('dialog').getByText(hint)).toBeVisible();
  }
  // And a line that says nothing takes no room.
  await page.goto('/servers/new');
  const empty = page.locator('.act-form .note').filter({ hasText: /^\s*$/ });
  expect(await empty.count()).toBeGreaterThan(0);
  await expect(empty.first()).toBeHidden();
});

test('what is off does not light up under the pointer', async ({ page, server }) => {
  await still(page);
  await signIn(page, server);
  const path = await open(page, 'idcloudhost', { state: 'running' });
  await page.goto(`${path}?do=server.delete`);
  await hydrated(page);
  await review(page);
  const remove = page.locator('button[form=plan-form]');
  await expect(remove).toHaveAttribute('aria-disabled', 'true');
  const before = await ground(remove);
  await remove.hover();
  expect(await ground(remove)).toBe(before);
  await page.mouse.down();
  expect(await ground(remove)).toBe(before);
  await page.mouse.up();
});

test('a phone shows why a button is off, within the screen', async ({ page, server }) => {
  await page.setViewportSize(PHONE);
  await signIn(page, server, 'viewer');
  await page.goto('/servers');
  await hydrated(page);
  await page.locator('tbody input[name=on]').first().check();
  const stop = page.getByRole('region', { name: 'Selection' }).getByRole('button', { name: /^Stop/ });
  await stop.focus();
  await withinScreen(stop.locator('.why'));
  const row = page.locator('tbody .c-acts [aria-disabled=true]').first();
  await row.focus();
  await withinScreen(row.locator('.why'));
});

test('a phone sorts, selects all and opens every menu above the bottom bar', async ({ page, server }) => {
  await page.setViewportSize(PHONE);
  await signIn(page, server);
  await page.goto('/servers');
  await hydrated(page);
  const bar = await place(page.getByRole('navigation', { name: 'Main' }));
  const menus = page.locator('.menus details.menu, .page-head details.menu');
  expect(await menus.count()).toBe(9);
  for (const menu of await menus.all()) {
    await menu.locator('summary').click();
    await withinScreen(menu.locator('.menu-pop'));
    expect((await place(menu.locator('.menu-pop'))).bottom).toBeLessThanOrEqual(bar.top);
    await page.keyboard.press('Escape');
    await expect(menu.locator('.menu-pop')).toBeHidden();
  }
  // The headings cannot be seen, so they cannot be reached by keyboard either.
  await expect(page.locator('thead a').first()).toBeHidden();

  const names = page.locator('tbody td.c-name > a');
  const sort = page.locator('details.menu', { has: page.locator('summary[aria-label="Sort the list"]') });
  const before = await names.allInnerTexts();
  await sort.locator('summary').click();
  await sort.getByRole('link', { name: /^Name/ }).click();
  await expect(page).toHaveURL(/sort=-name/);
  await expect.poll(() => names.allInnerTexts()).toEqual(before.reverse());

  await page.locator('tbody input[name=on]').first().check();
  const selection = page.getByRole('region', { name: 'Selection' });
  await selection.getByRole('button', { name: 'Select all' }).click();
  await expect(selection).toContainText(`${before.length} selected`);
  await page.setViewportSize({ width: 1440, height: 900 });
  await expect(selection.getByRole('button', { name: 'Select all' })).toBeHidden();
  await expect(sort).toBeHidden();
});

test('the list says how many match, of how many, and how those are', async ({ page, server }) => {
  await signIn(page, server);
  await page.goto('/servers?q=status%3Astopped');
  const [count, ...states] = await page.locator('.page-line > span').allInnerTexts();
  const [, matching] = /^(\d+) of \d+ servers$/.exec(count ?? '') ?? [];
  expect(states).toEqual([`${matching} stopped`]);
});
