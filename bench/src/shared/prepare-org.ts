import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runLeadlight } from './run-leadlight.ts';

/** The command that creates a simulated org in a folder, syncs it, trains, scores and writes back. */
export const startArgs = (folder: string, leads: number, seed: number, orgPort: number): readonly string[] => [
  ...['start', '--once', '--json', '--leads', String(leads), '--seed', String(seed)],
  ...['--folder', folder, '--org-port', String(orgPort)],
];

/** Prepares such an org in a temporary folder, which `remove` deletes. */
export async function prepareOrg(leads: number, seed: number, orgPort: number) {
  const folder = mkdtempSync(join(tmpdir(), 'leadlight-live-'));
  await runLeadlight(startArgs(folder, leads, seed, orgPort));
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}
