import { setTimeout as sleep } from 'node:timers/promises';
import { seededRandom } from '@leadlight/common';
import { openStorage, type Storage } from '@leadlight/storage';
import { prepareOrg } from '../shared/prepare-org.ts';
import { runLeadlight } from '../shared/run-leadlight.ts';
import { startSandbox, type Sandbox } from '../shared/sandbox.ts';
import { compareFollowedOrg } from './compare-followed-org.ts';
import { faults } from './faults.ts';
import { superviseFollower, type FollowerSupervisor } from './supervise-follower.ts';
import { BULK_FROM, type FaultContext } from './write-faults.ts';

export interface LiveSoakSettings {
  readonly leads: number;
  readonly seed: number;
  readonly seconds: number;
  readonly orgPort: number;
  readonly log: (line: string) => void;
}

export interface LiveSoakResult {
  /** Number of changes in the company. */
  readonly changes: number;
  /** How often each fault occurred, by name. */
  readonly faults: Readonly<Record<string, number>>;
  /** Number of scores in the score log that followers have made. */
  readonly scoreCount: number;
  /** Sentences; empty where all agree. */
  readonly differences: readonly string[];
  /** Seconds until the follower had caught up at the end. */
  readonly caughtUpAfter: number;
}

/** Only ends what hangs: on a busy machine, it takes minutes. */
const CATCH_UP_TIMEOUT_MS = 1_800_000;
const LOG_INTERVAL_MS = 60_000;

/**
 * Runs a followed org under changes, faults and kills, in an order that depends on the seed. At the end everything is repaired,
 * the follower catches up, and org, storage and score log are compared lead by lead.
 */
export async function runLiveSoak(settings: LiveSoakSettings): Promise<LiveSoakResult> {
  const { leads, seed, orgPort, log } = settings;
  const ports = ['--port', String(orgPort), '--pubsub-port', String(orgPort + 1)];
  const { folder, remove } = await prepareOrg(leads, seed, orgPort);
  let sandbox: Sandbox | undefined;
  let follower: FollowerSupervisor | undefined;
  try {
    sandbox = await startSandbox(folder, ports);
    follower = superviseFollower(folder, ['--sync-every', '1', '--bulk-from', BULK_FROM]);
    const injected = await injectFaults(settings, {
      folder,
      follower,
      random: seededRandom(seed),
      concurrentWork: [],
      sandbox: () => sandbox!,
      restartOrg: async () => {
        await sandbox!.stop('SIGKILL');
        sandbox = await startSandbox(folder, ports);
      },
    });
    await sandbox.control('DELETE', '/faults');
    await sandbox.control('POST', '/usage', { used: 100 });
    log(`${injected.changes} changes; everything is repaired, the follower catches up …`);
    const caughtUpAfter = await waitUntilCaughtUp(folder, sandbox);
    await follower.stop();
    const connection = await sandbox.connect();
    const storage = await openStorage({ folder });
    try {
      const differences = [
        ...follower.crashes.map((lines) => `the follower exited unexpectedly: ${lines}`),
        ...(caughtUpAfter === undefined ? ['the follower did not catch up'] : []),
        ...(await compareFollowedOrg(storage, connection)),
      ];
      for (const line of follower.lines()) log(`  follower: ${line}`);
      const scoreCount = await countFollowedScores(storage);
      return { ...injected, scoreCount, differences, caughtUpAfter: caughtUpAfter ?? Infinity };
    } finally {
      await storage.close();
    }
  } finally {
    await follower?.stop();
    await sandbox?.stop();
    remove();
  }
}

async function injectFaults(
  { seconds, log }: LiveSoakSettings,
  context: FaultContext,
): Promise<Pick<LiveSoakResult, 'changes' | 'faults'>> {
  const { random } = context;
  const counts: Record<string, number> = {};
  const totalWeight = faults.reduce((sum, { weight }) => sum + weight, 0);
  const end = performance.now() + seconds * 1000;
  let changes = 0;
  let nextFaultAt = performance.now();
  let nextLogAt = performance.now() + LOG_INTERVAL_MS;
  while (performance.now() < end) {
    changes += await advance(context.sandbox(), random);
    if (performance.now() >= nextFaultAt) {
      let position = random() * totalWeight;
      const fault = faults.find(({ weight }) => (position -= weight) < 0) ?? faults[0]!;
      counts[fault.name] = (counts[fault.name] ?? 0) + 1;
      await fault.inject(context);
      nextFaultAt = performance.now() + 500 + random() * 4_000;
    }
    if (performance.now() > nextLogAt) {
      const injected = Object.values(counts).reduce((sum, count) => sum + count, 0);
      log(`${Math.round((end - performance.now()) / 1000)} s to go, ${changes} changes, ${injected} faults`);
      nextLogAt += LOG_INTERVAL_MS;
    }
    await sleep(100 + random() * 400);
  }
  await Promise.all(context.concurrentWork);
  return { changes, faults: counts };
}

/** Makes one to four changes in the company. @returns their number without those that a row lock rejected */
async function advance(sandbox: Sandbox, random: () => number): Promise<number> {
  let changes = 0;
  for (let attempts = 1 + Math.floor(random() * 4); attempts > 0; attempts--) {
    try {
      await sandbox.control('POST', '/advance', { changes: 1, seed: Math.floor(random() * 2 ** 31) });
      changes += 1;
    } catch (error) {
      if (!String(error).includes('UNABLE_TO_LOCK_ROW')) throw error;
    }
  }
  return changes;
}

/**
 * Syncs and reconciles after everything is repaired, then waits until no lead is marked for scoring and the outbox is empty.
 * @returns seconds; undefined after a time-out
 */
async function waitUntilCaughtUp(folder: string, sandbox: Sandbox): Promise<number | undefined> {
  const beganAt = performance.now();
  // By then all records with delayed visibility are visible, so that the sync reads what no event reported.
  await sleep(25_000);
  await retryWhileBusy(['sync', '--folder', folder]);
  await retryWhileBusy(['reconcile', '--folder', folder]);
  const storage = await openStorage({ folder });
  try {
    while (performance.now() - beganAt < CATCH_UP_TIMEOUT_MS) {
      const marked = await storage.unscoredLeads.list(sandbox.orgId, 1);
      const { pending } = await storage.outbox.counts(sandbox.orgId);
      if (marked.length === 0 && pending === 0) return (performance.now() - beganAt) / 1000;
      await sleep(500);
    }
    return undefined;
  } finally {
    await storage.close();
  }
}

/** Runs a command; again where the follower is doing the same work at that moment. */
async function retryWhileBusy(args: readonly string[]): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      await runLeadlight(args);
      return;
    } catch (error) {
      if (attempt === 10 || !String(error).includes('Another process is already doing this')) throw error;
    }
  }
}

async function countFollowedScores({ db, orgs }: Storage): Promise<number> {
  const orgId = (await orgs.list())[0]!.orgId;
  const { count } = await db
    .selectFrom('score_log')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('org_id', '=', orgId)
    .where('requested_by', '=', 'follow')
    .executeTakeFirstOrThrow();
  return count;
}
