// What is done to servers where there is no script: forms, plans and confirmations are pages of their own.

import { open } from '../fixtures/acts.ts';
import { signIn } from '../fixtures/people.ts';
import { Skydeck, expect, test } from '../fixtures/server.ts';
import { Simulator } from '../fixtures/simulator.ts';

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false });

  test('a form, its errors, its plan and a typed name work', async ({ browser }) => {
    const server = await Skydeck.start();
    try {
      const page = await (await browser.newContext({ baseURL: server.url, javaScriptEnabled: false })).newPage();
      await signIn(page, server);
      const path = await open(page, 'elastis', { state: 'stopped' });
      const name = await page.getByRole('heading', { level: 1 }).innerText();
      const simulator = await Simulator.of(server, 'elastis');
      await simulator.fault({ path: '/user-resource/vm', method: 'PATCH', kind: 'held' });
      await page.goto(`${path}?do=server.rename`);
      const sheet = page.getByRole('dialog');
      await sheet.locator('[name=name]').fill('');
      await sheet.locator('button[form=act-form]').click();
      await expect(sheet.locator('[name=name]')).toHaveAttribute('aria-invalid', 'true');
      await sheet.locator('[name=name]').fill('plain-name');
      await sheet.locator('button[form=act-form]').click();
      await expect(sheet).toContainText('plain-name');
      await sheet.locator('button[form=plan-form]').click();
      await expect(page).toHaveURL(new RegExp(`${path}$`));
      await expect(page.getByRole('status').filter({ hasText: /Renaming/ }).first()).toBeVisible();
      await simulator.mend();
      // The page loads itself anew while a change is under way, and then no more.
      await expect(page.getByRole('heading', { level: 1 })).toHaveText('plain-name', { timeout: 30_000 });
      await expect(page.getByRole('status').filter({ hasText: /Renaming/ })).toHaveCount(0, { timeout: 30_000 });
      // The name is compared by the server. In a tab of its own, for the first may still be loading itself anew.
      const other = await page.context().newPage();
      const plan = other.getByRole('dialog');
      await other.goto(`${path}?do=server.delete&review=1`);
      await plan.getByLabel(/^Type/).fill(name);
      await plan.locator('button[form=plan-form]').click();
      await expect(plan.locator('#plan-form')).toBeAttached();
      await expect(plan.getByLabel(/^Type/)).toHaveAttribute('aria-invalid', 'true');
    } finally {
      await server.stop();
    }
  });

  test('a note says that it needs script, a lock does not', async ({ page, server }) => {
    await signIn(page, server);
    const path = await open(page, 'elastis', { state: 'running' });
    const sheet = page.getByRole('dialog');
    await page.goto(`${path}?do=server.note`);
    await expect(sheet.getByText('This form needs JavaScript.')).toBeVisible();
    await expect(sheet.locator('button[form=act-form]')).toBeDisabled();
    await page.goto(`${path}?do=server.lock`);
    await expect(sheet.getByText('This form needs JavaScript.')).toHaveCount(0);
    await sheet.locator('[name=reason]').fill('Month end');
    await sheet.locator('button[form=act-form]').click();
    await sheet.locator('button[form=plan-form]').click();
    await expect(page).toHaveURL(new RegExp(`${path}$`));
    await expect(page.locator('.banner', { hasText: 'Month end' })).toBeVisible();
    await page.goto(`${path}?do=server.unlock`);
    await sheet.locator('button[form=plan-form]').click();
    await expect(page.locator('.banner', { hasText: 'Month end' })).toHaveCount(0);
  });

  test('a new server says that it needs script', async ({ page, server }) => {
    await signIn(page, server);
    await page.goto('/servers/new');
    await expect(page.getByText('This page needs JavaScript.')).toBeVisible();
    await expect(page.getByRole('button', { name: 'Review' })).toBeHidden();
  });
});
