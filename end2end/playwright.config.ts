import { defineConfig } from '@playwright/test';

import { browser } from './fixtures/paths.ts';

export default defineConfig({
  testDir: './tests',
  // A test that passes the second time is a fault that someone meets the first time.
  retries: 0,
  workers: 2,
  fullyParallel: false,
  forbidOnly: !!process.env.CI,
  // Deadlines for a busy machine of two cores, not delays: whoever is done earlier goes on earlier.
  timeout: 120_000,
  expect: { timeout: 20_000 },
  reporter: process.env.CI ? [['list']] : [['list'], ['html', { open: 'never' }]],
  use: {
    browserName: 'chromium',
    headless: true,
    locale: 'en-GB',
    timezoneId: 'UTC',
    // Where a test fails, run it with `--trace on`. Recording every test costs time, and on a busy machine Playwright itself
    // now and then fails to pack what it recorded.
    trace: 'off',
    screenshot: 'only-on-failure',
    launchOptions: {
      executablePath: browser(),
      args: [
        // The sandbox refuses to start as root, which is what containers run as.
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    },
  },
});
