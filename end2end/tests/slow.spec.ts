// A slow line: answers take seconds, and news does not wait for them.

import type { Page, Route } from '@playwright/test';

import { open } from '../fixtures/acts.ts';
import { hydrated, signIn } from '../fixtures/people.ts';
import { expect, test } from '../fixtures/server.ts';

/** Calls of one path, held until the test lets them go. */
class Held {
  readonly #waiting: Route[] = [];
  /** How many calls there were. */
  calls = 0;
  /** How many waited for an answer at the same time. */
  most = 0;
  readonly #page: Page;
  readonly #path: string;

  private constructor(page: Page, path: string) {
    this.#page = page;
    this.#path = path;
  }

  static async on(page: Page, path: string): Promise<Held> {
    const held = new Held(page, path);
    await page.route(`**${path}`, route => {
      held.calls += 1;
      held.#waiting.push(route);
      held.most = Math.max(held.most, held.#waiting.length);
    });
    return held;
  }

  get waiting(): number {
    return this.#waiting.length;
  }

  /** Takes the call that has waited longest: what it asks, and how to let it go. */
  async next(): Promise<{ asked: string; answer: () => Promise<void> }> {
    await expect.poll(() => this.waiting, { message: this.#path }).toBeGreaterThan(0);
    const route = this.#waiting.shift()!;
    const request = route.request();
    const answer = async () => {
      const came = this.#page.waitForEvent('response', response => response.request() === request);
      await route.continue();
      await came;
    };
    return { asked: request.postData() ?? '', answer };
  }

  async answer(): Promise<void> {
    await (await this.next()).answer();
  }
}

/** Has the test say when the page hears that servers have changed, and nobody else. */
async function news(page: Page): Promise<() => Promise<void>> {
  await page.addInitScript(() => {
    const streams: EventTarget[] = [];
    class Stream extends EventTarget {
      static readonly CLOSED = 2;
      readyState = 1;
      constructor() {
        super();
        streams.push(this);
      }
      close() {
        this.readyState = 2;
      }
    }
    const tell = () => {
      for (const stream of streams) stream.dispatchEvent(new MessageEvent('change', { data: '{"kind":"servers"}' }));
    };
    Object.assign(window, { EventSource: Stream, tell });
  });
  return () => page.evaluate(() => (window as unknown as { tell: () => void }).tell());
}

const servers = (page: Page) => page.locator('tbody td.c-name > a');
const sheet = (page: Page) => page.getByRole('dialog');

/** Whether the focus is in the sheet. */
const focused = (page: Page) => sheet(page).evaluate(dialog => dialog.contains(document.activeElement));

test('news does not break off the reading that a page waits for', async ({ page, server }) => {
  const tell = await news(page);
  await signIn(page, server, 'viewer');
  await hydrated(page);
  const detail = await Held.on(page, '/api/servers/get');
  const deck = await Held.on(page, '/api/session/get');
  await servers(page).first().click();
  await expect.poll(() => detail.waiting).toBe(1);
  // The line at the foot of the rail asks for its own part once it has heard of something new.
  for (let told = 0; told < 4; told += 1) {
    await tell();
    await deck.answer();
  }
  expect(detail.calls).toBe(1);
  await detail.answer();
  await expect(page.locator('dl.props')).toBeVisible();
  // What has changed meanwhile is read as well, once.
  await expect.poll(() => detail.calls).toBe(2);
  expect([detail.most, deck.most]).toEqual([1, 1]);
});

test('another search waits for no answer to the one before', async ({ page, server }) => {
  await news(page);
  await signIn(page, server, 'viewer');
  await hydrated(page);
  const list = await Held.on(page, '/api/servers/list');
  const [field, table] = [page.getByLabel('Search servers'), page.locator('table.table')];
  await expect(table).not.toHaveAttribute('aria-busy');
  await field.fill('status:stopped');
  const former = await list.next();
  expect(former.asked).toContain('status:stopped');
  await expect(table).toHaveAttribute('aria-busy', 'true');
  await field.fill('status:running');
  const latter = await list.next();
  expect(latter.asked).toContain('status:running');
  await latter.answer();
  await expect(table).not.toHaveAttribute('aria-busy');
  await expect(page.locator('tbody')).toContainText(/running/i);
  await expect(page.locator('tbody')).not.toContainText(/stopped/i);
  // Nobody wants that one any more.
  await former.answer();
  await page.evaluate(() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done))));
  await expect(page.locator('tbody')).not.toContainText(/stopped/i);
});

test('a sheet that is on its way is there at once, can be closed, and turns into the one asked for', async ({ page, server }) => {
  await news(page);
  await signIn(page, server, 'operator');
  await open(page, 'elastis', { state: 'running' });
  await hydrated(page);
  const acts = await Held.on(page, '/api/acts/ask');
  const stop = page.getByRole('main').getByRole('link', { name: 'Stop', exact: true });
  await stop.click();
  const loading = sheet(page).getByRole('status', { name: 'Loading' });
  await expect(loading).toBeVisible();
  expect(await focused(page)).toBe(true);
  await page.keyboard.press('Escape');
  await expect(sheet(page)).toHaveCount(0);
  await expect(page).not.toHaveURL(/do=/);
  await expect(stop).toBeFocused();
  // What comes after it was closed opens nothing.
  await acts.answer();
  await page.evaluate(() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done))));
  await expect(sheet(page)).toHaveCount(0);

  await stop.click();
  await expect(loading).toBeVisible();
  await acts.answer();
  await expect(sheet(page).locator('#plan-form')).toBeAttached();
  await expect(loading).toHaveCount(0);
  await expect(sheet(page)).toHaveCount(1);
  await expect(sheet(page)).toHaveCSS('animation-name', 'none');
  await expect.poll(() => focused(page)).toBe(true);
  await page.keyboard.press('Escape');
  await expect(stop).toBeFocused();
});

test('what is still being read is asked for at one pace, however much news there was', async ({ page, server }) => {
  const tell = await news(page);
  // When the page asks, by its own clock.
  await page.addInitScript(() => {
    const [usual, times] = [window.fetch, [] as number[]];
    window.fetch = (to, init) => {
      if (String(to).endsWith('/api/servers/get')) times.push(performance.now());
      return usual(to, init);
    };
    Object.assign(window, { times });
  });
  const times = () => page.evaluate(() => (window as unknown as { times: number[] }).times);
  await signIn(page, server, 'viewer');
  await hydrated(page);
  await page.route('**/api/servers/get', async route => {
    const answer = await route.fetch();
    const detail = (await answer.json()) as { parts: { fetching: boolean }[] };
    for (const part of detail.parts) part.fetching = true;
    await route.fulfill({ response: answer, json: detail });
  });
  await servers(page).first().click();
  await expect(page.locator('dl.props')).toBeVisible();
  for (let told = 1; told < 6; told += 1) {
    await tell();
    await expect.poll(async () => (await times()).length).toBeGreaterThan(told);
  }
  // The last news may still be on its way into one more.
  const before = (await times()).length + 1;
  await expect.poll(async () => (await times()).length, { timeout: 60_000 }).toBeGreaterThan(before + 3);
  const since = (await times()).slice(before);
  for (const [place, at] of since.slice(1).entries()) expect(at - since[place]!).toBeGreaterThan(1_400);
});
