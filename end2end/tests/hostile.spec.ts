// A server whose name would like to be markup, as it comes with the page, after it, and by navigation.

import { complaints, hydrated, signIn } from '../fixtures/people.ts';
import { expect, test } from '../fixtures/server.ts';
import { Simulator } from '../fixtures/simulator.ts';

/** Leaves an attribute, an element, a script and a template, and turns what follows around. */
const hostile = `"'><img src=x onerror="document.title='taken'"></script><!--{{7*7}}\u202e&amp;`;

test('a hostile name stays text in the first page, in a live update and by navigation', async ({ page, server }) => {
  const simulator = await Simulator.of(server, 'elastis');
  await signIn(page, server, 'operator');
  const complaint = complaints(page);
  await page.goto('/servers?q=provider%3Aelastis');
  await hydrated(page);
  const row = page.locator('tbody tr').first();
  const old = (await row.locator('td.c-name a').innerText()).trim();
  const id = ((await row.locator('td.c-name a').getAttribute('href')) ?? '').split('~').at(-1) ?? '';
  await simulator.rename('jkt01', id, hostile);
  try {
    const link = page.locator(`td.c-name a[href$="${id}"]`);
    // The open page learns of it by itself, so its row is made anew by the browser.
    await expect.poll(() => link.evaluate(link => link.textContent), { timeout: 30_000 }).toBe(hostile);
    await expect(page.locator('img')).toHaveCount(0);
    const label = page.locator('tbody tr', { has: link }).locator('.c-acts [title]').first();
    expect(await label.getAttribute('title')).toContain(hostile);

    // The same as the server renders it and the browser takes it over.
    await page.reload();
    await hydrated(page);
    expect(await link.evaluate(link => link.textContent)).toBe(hostile);
    await expect(page.locator('img')).toHaveCount(0);

    await page.locator('tbody tr', { has: link }).locator('.c-acts a').first().click();
    await expect(page.getByRole('dialog')).toContainText('onerror=');
    await expect(page.locator('img')).toHaveCount(0);
    await page.keyboard.press('Escape');
    await expect(page.getByRole('dialog')).toHaveCount(0);

    await link.click();
    const heading = page.getByRole('heading', { level: 1 });
    await expect.poll(() => heading.evaluate(heading => heading.textContent)).toContain(hostile);
    await page.reload();
    await hydrated(page);
    await expect.poll(() => heading.evaluate(heading => heading.textContent)).toContain(hostile);
    await expect(page.locator('img')).toHaveCount(0);
    await expect(page).not.toHaveTitle('taken');
    // Neither an exception, nor a refusal of the content security policy.
    expect(complaint).toEqual([]);
  } finally {
    await simulator.rename('jkt01', id, old);
  }
});
