// Coming in and going out.

import type { Page, Request } from '@playwright/test';

import { complaints, hydrated, signIn } from '../fixtures/people.ts';
import { expect, test } from '../fixtures/server.ts';

test('a person signs in, sees the servers and signs out', async ({ page, server, context }) => {
  const complaint = complaints(page);
  await signIn(page, server);
  await hydrated(page);
  const before = await context.cookies();
  expect(before.map(cookie => cookie.name)).toContain('sid');

  await page.getByText('owner@', { exact: false }).first().waitFor({ state: 'attached' });
  await page.goto('/account');
  expect(complaint).toEqual([]);
  await page.getByRole('main').getByRole('button', { name: 'Sign out' }).click();
  await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible();
  expect((await context.cookies()).map(cookie => cookie.name)).not.toContain('sid');

  await page.goto('/servers');
  await expect(page).toHaveURL(/\/sign-in\?next=/);
  // The page that is left is told that its session has ended, and may still ask whether that is so.
  const asked = (text: string) => /status of 401 .*\/api\/session\/get$/.test(text);
  expect(complaint.filter(text => !asked(text))).toEqual([]);
});

test('a wrong password is said beside the form and nothing typed is lost', async ({ page, server }) => {
  const person = await server.person('viewer');
  await page.goto('/sign-in');
  await hydrated(page);
  await page.getByLabel('Email').fill(person.email);
  await page.getByLabel('Password').fill('not the right password');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByText('do not match', { exact: false })).toBeVisible();
  await expect(page.getByLabel('Password')).toHaveAttribute('aria-invalid', 'true');
  await expect(page.getByLabel('Email')).toHaveValue(person.email);
});

test('after an expired session, signing in leads back to the page', async ({ page, server, context }) => {
  await signIn(page, server, 'admin');
  await context.clearCookies();
  await page.goto('/servers?q=status%3Arunning&sort=-cost');
  await expect(page).toHaveURL(/\/sign-in/);
  const person = await server.person('admin');
  await page.getByLabel('Email').fill(person.email);
  await page.getByLabel('Password').fill(person.password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page).toHaveURL(/\/servers\?q=status(%3A|:)running&sort=-cost$/);
});

test('the session id is a new one after signing in', async ({ page, server, context }) => {
  await page.goto('/sign-in');
  const before = (await context.cookies()).find(cookie => cookie.name === 'sid')?.value;
  await signIn(page, server, 'viewer');
  const after = (await context.cookies()).find(cookie => cookie.name === 'sid');
  expect(after?.value).toBeTruthy();
  expect(after?.value).not.toBe(before);
  expect(after?.httpOnly).toBe(true);
  expect(after?.sameSite).toBe('Strict');
});

test('what a form without script is refused for is a page', async ({ page, server }) => {
  await signIn(page, server, 'viewer');
  // As a browser sends it whose page has been open since the person had another role.
  await page.evaluate(() => {
    const form = document.createElement('form');
    Object.assign(form, { method: 'post', action: '/api/credentials/remove' });
    document.body.append(form);
    HTMLFormElement.prototype.submit.call(form);
  });
  await expect(page).toHaveTitle('Not allowed · Skydeck');
  await expect(page.getByRole('main')).toContainText('Your role, viewer, does not allow this. Nothing was changed.');
  await page.getByRole('link', { name: 'Go to servers' }).click();
  await expect(page.getByRole('heading', { name: 'Servers', level: 1 })).toBeVisible();
});

/** What calls say about who asked, from `act` on until the one that `is` is made. */
async function told(page: Page, act: () => Promise<void>, is: (request: Request) => boolean): Promise<unknown[]> {
  const marks: unknown[] = [];
  const note = (request: Request) => {
    if (request.url().includes('/api/')) marks.push(request.headers()['x-unattended']);
  };
  page.on('request', note);
  const made = page.waitForRequest(is);
  await act();
  await made;
  page.off('request', note);
  return marks;
}

test('what an open page asks by itself is told from what a person asks', async ({ browser, server }) => {
  const watching = await (await browser.newContext({ baseURL: server.url })).newPage();
  await signIn(watching, server, 'viewer');
  const stream = watching.waitForResponse('**/events');
  await watching.goto('/servers');
  await hydrated(watching);
  await stream;
  const acting = await (await browser.newContext({ baseURL: server.url })).newPage();
  await signIn(acting, server, 'operator');
  await acting.goto('/servers?q=status%3Arunning+provider%3Avirtua');
  await hydrated(acting);

  const byItself = watching.waitForRequest('**/api/servers/list');
  await acting.locator('tbody td.c-name a').first().click();
  await acting.getByRole('main').getByRole('link', { name: 'Stop', exact: true }).click();
  const stop = acting.getByRole('dialog').getByRole('button', { name: /^Stop/ });
  // The first call after an act is a person's, be it the one that was meant or one of the page's own that came between.
  const asked = await told(acting, () => stop.click(), request => request.url().endsWith('/api/acts/run'));
  expect(asked).toContain(undefined);
  const before = await byItself;
  expect(before.headers()['x-unattended']).toBe('1');

  const isSorted = (request: Request) => {
    return request.url().endsWith('/api/servers/list') && request.postData() !== before.postData();
  };
  const sort = watching.getByRole('link', { name: 'Name' }).first();
  expect(await told(watching, () => sort.click(), isSorted)).toContain(undefined);
});
