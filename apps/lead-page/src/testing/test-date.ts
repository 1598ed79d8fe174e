import { pathToFileURL } from 'node:url';
import { join } from 'node:path';
import { WORKSPACE_FOLDER } from '../server/paths.ts';

const { env } = process;

/**
 * The date on which the browser tests run: the simulated company is created relative to it, so on another date the tests
 * meet other leads. `LEADLIGHT_TEST_DATE` sets another one; see `tools/shift-date.mjs`.
 */
const TEST_DATE = env.LEADLIGHT_TEST_DATE || '2026-11-23T09:00:00Z';

/** From the clock of this machine to the clock of the tests. */
const OFFSET_MS = env.LEADLIGHT_TEST_DATE_OFFSET_MS || String(Date.parse(TEST_DATE) - Date.now());

/** For a Node process that runs on the date of the tests, as do all processes that it starts. */
export const TEST_DATE_ENV: Readonly<Record<string, string>> = {
  LEADLIGHT_TEST_DATE: TEST_DATE,
  LEADLIGHT_TEST_DATE_OFFSET_MS: OFFSET_MS,
  NODE_OPTIONS: `--import=${pathToFileURL(join(WORKSPACE_FOLDER, 'tools/shift-date.mjs')).href}`,
};

export const TEST_DATE_OFFSET_MS = Number(OFFSET_MS);

/** Runs in the browser, before any script of the page. */
export function shiftBrowserDate(offsetMs: number): void {
  const systemNow = Date.now.bind(Date);
  const now = () => systemNow() + offsetMs;
  globalThis.Date = new Proxy(Date, {
    construct: (target, args) => Reflect.construct(target, args.length === 0 ? [now()] : args) as object,
    get: (target, key) => (key === 'now' ? now : (Reflect.get(target, key) as unknown)),
  });
}
