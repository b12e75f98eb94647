// How fast the list answers a person: from a click to new rows, and while a batch of two hundred runs.
// Prints one JSON object. Arguments: the address of a running demo with many servers, the session cookie.

import { chromium } from '@playwright/test';

const [url, cookie] = process.argv.slice(2);
if (!url || !cookie) throw new Error('usage: list.mjs URL COOKIE');
const at = cookie.indexOf('=');
const browser = await chromium.launch({
  executablePath: process.env.SKYDECK_CHROMIUM,
  args: ['--no-sandbox'],
});
const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
await context.addCookies([{ name: cookie.slice(0, at), value: cookie.slice(at + 1), url }]);
const page = await context.newPage();

/** Milliseconds from the click on `link` until other rows have been painted. */
async function toRows(link) {
  await page.locator(link).first().waitFor();
  return page.evaluate(async selector => {
    const names = () => [...document.querySelectorAll('tbody .c-name a')].map(a => a.textContent).join();
    const before = names();
    const clicked = performance.now();
    document.querySelector(selector).click();
    while (names() === before) {
      if (performance.now() - clicked > 10_000) throw new Error(`no other rows after ${selector}`);
      await new Promise(done => requestAnimationFrame(done));
    }
    await new Promise(done => requestAnimationFrame(() => setTimeout(done)));
    return performance.now() - clicked;
  }, link);
}

const median = values => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
const round = value => Math.round(value);

await page.goto(`${url}/servers`);
await page.locator('html.has-js').waitFor();
const sorts = ['cost', '-cost', 'memory', '-memory', 'vcpus', '-vcpus', 'disk', '-disk', '-name', 'name'];
const clicks = [];
for (const sort of sorts) {
  const column = sort.replace('-', '');
  clicks.push(await toRows(`thead a[href*="sort="][href*="${column}"], thead a[href="/servers"]`));
}

// A batch of two hundred, and the same clicks while it runs.
await page.goto(`${url}/servers?q=status:running%20provider:idcloudhost`);
await page.locator('html.has-js').waitFor();
const keys = await page.evaluate(async () => {
  const answer = await fetch('/api/servers/keys', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ search: 'status:running provider:idcloudhost' }),
  });
  return (await answer.json()).slice(0, 200);
});
const asked = Date.now();
const sheet = await page.evaluate(async on => {
  const answer = await fetch('/api/acts/ask', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ ask: { act: 'server.stop', on, fields: [], review: true } }),
  });
  return answer.json();
}, keys);
const planned = Date.now() - asked;
const confirmed = Date.now();
const begun = await page.evaluate(
  async ([plan, on]) => {
    const body = new URLSearchParams({
      operation: plan.operation,
      act: 'server.stop',
      on: on.join(','),
      fields: '',
      typed: plan.confirm.typed,
    });
    return (await fetch('/api/acts/run', { method: 'POST', body })).json();
  },
  [sheet.plan, keys],
);
const taken = Date.now() - confirmed;
await page.goto(`${url}/servers`);
await page.locator('html.has-js').waitFor();
await page.evaluate(() => {
  window.longest = 0;
  new PerformanceObserver(list => {
    for (const task of list.getEntries()) window.longest = Math.max(window.longest, task.duration);
  }).observe({ entryTypes: ['longtask'] });
});
const busy = [];
for (const sort of sorts) {
  const column = sort.replace('-', '');
  busy.push(await toRows(`thead a[href*="sort="][href*="${column}"], thead a[href="/servers"]`));
}
const longest = await page.evaluate(() => window.longest);
const running = await page.evaluate(async id => {
  const answer = await fetch('/api/acts/batch', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ operation: id }),
  });
  return (await answer.json()).running;
}, begun.id);
await browser.close();

console.log(
  JSON.stringify({
    clicks: clicks.length,
    click_median_ms: round(median(clicks)),
    click_worst_ms: round(Math.max(...clicks)),
    batch: keys.length,
    plan_ms: planned,
    taken_ms: taken,
    still_running: running,
    busy_median_ms: round(median(busy)),
    busy_worst_ms: round(Math.max(...busy)),
    longest_task_ms: round(longest),
  }),
);
