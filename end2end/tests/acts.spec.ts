// Every act on every provider that has it: form, plan, confirmation, and the outcome followed live.

import type { Page } from '@playwright/test';

import { type Fill, choose, confirm, latest, open, perform, review, succeeded } from '../fixtures/acts.ts';
import { complaints, hydrated, signIn } from '../fixtures/people.ts';
import { Skydeck, expect, test } from '../fixtures/server.ts';
import { type Provider, Simulator } from '../fixtures/simulator.ts';

/** One act: its fields, or where on the page its link stands. */
interface Case {
  act: string;
  noun: RegExp;
  fields?: Fill;
  /** A section whose row offers it, under these words. */
  row?: [section: string, words: string];
  /** What the server's properties say afterwards. */
  shows?: string;
}

const POWER: Case[] = [
  { act: 'server.stop', noun: /^Stop/ },
  { act: 'server.start', noun: /^Start/ },
  { act: 'server.restart', noun: /^Restart/ },
];

const KEPT: Case[] = [
  { act: 'server.tag', noun: /^Tagging/, fields: { tags: 'prod web' } },
  { act: 'server.note', noun: /^Note/, fields: { note: 'Ask Ana before a restart.' } },
];

const WARREN: Case[] = [
  ...POWER,
  { act: 'server.rename', noun: /^Renaming/, fields: { name: 'renamed-one' } },
  { act: 'server.backups', noun: /^Switch of automatic backups/ },
  { act: 'server.password', noun: /^Change of the password/ },
  {
    act: 'server.billing',
    noun: /^Change of the billing account/,
    fields: { billing_account: /^Client projects/ },
    shows: 'Client projects',
  },
  { act: 'server.resize', noun: /^Resize/, fields: { vcpus: '3' } },
  { act: 'snapshot.create', noun: /^Snapshot/ },
  { act: 'disk.add', noun: /^Addition of the disk/, fields: { size_gib: '20' } },
  { act: 'disk.detach', noun: /^Detachment of the disk/, row: ['disks', 'Detach'] },
  { act: 'disk.attach', noun: /^Attachment of the disk/ },
  { act: 'disk.grow', noun: /^Growth of the disk/, row: ['disks', 'Grow'] },
  { act: 'disk.delete', noun: /^Deletion of the disk/, row: ['disks', 'Delete'] },
  { act: 'address.reserve', noun: /^Reservation of the address/ },
  { act: 'address.unassign', noun: /^Unassignment of the address/, row: ['addresses', 'Unassign'] },
  { act: 'address.assign', noun: /^Assignment of the address/ },
  { act: 'address.release', noun: /^Release of the address/, row: ['addresses', 'Release'] },
  { act: 'server.clone', noun: /^Clone/, fields: { name: 'copy-of-it' } },
  { act: 'server.rebuild', noun: /^Rebuild/ },
  { act: 'snapshot.delete', noun: /^Deletion of the snapshot/, row: ['snapshots', 'Delete'] },
  { act: 'server.reinstall', noun: /^Reinstallation/ },
  { act: 'server.force_stop', noun: /^Forced stop/ },
  { act: 'server.rescue', noun: /^Start of the rescue system/ },
  ...KEPT,
];

const CASES: Record<Provider, Case[]> = {
  virtua: [...POWER, { act: 'server.resize', noun: /^Resize/ }, { act: 'server.reinstall', noun: /^Reinstallation/ }, ...KEPT],
  idcloudhost: WARREN,
  elastis: WARREN,
};

const SUBJECT: Record<Provider, string> = { virtua: 'shop-web', idcloudhost: 'web-02', elastis: 'postgres-main' };

