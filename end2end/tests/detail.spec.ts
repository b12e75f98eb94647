// One server's page: its head, its menu, its parts, and passwords that are shown once.

import { hydrated, signIn } from '../fixtures/people.ts';
import { open } from '../fixtures/acts.ts';
import { expect, test } from '../fixtures/server.ts';

test('what cannot be done now stands in the menu with its reason', async ({ page, server }) => {
  await signIn(page, server);
  await open(page, 'virtua', { state: 'running' });
  await page.locator('summary', { hasText: 'More' }).click();
  const menu = page.locator('.menu[open] .menu-pop');
  await expect(menu.getByRole('link', { name: 'Edit tags' })).toBeVisible();
  const rename = menu.locator('[aria-disabled=true]', { hasText: 'Rename' });
  await expect(rename).toContainText(/documents no such call/);
});

test('parts that a provider does not offer say so, those that it does have rows', async ({ page, server }) => {
  await signIn(page, server);
  await open(page, 'virtua', { state: 'running' });
  await expect(page.locator('#not-here').getByRole('row', { name: /^Snapshots/ })).toContainText('documents no snapshots');
  await expect(page.locator('#not-here').getByRole('link')).toHaveCount(0);
  await expect(page.locator('#snapshots')).toHaveCount(0);
  await open(page, 'idcloudhost', { state: 'running' });
  await expect(page.locator('#disks tbody tr').first()).toBeVisible();
  await expect(page.locator('#network tbody a').first()).toBeVisible();
});

test('a root password is shown once, in place, and nowhere else', async ({ page, server }) => {
  await signIn(page, server);
  const path = await open(page, 'virtua', { state: 'running' });
  await hydrated(page);
  const answer = page.waitForResponse('**/api/servers/reveal');
  await page.getByRole('button', { name: /root password/i }).click();
  const response = await answer;
  expect(response.headers()['cache-control']).toBe('no-store');
  const shown = page.locator('.reveal .copy .mono');
  await expect(shown).toBeVisible();
  const password = await shown.innerText();
  expect(password.length).toBeGreaterThan(5);
  expect(page.url()).not.toContain(encodeURIComponent(password));
  expect(await page.evaluate(() => JSON.stringify({ ...sessionStorage, ...localStorage }))).not.toContain(password);
  await page.getByRole('button', { name: 'Hide' }).click();
  await expect(page.locator('body')).not.toContainText(password);
  await page.getByRole('button', { name: /root password/i }).click();
  await expect(shown).toBeVisible();
  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Activity' }).click();
  await expect(page.getByRole('heading', { name: 'Activity', level: 1 })).toBeVisible();
  await page.goBack();
  await expect(page).toHaveURL(new RegExp(`${path}$`));
  await expect(page.locator('dl.props')).toBeVisible();
  await expect(shown).toHaveCount(0);
});

test('an operator may steer power, and sees why the rest is closed', async ({ page, server }) => {
  await signIn(page, server, 'operator');
  await open(page, 'virtua', { state: 'running' });
  await expect(page.getByRole('main').getByRole('link', { name: 'Restart', exact: true })).toBeVisible();
  await expect(page.locator('#danger').getByRole('link')).toHaveCount(0);
  await expect(page.locator('#danger')).toContainText(/role/i);
  await expect(page.getByRole('button', { name: /root password/i })).toHaveAttribute('aria-disabled', 'true');
});

test('by keyboard, a sheet gives the focus back to what opened it', async ({ page, server }) => {
  await signIn(page, server);
  await open(page, 'idcloudhost', { state: 'running' });
  await hydrated(page);
  const note = page.locator('.marks').getByRole('link', { name: /note/i });
  await note.press('Enter');
  const sheet = page.getByRole('dialog');
  await expect(sheet.locator('textarea')).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(sheet).toHaveCount(0);
  await expect(note).toBeFocused();
});

for (const width of [390, 768, 1440]) {
  test(`sheets and parts fit ${width} px`, async ({ page, server }) => {
    test.setTimeout(120_000);
    await page.setViewportSize({ width, height: 900 });
    await signIn(page, server);
    for (const provider of ['virtua', 'idcloudhost'] as const) {
      const path = await open(page, provider, { state: 'running' });
      for (const address of [path, `${path}?do=server.resize`, `${path}?do=server.delete&review=1`, '/servers/new', '/team/keys?do=key']) {
        await page.goto(address);
        await hydrated(page);
        const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
        expect(overflow, address).toBeLessThanOrEqual(0);
      }
    }
  });
}
