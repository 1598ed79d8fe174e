import { spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { DAY_MS } from '@leadlight/common';
import { openStorage, type Storage } from '@leadlight/storage';
import { cpuMs, residentBytes } from '../shared/process-usage.ts';
import { ROOT } from '../shared/run-leadlight.ts';
import { compareOrg } from './compare-orgs.ts';
import { orgClient, startSimulatedOrgs, type SimulatedOrg } from './simulated-orgs.ts';

export interface ServedRun {
  readonly orgs: number;
  readonly leads: number;
  readonly workers: number;
  /** 0 = no worker is killed. */
  readonly killEveryMs: number;
  /** How long workers are killed and leads change, at least; the work of every org is done twice at least. */
  readonly durationMs: number;
}

export interface ServedResult extends ServedRun {
  readonly kills: number;
  readonly changes: number;
  /** How often the work of an org ended, of all orgs together. */
  readonly ended: number;
  readonly elapsedMs: number;
  /** From the last change until the work of all orgs had ended once more. */
  readonly lastPassMs: number;
  /** Orgs whose work was not done although it was due. */
  readonly lost: readonly string[];
  /** Jobs that are listed as failed or did not end. */
  readonly left: readonly string[];
  readonly differences: readonly string[];
  /** Processor time of the process that serves the orgs. */
  readonly orgsCpuMs: number;
  /** The most memory that a worker with its commands had. */
  readonly maxWorkerBytes: number;
}

const STEP = 'due-work';
const CHANGE_EVERY_MS = 250;
const LOOK_EVERY_MS = 1_000;

/**
 * Connects simulated orgs to one storage and lets worker processes serve them while leads change, and while one worker after the other is
 * killed. Where the work of an org ends, it is made due again, as if a day had passed.
 */
export async function serveOrgs(folder: string, databaseUrl: string, run: ServedRun): Promise<ServedResult> {
  const secretKey = randomBytes(32).toString('base64');
  const storage = await openStorage({ folder, databaseUrl, secretKeys: [secretKey] });
  let sandbox: Awaited<ReturnType<typeof startSimulatedOrgs>> | undefined;
  try {
    sandbox = await startSimulatedOrgs(join(folder, 'orgs'), run.orgs, run.leads);
    for (const { orgId, loginUrl, clientId, clientSecret } of sandbox.orgs) {
      await storage.secrets.put(orgId, 'salesforce', JSON.stringify({ loginUrl, clientId, clientSecret }));
    }
    const env = { DATABASE_URL: databaseUrl, LEADLIGHT_SECRET_KEYS: secretKey };
    const workers = startWorkers(folder, env, run.workers);
    try {
      const result = await observe(storage, sandbox.orgs, workers, run);
      return { ...result, orgsCpuMs: cpuMs(sandbox.pid) };
    } finally {
      await workers.stop();
    }
  } finally {
    await sandbox?.stop();
    await storage.close();
  }
}

interface Workers {
  killOne(): void;
  /** The most memory that a worker with its commands has now. */
  maxBytes(): number;
  stop(): Promise<void>;
}

function startWorkers(folder: string, env: NodeJS.ProcessEnv, count: number): Workers {
  const log = openSync(join(folder, 'workers.log'), 'a');
  let started = 0;
  const start = (): ChildProcess =>
    spawn(
      process.execPath,
      [
        ...[`${ROOT}apps/cli/src/main.ts`, 'serve', '--role', 'worker', '--no-follow', '--json'],
        ...['--retrain-every', '365', '--folder', join(folder, `worker-${(started += 1)}`)],
      ],
      { env: { ...process.env, ...env }, stdio: ['ignore', 'ignore', log] },
    );
  let workers = Array.from({ length: count }, start);
  let isStopped = false;
  return {
    killOne() {
      const [victim, ...others] = workers as [ChildProcess, ...ChildProcess[]];
      victim.kill('SIGKILL');
      workers = [...others, start()];
    },
    maxBytes: () => Math.max(...workers.map(({ pid }) => residentBytes(pid!))),
    async stop() {
      if (isStopped) return;
      isStopped = true;
      const running = workers.filter(({ exitCode, signalCode }) => exitCode === null && signalCode === null);
      await Promise.all(
        running.map((worker) => {
          const ended = once(worker, 'exit');
          worker.kill('SIGTERM');
          return ended;
        }),
      );
      closeSync(log);
    },
  };
}

async function observe(
  storage: Storage,
  orgs: readonly SimulatedOrg[],
  workers: Workers,
  run: ServedRun,
): Promise<Omit<ServedResult, 'orgsCpuMs'>> {
  const from = performance.now();
  const elapsed = () => performance.now() - from;
  const ends = new Map<string, number>();
  const seen = new Map<string, number>();
  let [kills, nextKill] = [0, run.killEveryMs || Infinity];
  let maxWorkerBytes = 0;
  let onEnd = makeDue;
  const isChanging = new AbortController();
  const changes = changeLeads(orgs, ends, isChanging.signal);

  async function look(): Promise<void> {
    if (elapsed() >= nextKill) {
      workers.killOne();
      kills += 1;
      nextKill += run.killEveryMs;
    }
    for (const [orgId, { endedAt, failure }] of await storage.orgSteps.list(STEP)) {
      if (endedAt === null || failure !== null || seen.get(orgId) === endedAt) continue;
      ends.set(orgId, (ends.get(orgId) ?? 0) + 1);
      seen.set(orgId, await onEnd(storage, orgId));
    }
    maxWorkerBytes = Math.max(maxWorkerBytes, workers.maxBytes());
    await delay(LOOK_EVERY_MS);
  }

  // Phase 1: leads change until the time is over and every org was served.
  while (elapsed() < run.durationMs || ends.size < orgs.length) await look();
  isChanging.abort();
  const made = await changes;
  // Phase 2: what changed last is seen only by work that starts later. Workers are still killed.
  const lastFrom = performance.now();
  const startedAfter = Date.now();
  const finished = new Set<string>();
  onEnd = async (stored, orgId) => {
    const times = (await stored.orgSteps.find(orgId, STEP))!;
    if (times.startedAt < startedAfter) return makeDue(stored, orgId);
    finished.add(orgId);
    return times.endedAt!;
  };
  const deadline = elapsed() + Math.max(2 * run.durationMs, 600_000);
  while (finished.size < orgs.length && elapsed() < deadline) await look();
  const lastPassMs = performance.now() - lastFrom;
  const elapsedMs = elapsed();
  await workers.stop();
  const differences: string[] = [];
  for (const org of orgs) differences.push(...(await compareOrg(storage, org)));
  return {
    ...{ ...run, kills, changes: made, elapsedMs, lastPassMs, differences, maxWorkerBytes },
    ended: [...ends.values()].reduce((sum, count) => sum + count, 0),
    lost: orgs.filter(({ orgId }) => !finished.has(orgId)).map(({ orgId }) => orgId),
    left: (await storage.jobQueue.list(undefined, 1_000)).map(
      ({ orgId, state, failure }) => `${orgId} ${state} ${failure}`,
    ),
  };
}

/** Makes the hourly and the daily work of an org due, as if a day had passed. @returns the time that is stored as its last end */
async function makeDue(storage: Storage, orgId: string): Promise<number> {
  const endedAt = Date.now() - DAY_MS;
  await storage.scheduleStates.save(orgId, { lastDailyWorkAt: endedAt });
  await storage.orgSteps.save(orgId, STEP, { startedAt: endedAt, endedAt, failure: null });
  // Where its job has not been removed yet, a worker sends the next one within a minute.
  await storage.jobQueue.send(orgId, STEP);
  return endedAt;
}

/** Changes a lead of a served org four times a second. @returns how many it has changed, once the signal aborts */
async function changeLeads(
  orgs: readonly SimulatedOrg[],
  served: ReadonlyMap<string, number>,
  signal: AbortSignal,
): Promise<number> {
  let changed = 0;
  for (let turn = 1; !signal.aborted; turn++) {
    await delay(CHANGE_EVERY_MS);
    const org = orgs[(turn * 7_919) % orgs.length]!;
    if (!served.has(org.orgId)) continue;
    const client = orgClient(org);
    const leads = (await client.leads()).filter(({ IsConverted }) => !IsConverted);
    await client.changeTitle(leads[turn % leads.length]!.Id, `Title ${turn}`);
    changed += 1;
  }
  return changed;
}