for (const provider of ['virtua', 'idcloudhost', 'elastis'] as const) {
  test.describe(`${provider}`, () => {
    let server: Skydeck;
    let page: Page;
    let path: string;
    let complaint: string[];

    test.beforeAll(async ({ browser }) => {
      test.setTimeout(150_000);
      // A deck of its own: servers are changed for good here.
      server = await Skydeck.start();
      page = await (await browser.newContext({ baseURL: server.url })).newPage();
      await signIn(page, server);
      path = await open(page, provider, { name: SUBJECT[provider] });
      complaint = complaints(page);
    });
    test.afterAll(async () => {
      await page.context().close();
      await server.stop();
    });
    test.afterEach(() => expect(complaint).toEqual([]));

    for (const { act, noun, fields, row, shows } of CASES[provider]) {
      test(act, async () => {
        if (row) {
          await page.goto(path);
          await hydrated(page);
          const [section, words] = row;
          await page.locator(`#${section} tbody`).getByRole('link', { name: words, exact: true }).last().click();
          await review(page, fields);
          await confirm(page);
        } else if (act === 'server.resize' && provider === 'virtua') {
          await page.goto(`${path}?do=${act}`);
          await hydrated(page);
          const cards = page.getByRole('dialog').locator('input[name=plan]:enabled:not(:checked)');
          await cards.first().check({ force: true });
          await review(page);
          await confirm(page);
        } else {
          // What the act before set free is offered once it has been read, a few seconds later.
          if (act === 'address.assign' || act === 'disk.attach') {
            await expect(async () => {
              await page.goto(`${path}?do=${act}`);
              const free = page.getByRole('dialog').locator('select option:enabled:not([value=""])');
              expect(await free.count()).toBeGreaterThan(0);
            }).toPass({ timeout: 30_000 });
          }
          await perform(page, path, act, fields);
        }
        await succeeded(page, noun);
        if (shows) await expect(page.locator('dl.props')).toContainText(shows);
      });
    }

    test('lock and unlock bind every browser', async ({ browser }) => {
      const other = await (await browser.newContext({ baseURL: server.url })).newPage();
      await signIn(other, server, 'admin');
      await other.goto(path);
      await hydrated(other);
      await perform(page, path, 'server.lock', { reason: 'Month end' });
      const banner = other.locator('.banner', { hasText: 'Month end' });
      await expect(banner).toBeVisible();
      await expect(other.getByRole('main').getByRole('link', { name: 'Restart', exact: true })).toHaveCount(0);
      await other.goto(`${path}?do=server.restart`);
      const sheet = other.getByRole('dialog');
      await expect(sheet).toContainText(/locked/i);
      await expect(sheet.locator('button[form=plan-form]')).toHaveAttribute('aria-disabled', 'true');
      await page.getByRole('link', { name: 'Unlock' }).click();
      await review(page);
      await confirm(page);
      await expect(banner).toHaveCount(0);
      await other.context().close();
    });

    test('a deletion asks for the name', async () => {
      await page.goto(path);
      await hydrated(page);
      const name = await page.getByRole('heading', { level: 1 }).innerText();
      await page.locator('#danger').getByRole('link', { name: 'Delete' }).click();
      const sheet = await review(page);
      const button = sheet.locator('button[form=plan-form]');
      await expect(button).toHaveAttribute('aria-disabled', 'true');
      await sheet.getByLabel(/^Type/).fill(`${name}x`);
      await expect(button).toHaveAttribute('aria-disabled', 'true');
      await sheet.getByLabel(/^Type/).fill(name);
      await expect(button).not.toHaveAttribute('aria-disabled', 'true');
      await button.click();
      await expect(sheet).toHaveCount(0);
      await page.goto('/activity');
      // Its own page asked for it once more and was told that it is gone.
      complaint = complaints(page);
      const row = page.locator('tbody tr', { hasText: name }).filter({ hasText: 'Deletion' });
      await expect(row.first()).toContainText('Succeeded', { timeout: 40_000 });
      await page.goto(`/servers?q=${encodeURIComponent(`name~"${name}"`)}`);
      await expect(page.locator('tbody td.c-name a', { hasText: name })).toHaveCount(0, { timeout: 30_000 });
    });
  });
}

test('an account that cannot pay is said to be one before anything is sent', async ({ page, server }) => {
  await signIn(page, server);
  const path = await open(page, 'idcloudhost', { name: 'web-01' });
  await page.goto(`${path}?do=server.billing`);
  await hydrated(page);
  const sheet = page.getByRole('dialog');
  await choose(sheet.locator('[name=billing_account]'), /^Experiments.*cannot pay/);
  await sheet.locator('button[form=act-form]').click();
  await expect(sheet.locator('#plan-form')).toBeAttached();
  await expect(sheet).toContainText('cannot pay for new things');
});

