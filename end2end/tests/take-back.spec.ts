// What was confirmed and not sent yet is taken back: nothing of it ever reaches the provider.

import type { Browser, Locator, Page } from '@playwright/test';

import { latest, perform, review, succeeded } from '../fixtures/acts.ts';
import { complaints, hydrated, signIn } from '../fixtures/people.ts';
import { Skydeck, expect, test } from '../fixtures/server.ts';
import { Simulator } from '../fixtures/simulator.ts';

/** How many changes are under way at once with one key. */
const AT_ONCE = 4;

const STOP = '/user-resource/vm/stop';
const TAKEN_BACK = /Not sent: taken back by .+\. Nothing changed\./;
const FOR_WHAT = `${AT_ONCE} other changes with this key go first.`;

/** A deck of its own, where the answers to stops are held until the simulator is mended; with the paths of running servers. */
async function held(
  browser: Browser,
  run: (page: Page, simulator: Simulator, paths: string[]) => Promise<void>,
): Promise<void> {
  const server = await Skydeck.start();
  try {
    const page = await (await browser.newContext({ baseURL: server.url })).newPage();
    const simulator = await Simulator.of(server, 'idcloudhost');
    await signIn(page, server);
    await page.goto('/servers?q=provider%3Aidcloudhost+status%3Arunning');
    await expect.poll(() => page.locator('tbody td.c-name a').count()).toBeGreaterThan(AT_ONCE + 2);
    const paths = await page
      .locator('tbody td.c-name a')
      .evaluateAll(links => links.map(link => (link as HTMLAnchorElement).pathname));
    await simulator.fault({ path: STOP, kind: 'held', count: null });
    const complaint = complaints(page);
    await run(page, simulator, paths);
    expect(complaint).toEqual([]);
    await page.context().close();
  } finally {
    await server.stop();
  }
}

/** Has these servers stopped; the batch is on top of the list afterwards, and as many of it as can be are on their way. */
async function stop(page: Page, simulator: Simulator, paths: string[]): Promise<Locator> {
  const keys = paths.map(path => path.split('/').pop() ?? '');
  await page.goto(`/servers?do=server.stop&on=${keys.join(',')}`);
  await hydrated(page);
  const sheet = await review(page);
  await sheet.locator('button[form=plan-form]').click();
  await expect(page).toHaveURL(/batch=/);
  await expect.poll(() => simulator.writes(STOP)).toBe(AT_ONCE);
  await expect(sheet.locator('.items > li').filter({ hasText: 'Under way' })).toHaveCount(AT_ONCE);
  return sheet;
}

test('the rest of a batch is not sent, and what is on its way goes on', async ({ browser }) => {
  await held(browser, async (page, simulator, paths) => {
    const [next, ...chosen] = paths.slice(0, AT_ONCE + 3);
    const sheet = await stop(page, simulator, chosen);
    const lines = sheet.locator('.items > li');
    await expect(lines.filter({ hasText: FOR_WHAT })).toHaveCount(2);

    await sheet.getByRole('button', { name: 'Do not send the rest', exact: true }).click();
    await expect(lines.filter({ hasText: TAKEN_BACK })).toHaveCount(2);
    await expect(sheet.getByRole('button', { name: /^Do not send/ })).toHaveCount(0);
    await expect(lines.filter({ hasText: 'Under way' })).toHaveCount(AT_ONCE);

    await simulator.mend();
    const counts = sheet.getByRole('status');
    await expect(counts).toContainText(`${AT_ONCE} of ${chosen.length} done`, { timeout: 40_000 });
    await expect(counts).toContainText('2 failed');
    // This one stood in line behind those that were taken back.
    await perform(page, next ?? '', 'server.stop');
    await succeeded(page, /^Stop/);
    expect(await simulator.writes(STOP)).toBe(AT_ONCE + 1);
  });
});

test('one change that waits is not sent, from its page and from the activity', async ({ browser }) => {
  await held(browser, async (page, simulator, paths) => {
    const [next = '', first = '', second = '', ...chosen] = paths.slice(0, AT_ONCE + 3);
    await stop(page, simulator, chosen);

    await perform(page, first, 'server.stop');
    const under = page.getByRole('main').getByRole('status').filter({ hasText: 'Stopping' });
    await expect(under).toContainText(FOR_WHAT);
    await under.getByRole('button', { name: 'Do not send', exact: true }).click();
    await expect(latest(page)).toContainText(TAKEN_BACK);
    await expect(page.getByRole('button', { name: 'Do not send', exact: true })).toHaveCount(0);

    await perform(page, second, 'server.stop');
    const name = await page.getByRole('heading', { level: 1 }).innerText();
    await page.goto('/activity');
    await hydrated(page);
    const row = page.locator('tbody tr', { hasText: name }).first();
    await expect(row).toContainText(FOR_WHAT);
    await row.getByRole('button', { name: 'Do not send', exact: true }).click();
    await expect(row).toContainText(TAKEN_BACK);
    await expect(row).toContainText('Failed');

    await simulator.mend();
    await perform(page, next, 'server.stop');
    await succeeded(page, /^Stop/);
    // Only those that were on their way, and the one that came behind all of them.
    expect(await simulator.writes(STOP)).toBe(AT_ONCE + 1);
  });
});
