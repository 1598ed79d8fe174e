import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { environmentValue } from '@leadlight/common';
import type { ModelReport } from '@leadlight/report';
import { afterAll, describe } from 'vitest';
import { runCli } from './run-cli.ts';

const ROOT = fileURLToPath(new URL('../../../../', import.meta.url));
const named = environmentValue(process.env, 'LEADLIGHT_REAL_DATA');
const folder = named && resolve(ROOT, named);

export interface RealData {
  /** Path of a file of the real data. */
  source(name: string): string;
  /** Path of a file that is removed after the suite. */
  own(name: string): string;
}

/** Tests on leads of real companies, skipped unless LEADLIGHT_REAL_DATA names their folder. */
export function describeOnRealData(name: string, suite: (files: RealData) => void): void {
  if (!folder) process.stdout.write(`skipped: no real data for "${name}" (LEADLIGHT_REAL_DATA names the folder)\n`);
  describe.skipIf(!folder)(name, () => {
    const scratch = mkdtempSync(join(tmpdir(), 'leadlight-real-'));
    afterAll(() => rmSync(scratch, { recursive: true }));
    suite({ source: (file) => join(folder ?? '', file), own: (file) => join(scratch, file) });
  });
}

/** The header and at most `maxRows` further lines of a packed file, spread evenly over it, as text in latin1. */
export function sampledLines(file: string, maxRows: number): string {
  const [header, ...lines] = gunzipSync(readFileSync(file)).toString('latin1').trimEnd().split('\n');
  const step = Math.ceil(lines.length / maxRows);
  return `${[header, ...lines.filter((_, line) => line % step === 0)].join('\n')}\n`;
}

/** The output of `leadlight train --json` for a CSV. @throws Error with the standard error of a failed training */
export async function trainAndReadReport(args: readonly string[]): Promise<ModelReport> {
  const ran = await runCli(['train', ...args, '--json']);
  if (ran.code !== 0) throw new Error(`leadlight train failed: ${ran.stderr}`);
  return JSON.parse(ran.stdout) as ModelReport;
}

export const verdictsOf = ({ leakage }: ModelReport): ReadonlyMap<string, string> =>
  new Map(leakage.findings.map(({ field, verdict }) => [field, verdict]));

export function leaderboardEntryOf({ leaderboard }: ModelReport, id: string) {
  const entry = leaderboard.find((candidate) => candidate.id === id);
  if (!entry) throw new Error(`There is no contender ${id}.`);
  return entry;
}