test.describe('one plan', () => {
  test.beforeEach(() => test.setTimeout(150_000));
  test('the way back leads to the form with everything in it', async ({ page, server }) => {
    await signIn(page, server);
    const path = await open(page, 'idcloudhost', { state: 'running' });
    await page.goto(`${path}?do=server.rename`);
    await hydrated(page);
    const sheet = page.getByRole('dialog');
    await expect(sheet.locator('[name=name]')).toBeFocused();
    await review(page, { name: 'another-name' });
    await expect(page).toHaveURL(/review=1/);
    await expect(sheet).toContainText('another-name');
    await page.goBack();
    await expect(sheet.locator('[name=name]')).toHaveValue('another-name');
    // What is wrong is said beside its field, which has the focus.
    await sheet.locator('[name=name]').fill('');
    await sheet.locator('button[form=act-form]').click();
    await expect(sheet.locator('[name=name]')).toHaveAttribute('aria-invalid', 'true');
    await expect(sheet.locator('[name=name]')).toBeFocused();
    await review(page, { name: 'third-name' });
    await expect(page).toHaveURL(/name=third-name.*review=1/);
    await page.reload();
    await hydrated(page);
    await expect(sheet).toContainText('third-name');
    await page.keyboard.press('Escape');
    await expect(sheet).toHaveCount(0);
    await expect(page).toHaveURL(new RegExp(`${path}$`));
  });

  test('tags are added to tags, and taken off', async ({ page, server }) => {
    await signIn(page, server);
    const path = await open(page, 'virtua', { state: 'running' });
    const wrong: Error[] = [];
    page.on('pageerror', error => wrong.push(error));
    await perform(page, path, 'server.tag', { tags: 'first-tag' });
    await succeeded(page, /^Tagging/);
    await perform(page, path, 'server.tag', { tags: 'second-tag', take_off: 'first-tag' });
    await expect(page.getByRole('main')).toContainText('second-tag', { timeout: 20_000 });
    await expect(page.getByRole('main').getByRole('link', { name: 'first-tag' })).toHaveCount(0);
    expect(wrong).toEqual([]);
  });

  test('a plan that is not true any more is read again in place', async ({ page, server }) => {
    await signIn(page, server);
    const path = await open(page, 'elastis', { state: 'running' });
    await page.goto(`${path}?do=server.backups`);
    await hydrated(page);
    const sheet = page.getByRole('dialog');
    await review(page);
    // Somebody renames the server meanwhile.
    const other = await page.context().newPage();
    await perform(other, path, 'server.rename', { name: 'renamed-meanwhile' });
    await succeeded(other, /^Renaming/);
    // What a plan is held against is what was read.
    await expect(other.getByRole('heading', { level: 1 })).toHaveText('renamed-meanwhile');
    await other.close();

    await sheet.locator('button[form=plan-form]').click();
    await expect(sheet).toContainText('has changed since this plan was made: nothing was sent.');
    await sheet.getByRole('button', { name: 'Read the plan again' }).click();
    await expect(sheet.getByRole('button', { name: 'Read the plan again' })).toHaveCount(0);
    await expect(sheet).not.toContainText('has changed since');
    await confirm(page);
    await succeeded(page, /^Switch of automatic backups/);
  });

  /** Every address that the page asks for, is at, or is sent on to, from now on. */
  async function addresses(page: Page): Promise<() => Promise<string>> {
    const seen: string[] = [];
    page.on('request', request => seen.push(request.url()));
    page.on('framenavigated', frame => seen.push(frame.url()));
    page.on('response', async response => void seen.push((await response.allHeaders().catch(() => ({}) as Record<string, string>)).location ?? ''));
    // What script puts into the history, in place of an entry too.
    await page.addInitScript(() => {
      const kept = JSON.parse(sessionStorage.getItem('test:entries') ?? '[]') as string[];
      for (const name of ['pushState', 'replaceState'] as const) {
        const change = history[name].bind(history);
        history[name] = (state, unused, to) => {
          kept.push(String(to), JSON.stringify(state));
          sessionStorage.setItem('test:entries', JSON.stringify(kept));
          change(state, unused, to);
        };
      }
    });
    return async () => {
      const inside = await page.evaluate(() => [
        location.href,
        document.referrer,
        sessionStorage.getItem('test:entries') ?? '',
        ...performance.getEntries().map(entry => entry.name),
      ]);
      return [...seen, ...inside].join('\n');
    };
  }

  test('what is written into a note stands in no address, and is there on the way back', async ({ page, server }) => {
    await signIn(page, server);
    const path = await open(page, 'idcloudhost', { name: 'cache-01' });
    const all = await addresses(page);
    await page.goto(`${path}?do=server.note`);
    await hydrated(page);
    const sheet = page.getByRole('dialog');
    const note = sheet.locator('[name=note]');
    await expect(sheet.getByText('This form needs JavaScript.')).toBeHidden();
    await review(page, { note: 'CANARY-1\nof two lines' });
    await expect(page).toHaveURL(/\?do=server\.note&review=1$/);

    await page.goBack();
    await expect(note).toHaveValue('CANARY-1\nof two lines');
    await expect(page).toHaveURL(/\?do=server\.note$/);
    await page.goForward();
    await expect(sheet.locator('#plan-form')).toBeAttached();
    await sheet.getByRole('link', { name: 'Change' }).click();
    await expect(note).toHaveValue('CANARY-1\nof two lines');
    await review(page, { note: 'CANARY-2' });
    await expect(sheet).toContainText('8 characters');
    expect(await all()).toContain('review=1');

    // A page that is loaded again has nothing of it, and says so instead of a plan without it.
    await page.reload();
    await hydrated(page);
    await expect(note).toHaveAttribute('aria-invalid', 'true');
    await expect(sheet.locator('#f-note-note')).toContainText('gone, because no address keeps it');
    await expect(sheet.locator('#plan-form')).toHaveCount(0);
    await review(page, { note: 'CANARY-3' });
    await expect(page).toHaveURL(/\?do=server\.note&review=1$/);

    // Closed, it is given up.
    await page.keyboard.press('Escape');
    await expect(sheet).toHaveCount(0);
    await expect(page).toHaveURL(new RegExp(`${path}$`));
    await page.locator('.marks').getByRole('link', { name: /note/i }).click();
    await expect(note).toHaveValue('');
    await review(page, { note: 'CANARY-4' });
    await confirm(page);
    await expect(page.locator('.kept-note')).toHaveText('CANARY-4');
    await expect(page).toHaveURL(new RegExp(`${path}$`));
    expect(await all()).not.toContain('CANARY');

    // Back from there is the form as it begins.
    await page.goBack();
    await expect(note).toHaveValue('CANARY-4');
  });

  test('why something is locked stands in no address either', async ({ page, server }) => {
    await signIn(page, server);
    const path = await open(page, 'idcloudhost', { name: 'cache-01' });
    const all = await addresses(page);
    await page.goto(`${path}?do=server.lock`);
    await hydrated(page);
    await review(page, { reason: 'CANARY' });
    await expect(page).toHaveURL(/\?do=server\.lock&review=1$/);
    await page.goBack();
    await expect(page.getByRole('dialog').locator('[name=reason]')).toHaveValue('CANARY');
    await page.goForward();
    await confirm(page);
    await expect(page.locator('.banner', { hasText: 'CANARY' })).toBeVisible();
    expect(await all()).not.toContain('CANARY');
    await perform(page, path, 'server.unlock');
    await expect(page.locator('.banner', { hasText: 'CANARY' })).toHaveCount(0);
  });

  test('a form follows what is typed, and the focus stays', async ({ page, server }) => {
    await signIn(page, server);
    const path = await open(page, 'elastis', { state: 'running' });
    await page.goto(`${path}?do=server.resize`);
    await hydrated(page);
    const sheet = page.getByRole('dialog');
    const vcpus = sheet.locator('[name=vcpus]');
    const price = sheet.locator('.price-line');
    await vcpus.fill('6');
    await expect(price).toContainText('/mo');
    const six = await price.innerText();
    await expect(vcpus).toBeFocused();
    await vcpus.pressSequentially('4');
    await expect(vcpus).toHaveValue('64');
    await sheet.locator('button[form=act-form]').click();
    await expect(vcpus).toHaveAttribute('aria-invalid', 'true');
    await expect(vcpus).toBeFocused();
    await expect(vcpus).toHaveValue('64');
    await vcpus.fill('8');
    await expect(vcpus).not.toHaveAttribute('aria-invalid', 'true');
    await expect(price).toContainText('/mo');
    await expect(price).not.toHaveText(six);
    await expect(vcpus).toBeFocused();
  });

  test('a resize that has to stop the server is three steps, followed live', async ({ page, server }) => {
    const simulator = await Simulator.of(server, 'elastis');
    await signIn(page, server);
    const path = await open(page, 'elastis', { name: 'shop-backend' });
    const [stops, starts] = [await simulator.writes('/stop'), await simulator.writes('/start')];
    const before = await page.locator('#facts').getByText(/vCPU/).innerText();
    await page.goto(`${path}?do=server.resize`);
    await hydrated(page);
    const vcpus = page.getByRole('dialog').locator('[name=vcpus]');
    const size = (await vcpus.inputValue()) === '4' ? '6' : '4';
    await review(page, { vcpus: size });
    // They are shown for as long as the change lasts, which is until they were seen.
    await simulator.fault({ path: '/user-resource/vm/stop', kind: 'held' });
    try {
      await confirm(page);
      const steps = page.getByRole('main').getByRole('status').locator('.steps > li');
      await expect(steps).toHaveText([/Stop/, /Change size/, /Start/]);
    } finally {
      await simulator.mend();
    }
    await succeeded(page, /^Resize/);
    await expect(page.locator('#facts')).not.toContainText(before);
    expect([await simulator.writes('/stop'), await simulator.writes('/start')]).toEqual([stops + 1, starts + 1]);
    await latest(page).getByText('3 steps').click();
    await expect(latest(page).locator('.steps > li')).toHaveCount(3);
  });

  for (const [act, fields, suffix] of [
    ['server.resize', { vcpus: '3' }, '/user-resource/vm'],
    ['server.delete', {}, '/user-resource/vm'],
  ] as const) {
    test(`${act}: a lost answer is unknown, sent once, and settled by reading`, async ({ browser }) => {
      const server = await Skydeck.start();
      try {
        const page = await (await browser.newContext({ baseURL: server.url })).newPage();
        const simulator = await Simulator.of(server, 'elastis');
        await signIn(page, server);
        const path = await open(page, 'elastis', { state: 'stopped' });
        const name = await page.getByRole('heading', { level: 1 }).innerText();
        const method = act === 'server.delete' ? 'DELETE' : 'PATCH';
        await simulator.fault({ method, path: suffix, kind: 'cut', work_done: true });
        const before = await simulator.writes(suffix);
        await perform(page, path, act, fields);
        await page.goto('/activity');
        const row = page.locator('tbody tr', { hasText: name }).first();
        await expect(row).toContainText(/Unknown|Succeeded/, { timeout: 30_000 });
        await expect(row).toContainText('Succeeded', { timeout: 50_000 });
        await expect(row).toContainText(/confirmed by reading/i);
        expect(await simulator.writes(suffix)).toBe(before + 1);
      } finally {
        await server.stop();
      }
    });
  }

  test('many at once: one plan, one line a server', async ({ page, server }) => {
    await signIn(page, server);
    await page.goto('/servers?q=provider%3Aidcloudhost');
    await hydrated(page);
    const keys = await page.locator('tbody td.c-name a').evaluateAll(links =>
      links.map(link => (link as HTMLAnchorElement).pathname.split('/').pop() ?? ''),
    );
    await page.goto(`/servers?q=provider%3Aidcloudhost&do=server.tag&on=${keys.slice(0, 3).join(',')}`);
    await hydrated(page);
    const sheet = await review(page, { tags: 'fleet' });
    await expect(sheet.locator('.items > li')).toHaveCount(3);
    await sheet.locator('button[form=plan-form]').click();
    await expect(page).toHaveURL(/q=provider.*batch=/);
    await expect(sheet.getByRole('status')).toContainText('3 of 3 done', { timeout: 20_000 });
    await expect(sheet.locator('.items > li')).toHaveCount(3);
    await page.keyboard.press('Escape');
    await expect(sheet).toHaveCount(0);
  });
});
