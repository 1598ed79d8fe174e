import { existsSync, mkdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { environmentValue } from '@leadlight/common';
import { chromium, type Browser, type Locator, type Page } from 'playwright-core';
import { afterAll } from 'vitest';
import { APP_FOLDER } from '../server/paths.ts';
import { shiftBrowserDate, TEST_DATE_OFFSET_MS } from './test-date.ts';

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

/** Whether to skip the browser tests. With LEADLIGHT_REQUIRE_ALL=1 they run, and fail if there is no browser. */
export function skipBrowserTests(): boolean {
  const skips = executable === undefined && !environmentValue(process.env, 'LEADLIGHT_REQUIRE_ALL');
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
  /** Script errors on the page, and responses that report a failure. */
  readonly errors: readonly string[];
  close(): Promise<void>;
}

/** For each action and wait: on a busy machine, a page takes ten times as long. */
const PAGE_TIMEOUT_MS = 120_000;

let browser: Promise<Browser> | undefined;
afterAll(async () => (await browser)?.close());

/** Starts Chromium for all pages of a test file. @throws if there is none */
function startBrowser(): Promise<Browser> {
  if (executable === undefined)
    throw new Error('No Chromium, and LEADLIGHT_REQUIRE_ALL=1 (Debian: apt-get install chromium).');
  return chromium.launch({ executablePath: executable, args: FLAGS });
}

/** Opens a page with its own profile, on the date of the tests. @throws if there is no Chromium */
export async function openPage(settings: BrowserSettings = {}): Promise<OpenPage> {
  browser ??= startBrowser();
  const { width = 1280, height = 900, locale = 'en-GB', colorScheme = 'light' } = settings;
  const context = await (
    await browser
  ).newContext({ viewport: { width, height }, locale, colorScheme, timezoneId: 'Europe/Berlin' });
  context.setDefaultTimeout(PAGE_TIMEOUT_MS);
  await context.addInitScript(shiftBrowserDate, TEST_DATE_OFFSET_MS);
  const page = await context.newPage();
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(error.message));
  page.on('console', (message) => message.type() === 'error' && errors.push(message.text()));
  page.on('response', (response) => response.status() >= 400 && errors.push(`${response.status()} ${response.url()}`));
  return { page, errors, close: () => context.close() };
}

const screenshots = join(APP_FOLDER, 'screenshots');

/** Saves a picture of the page for people to look at. */
export async function saveScreenshot(page: Page, name: string): Promise<void> {
  mkdirSync(screenshots, { recursive: true });
  await page.screenshot({ path: join(screenshots, `${name}.png`), animations: 'disabled' });
}

/** A part of the page, as the pictures of the guides show it. */
export async function saveElement(element: Locator, name: string): Promise<void> {
  mkdirSync(screenshots, { recursive: true });
  await element.screenshot({ path: join(screenshots, `${name}.png`), animations: 'disabled' });
}

/**
 * Runs a function while the window is as high as the page. The page scrolls inside itself, so otherwise a picture and axe
 * would miss what is further down.
 */
export async function withWholePage<Result>(page: Page, run: () => Promise<Result>): Promise<Result> {
  const size = page.viewportSize()!;
  const height = await page.evaluate(() => {
    const heights = [...document.querySelectorAll('main, body')].map(({ scrollHeight }) => scrollHeight);
    return Math.max(innerHeight, ...heights) + 60;
  });
  await page.setViewportSize({ width: size.width, height });
  try {
    return await run();
  } finally {
    await page.setViewportSize(size);
  }
}
