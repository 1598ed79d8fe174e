import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ModelReport } from '@leadlight/report';
import { afterAll, describe } from 'vitest';
import { runCli } from './run-cli.ts';

const ROOT = fileURLToPath(new URL('../../../../', import.meta.url));
const named = process.env.LEADLIGHT_REAL_DATA;
const folder = named ? resolve(ROOT, named) : undefined;

export interface RealData {
  /** A file of the real data. */
  source(name: string): string;
  /** A file of this suite's own, removed when it ends. */
  own(name: string): string;
}

/** Tests on leads of real companies, where LEADLIGHT_REAL_DATA names their folder. */
export function describeOnRealData(name: string, suite: (files: RealData) => void): void {
  if (!folder) process.stdout.write(`skipped: no real data for "${name}" (LEADLIGHT_REAL_DATA names the folder)\n`);
  describe.skipIf(!folder)(name, () => {
    const scratch = mkdtempSync(join(tmpdir(), 'leadlight-real-'));
    afterAll(() => rmSync(scratch, { recursive: true }));
    suite({ source: (file) => join(folder ?? '', file), own: (file) => join(scratch, file) });
  });
}

/** What `leadlight train --json` answers for a CSV. @throws Error with what it said where it failed */
export async function trainAndReadReport(args: readonly string[]): Promise<ModelReport> {
  const ran = await runCli(['train', ...args, '--json']);
  if (ran.code !== 0) throw new Error(`leadlight train failed: ${ran.stderr}`);
  return JSON.parse(ran.stdout) as ModelReport;
}

export const verdictsOf = ({ leakage }: ModelReport): ReadonlyMap<string, string> =>
  new Map(leakage.findings.map(({ field, verdict }) => [field, verdict]));

export function leaderboardEntryOf({ leaderboard }: ModelReport, id: string) {
  const entry = leaderboard.find((candidate) => candidate.id === id);
  if (!entry) throw new Error(`No contender is called ${id}.`);
  return entry;
}
