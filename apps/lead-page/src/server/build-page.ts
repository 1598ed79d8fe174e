import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { LeadPageError } from './errors.ts';
import { PAGE_BUNDLE, WORKSPACE_FOLDER } from './paths.ts';

/** The sources of the bundle, without generated JavaScript. */
const BUNDLE_SOURCES = [
  'force-app/main/default/lwc',
  'apps/lead-page/src/page',
  'apps/lead-page/rollup',
  'libs/lead-features/src',
];

/**
 * Builds the bundle of the page if it is missing or older than its sources.
 * @throws LeadPageError `lead_page_not_built`
 */
export async function buildPageIfStale(log: (line: string) => void): Promise<void> {
  const built = statSync(PAGE_BUNDLE, { throwIfNoEntry: false })?.mtimeMs;
  if (built !== undefined && newestSourceTimeMs() <= built) return;
  log(
    `Building the lead page: its bundle is ${built === undefined ? 'missing' : 'older than its sources'} (about 20 s) …`,
  );
  const { status, stdout, stderr } = spawnSync('nx', ['run', '@leadlight/lead-page:bundle-page'], {
    cwd: WORKSPACE_FOLDER,
    encoding: 'utf8',
    env: {
      ...process.env,
      PATH: `${join(WORKSPACE_FOLDER, 'node_modules/.bin')}:${process.env.PATH}`,
      NX_TUI: 'false',
    },
  });
  if (status !== 0 || !existsSync(PAGE_BUNDLE))
    throw new LeadPageError('lead_page_not_built', { output: `${stdout}${stderr}` });
}

function newestSourceTimeMs(): number {
  let newest = 0;
  for (const folder of BUNDLE_SOURCES)
    for (const entry of readdirSync(join(WORKSPACE_FOLDER, folder), { recursive: true, withFileTypes: true }))
      if (entry.isFile() && !entry.name.endsWith('.js') && !entry.parentPath.includes('__tests__'))
        newest = Math.max(newest, statSync(join(entry.parentPath, entry.name)).mtimeMs);
  return newest;
}
