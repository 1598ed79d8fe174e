import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { startArgs } from '../shared/prepare-org.ts';
import { ROOT, runLeadlight } from '../shared/run-leadlight.ts';
import { compareFinishedRun } from './compare-finished-run.ts';

export interface KillRoundSettings {
  readonly leads: number;
  readonly seed: number;
  readonly orgPort: number;
  /** Each start is killed after this many milliseconds. */
  readonly killsMs: readonly number[];
}

/** Kills `leadlight start` several times and then lets it finish. @returns the differences between org, storage and score log */
export async function runKillRound({ leads, seed, orgPort, killsMs }: KillRoundSettings): Promise<string[]> {
  const folder = mkdtempSync(join(tmpdir(), 'leadlight-soak-'));
  const args = startArgs(folder, leads, seed, orgPort);
  try {
    for (const ms of killsMs) await startAndKill(args, ms);
    await runLeadlight(args);
    return await compareFinishedRun(folder, orgPort);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Starts the command and kills it with all processes that it has started, like a power cut. */
async function startAndKill(args: readonly string[], ms: number): Promise<void> {
  const launcher = `${ROOT}apps/cli/bin/leadlight.mjs`;
  const child = spawn(process.execPath, [launcher, ...args], { stdio: 'ignore', detached: true });
  const closed = new Promise((resolve) => child.once('close', resolve));
  await Promise.race([closed, sleep(ms)]);
  try {
    process.kill(-child.pid!, 'SIGKILL');
  } catch {
    // It has already exited.
  }
  await closed;
}
