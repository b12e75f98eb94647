// Where the keyboard's focus goes, and what the browser's "back" means, when something over the page goes away.

import { hydrated, signIn } from '../fixtures/people.ts';
import { expect, test } from '../fixtures/server.ts';

test('ordering by a heading leaves the focus on it', async ({ page, server }) => {
  await signIn(page, server, 'viewer');
  await page.goto('/servers');
  await hydrated(page);
  const column = page.locator('thead th', { has: page.getByRole('link', { name: 'Name' }) });
  const heading = column.getByRole('link');
  const order = () => column.getAttribute('aria-sort');
  for (let times = 0; times < 2; times += 1) {
    const before = await order();
    await heading.focus();
    await page.keyboard.press('Enter');
    await expect.poll(order).not.toBe(before);
    await expect(heading).toBeFocused();
  }
});

test('a sheet that a menu opened gives the focus back to the menu, and "back" does not open it again', async ({ page, server }) => {
  await signIn(page, server);
  await page.goto('/servers?q=status%3Arunning+provider%3Aelastis');
  await page.locator('tbody td.c-name > a').first().click();
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await hydrated(page);
  const more = page.locator('details.menu summary').filter({ hasText: 'More' });
  await more.click();
  await page.locator('details.menu[open]').getByRole('link', { name: 'Rename' }).click();
  const sheet = page.getByRole('dialog');
  await expect(sheet).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(sheet).toHaveCount(0);
  await expect(more).toBeFocused();
  await page.goBack();
  await expect(page).not.toHaveURL(/do=/);
  await expect(sheet).toHaveCount(0);
});
