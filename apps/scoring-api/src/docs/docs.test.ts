import { existsSync } from 'node:fs';
import { environmentValue } from '@leadlight/common';
import { chromium } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { startTestService } from '../testing/test-service.ts';

const CHROMIUM = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(existsSync);
if (CHROMIUM === undefined) {
  if (environmentValue(process.env, 'LEADLIGHT_REQUIRE_ALL'))
    throw new Error('LEADLIGHT_REQUIRE_ALL is 1, and no Chromium was found.');
  process.stdout.write('skipped: no Chromium\n');
}
const FLAGS = '--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking';

describe.skipIf(CHROMIUM === undefined)('the documentation page', () => {
  it('shows the operations in a browser, without other servers and without violations of its policy', async () => {
    const service = await startTestService();
    const browser = await chromium.launch({ executablePath: CHROMIUM, args: [...FLAGS.split(' '), '--disable-sync'] });
    const page = await browser.newPage();
    // The time-out of the test ends what hangs.
    page.setDefaultTimeout(0);
    const hosts = new Set<string>();
    const complaints: string[] = [];
    page.on('request', (request) => hosts.add(new URL(request.url()).host));
    page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
    page.on('pageerror', (error) => complaints.push(error.message));
    await page.goto(`${service.url}/docs`);
    await page.getByRole('heading', { name: 'Score up to 200 leads' }).waitFor();
    expect([...hosts].filter((host) => host !== '' && host !== new URL(service.url).host)).toEqual([]);
    expect(complaints).toEqual([]);
    await browser.close();
    await service.close();
  });
});
