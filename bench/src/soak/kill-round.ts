import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { compareFinishedRun } from './compare-finished-run.ts';
import { ROOT, runLeadlight } from '../shared/run-leadlight.ts';

export interface KillRoundSettings {
  readonly leads: number;
  readonly seed: number;
  readonly orgPort: number;
  /** After how many milliseconds each start is killed. */
  readonly killsMs: readonly number[];
}

/** Kills the main job, lets it finish, and tells what org, storage and score log say differently, lead by lead. */
export async function runKillRound({ leads, seed, orgPort, killsMs }: KillRoundSettings): Promise<string[]> {
  const folder = mkdtempSync(join(tmpdir(), 'leadlight-soak-'));
  const args = [
    ...['start', '--once', '--json', '--leads', String(leads), '--seed', String(seed)],
    ...['--folder', folder, '--org-port', String(orgPort)],
  ];
  try {
    for (const ms of killsMs) await killedAfter(args, ms);
    await runLeadlight(args);
    return await compareFinishedRun(folder, orgPort);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Starts the job and kills it with everything that it started, as a power switch would. */
async function killedAfter(args: readonly string[], ms: number): Promise<void> {
  const launcher = `${ROOT}apps/cli/bin/leadlight.mjs`;
  const child = spawn(process.execPath, [launcher, ...args], { stdio: 'ignore', detached: true });
  const closed = new Promise((resolve) => child.once('close', resolve));
  await Promise.race([closed, delay(ms)]);
  try {
    process.kill(-child.pid!, 'SIGKILL');
  } catch {
    // It had ended by itself.
  }
  await closed;
}
