import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { chromium, type BrowserContext, type Page } from 'playwright-core';
import { APP_FOLDER } from '../server/paths.ts';

const FLAGS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

const executable = ['chromium', 'chromium-browser', 'google-chrome']
  .flatMap((name) => (process.env.PATH ?? '').split(delimiter).map((folder) => join(folder, name)))
  .find((path) => existsSync(path));

/** Whether browser tests are left out. With LEADLIGHT_REQUIRE_ALL=1 they run, and fail where there is no browser. */
export function skipBrowserTests(): boolean {
  const skips = executable === undefined && process.env.LEADLIGHT_REQUIRE_ALL !== '1';
  if (skips) process.stdout.write('skipped: no Chromium\n');
  return skips;
}

export interface BrowserSettings {
  readonly width?: number;
  readonly height?: number;
  readonly locale?: string;
  readonly colorScheme?: 'light' | 'dark';
}

export interface OpenPage {
  readonly page: Page;
  /** What went wrong on the page: errors of scripts, and answers that were not a success. */
  readonly errors: readonly string[];
  close(): Promise<void>;
}

/** A browser with a profile of its own. @throws where there is no Chromium */
export async function openPage(settings: BrowserSettings = {}): Promise<OpenPage> {
  if (executable === undefined)
    throw new Error('No Chromium, and LEADLIGHT_REQUIRE_ALL=1 (Debian: apt-get install chromium).');
  const { width = 1280, height = 900, locale = 'en-GB', colorScheme = 'light' } = settings;
  const profile = mkdtempSync(join(tmpdir(), 'lead-page-profile-'));
  const context: BrowserContext = await chromium.launchPersistentContext(profile, {
    executablePath: executable,
    args: FLAGS,
    viewport: { width, height },
    locale,
    colorScheme,
    timezoneId: 'Europe/Berlin',
  });
  const page = context.pages()[0] ?? (await context.newPage());
  const faults: string[] = [];
  page.on('pageerror', (error) => faults.push(error.message));
  page.on('console', (message) => message.type() === 'error' && faults.push(message.text()));
  page.on('response', (response) => response.status() >= 400 && faults.push(`${response.status()} ${response.url()}`));
  const close = async () => {
    await context.close();
    rmSync(profile, { recursive: true, force: true });
  };
  return { page, errors: faults, close };
}

const screenshots = join(APP_FOLDER, 'screenshots');

/** Keeps a picture of the page for people to look at. */
export async function saveScreenshot(page: Page, name: string): Promise<void> {
  mkdirSync(screenshots, { recursive: true });
  await page.screenshot({ path: join(screenshots, `${name}.png`), animations: 'disabled' });
}

/**
 * Does something with all of the page in sight: it scrolls inside itself, so that what is further down is neither in a
 * picture nor looked at by axe.
 */
export async function withWholePage<Result>(page: Page, look: () => Promise<Result>): Promise<Result> {
  const size = page.viewportSize()!;
  const height = await page.evaluate(() => {
    const scrolled = [...document.querySelectorAll('main, body')].map(({ scrollHeight }) => scrollHeight);
    return Math.max(innerHeight, ...scrolled) + 60;
  });
  await page.setViewportSize({ width: size.width, height });
  try {
    return await look();
  } finally {
    await page.setViewportSize(size);
  }
}
