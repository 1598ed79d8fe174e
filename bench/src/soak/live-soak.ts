import { setTimeout as after } from 'node:timers/promises';
import { openStorage, type Storage } from '@leadlight/storage';
import { prepareOrg } from '../shared/prepare-org.ts';
import { startSandbox, type Sandbox } from '../shared/sandbox.ts';
import { randomFrom } from '../shared/random.ts';
import { runLeadlight } from '../shared/run-leadlight.ts';
import { compareFollowedOrg } from './compare-followed-org.ts';
import { superviseFollower, type FollowerSupervisor } from './follower-supervisor.ts';
import { faults } from './faults.ts';
import type { FaultContext } from './fault-context.ts';
import { BULK_FROM } from './write-faults.ts';

export interface LiveSoakSettings {
  readonly leads: number;
  readonly seed: number;
  readonly seconds: number;
  readonly orgPort: number;
  readonly log: (line: string) => void;
}

export interface LiveSoakResult {
  /** Things that happened in the company. */
  readonly changes: number;
  /** By name, how often. */
  readonly faults: Readonly<Record<string, number>>;
  /** Lines that followers logged, and scores that the log holds of them. */
  readonly scoreCount: number;
  /** Sentences; none where all is well. */
  readonly differences: readonly string[];
  /** How long the follower took to catch up at the end, in seconds. */
  readonly caughtUpAfter: number;
}

const CATCH_UP_TIMEOUT_MS = 180_000;

/**
 * A followed org under changes, faults and kills, in an order that the seed gives. At the end everything is repaired, the
 * follower catches up, and org, storage and score log are held against each other lead by lead.
 */
export async function liveSoak(settings: LiveSoakSettings): Promise<LiveSoakResult> {
  const { leads, seed, orgPort, log: tell } = settings;
  const ports = ['--port', String(orgPort), '--pubsub-port', String(orgPort + 1)];
  const { folder, remove } = await prepareOrg(leads, seed, orgPort);
  let sandbox: Sandbox | undefined;
  let follower: FollowerSupervisor | undefined;
  try {
    sandbox = await startSandbox(folder, ports);
    follower = superviseFollower(folder, ['--sync-every', '1', '--bulk-from', BULK_FROM]);
    const made = await injectFaults(settings, folder, follower, {
      get: () => sandbox!,
      restart: async () => {
        await sandbox!.stop('SIGKILL');
        sandbox = await startSandbox(folder, ports);
      },
    });
    await sandbox.control('DELETE', '/faults');
    await sandbox.control('POST', '/usage', { used: 100 });
    tell(`${made.changes} changes; everything is repaired, the follower catches up …`);
    const settled = await waitUntilCaughtUp(folder, sandbox);
    await follower.stop();
    const connection = await sandbox.connect();
    const storage = await openStorage({ folder });
    try {
      const found = [
        ...follower.crashes.map((words) => `the follower ended by itself: ${words}`),
        ...(settled === undefined ? ['the follower did not catch up'] : []),
        ...(await compareFollowedOrg(storage, connection)),
      ];
      for (const line of follower.lines()) tell(`  follower: ${line}`);
      return {
        ...made,
        scoreCount: await countFollowedScores(storage),
        differences: found,
        caughtUpAfter: settled ?? Infinity,
      };
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
  { seconds, seed, log: tell }: LiveSoakSettings,
  folder: string,
  follower: FollowerSupervisor,
  org: { get(): Sandbox; restart(): Promise<void> },
): Promise<{ changes: number; faults: Record<string, number> }> {
  const random = randomFrom(seed);
  const beside: Promise<unknown>[] = [];
  const scene: FaultContext = {
    folder,
    follower,
    random,
    sandbox: org.get,
    restartOrg: org.restart,
    concurrentWork: beside,
  };
  const counts: Record<string, number> = {};
  const weights = faults.reduce((sum, { weight }) => sum + weight, 0);
  const end = Date.now() + seconds * 1000;
  let changes = 0;
  let nextMischief = Date.now();
  let nextWord = Date.now() + 60_000;
  while (Date.now() < end) {
    changes += await advance(org.get(), random);
    if (Date.now() >= nextMischief) {
      let place = random() * weights;
      const chosen = faults.find(({ weight }) => (place -= weight) < 0) ?? faults[0]!;
      counts[chosen.name] = (counts[chosen.name] ?? 0) + 1;
      await chosen.act(scene);
      nextMischief = Date.now() + 500 + random() * 4_000;
    }
    if (Date.now() > nextWord) {
      tell(
        `${Math.round((end - Date.now()) / 1000)} s to go, ${changes} changes, ${Object.values(counts).reduce((a, b) => a + b, 0)} faults`,
      );
      nextWord += 60_000;
    }
    await after(100 + random() * 400);
  }
  await Promise.all(beside);
  return { changes, faults: counts };
}

/** Lets things happen, one after the other. @returns how many did: a row lock refuses whoever comes first */
async function advance(sandbox: Sandbox, random: () => number): Promise<number> {
  let happened = 0;
  for (let some = 1 + Math.floor(random() * 4); some > 0; some--) {
    try {
      await sandbox.control('POST', '/advance', { changes: 1, seed: Math.floor(random() * 2 ** 31) });
      happened += 1;
    } catch (error) {
      if (!String(error).includes('UNABLE_TO_LOCK_ROW')) throw error;
    }
  }
  return happened;
}

/**
 * Waits until nothing is marked and nothing waits to be written, after a sync and a comparison of written scores that began
 * when all was repaired.
 * @returns seconds; undefined where that did not come
 */
async function waitUntilCaughtUp(folder: string, sandbox: Sandbox): Promise<number | undefined> {
  const beganAt = Date.now();
  // What was to become visible late is visible by now; what no event told is read.
  await after(25_000);
  await retryWhileBusy(['sync', '--folder', folder]);
  await retryWhileBusy(['reconcile', '--folder', folder]);
  const storage = await openStorage({ folder });
  try {
    while (Date.now() - beganAt < CATCH_UP_TIMEOUT_MS) {
      const marked = await storage.unscoredLeads.list(sandbox.orgId, 1);
      const { pending } = await storage.outbox.counts(sandbox.orgId);
      if (marked.length === 0 && pending === 0) return (Date.now() - beganAt) / 1000;
      await after(500);
    }
    return undefined;
  } finally {
    await storage.close();
  }
}

/** The follower syncs, too: a command that finds it at that is run again. */
async function retryWhileBusy(args: readonly string[]): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      await runLeadlight(args);
      return;
    } catch (error) {
      if (attempt === 10 || !String(error).includes('Another process is at work')) throw error;
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
