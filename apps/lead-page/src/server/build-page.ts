import { execFile } from 'node:child_process';
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { LeadPageError } from './errors.ts';
import { APP_FOLDER, LABELS_FILE, PAGE_BUNDLE, WORKSPACE_FOLDER } from './paths.ts';

/** The sources of the bundle, without generated JavaScript. */
const BUNDLE_SOURCES = [
  'force-app/main/default/lwc',
  'apps/lead-page/src/page',
  'apps/lead-page/bundle',
  'libs/lead-features/src',
];
/** A small nursery keeps less memory resident: the bundle is built while the org is read. */
const BUNDLE_FLAGS = ['--max-semi-space-size=4', '--disable-warning=ExperimentalWarning'];

/**
 * Builds the bundle of the page if it is missing or older than its sources. Types are not checked.
 * @returns whether it was built
 * @throws LeadPageError `lead_page_not_built`
 */
export async function buildPageIfStale(log: (line: string) => void): Promise<boolean> {
  const built = statSync(PAGE_BUNDLE, { throwIfNoEntry: false })?.mtimeMs;
  if (built !== undefined && newestSourceTimeMs() <= built) return false;
  log(`Building the lead page: its bundle is ${built === undefined ? 'missing' : 'older than its sources'} …`);
  try {
    await runNode('tools/labels.mjs');
    await runNode(join(APP_FOLDER, 'bundle/bundle-page.mjs'), BUNDLE_FLAGS);
  } catch (error) {
    const {
      stdout = '',
      stderr = '',
      message,
    } = error as Error & { readonly stdout?: string; readonly stderr?: string };
    throw new LeadPageError('lead_page_not_built', { output: `${stdout}${stderr}` || message });
  }
  return true;
}

/** esbuild, a Go program, collects garbage four times as often as usual. */
const runNode = (script: string, flags: readonly string[] = []) =>
  promisify(execFile)(process.execPath, [...flags, script], {
    cwd: WORKSPACE_FOLDER,
    env: { ...process.env, GOGC: '25' },
  });

function newestSourceTimeMs(): number {
  let newest = statSync(LABELS_FILE).mtimeMs;
  for (const folder of BUNDLE_SOURCES)
    for (const entry of readdirSync(join(WORKSPACE_FOLDER, folder), { recursive: true, withFileTypes: true }))
      if (entry.isFile() && !entry.name.endsWith('.js') && !entry.parentPath.includes('__tests__'))
        newest = Math.max(newest, statSync(join(entry.parentPath, entry.name)).mtimeMs);
  return newest;
}
