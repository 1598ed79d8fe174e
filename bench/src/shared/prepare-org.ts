import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runLeadlight } from './run-leadlight.ts';

/** A folder with a simulated org that was synced, trained on, scored and written to; it goes away with `remove`. */
export async function prepareOrg(leads: number, seed: number, orgPort: number) {
  const folder = mkdtempSync(join(tmpdir(), 'leadlight-live-'));
  await runLeadlight([
    ...['start', '--once', '--json', '--leads', String(leads), '--seed', String(seed)],
    ...['--folder', folder, '--org-port', String(orgPort)],
  ]);
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}
