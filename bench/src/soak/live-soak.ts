import { setTimeout as after } from 'node:timers/promises';
import { openStorage, type Storage } from '@leadlight/storage';
import { preparedOrg } from '../live/prepared-org.ts';
import { startSandbox, type Sandbox } from '../live/sandbox.ts';
import { randomFrom } from '../random.ts';
import { runLeadlight } from '../run-measured.ts';
import { disagreements } from './agreement.ts';
import { keepFollower, type FollowerKeeper } from './follower-keeper.ts';
import { mischiefs } from './mischief.ts';
import type { Scene } from './scene.ts';
import { BULK_FROM } from './write-mischief.ts';

export interface LiveSoakSettings {
  readonly leads: number;
  readonly seed: number;
  readonly seconds: number;
  readonly orgPort: number;
  readonly tell: (line: string) => void;
}

export interface LiveSoakResult {
  /** Things that happened in the company. */
  readonly changes: number;
  /** By name, how often. */
  readonly mischiefs: Readonly<Record<string, number>>;
  /** Lines that followers logged, and scores that the log holds of them. */
  readonly scored: number;
  /** Sentences; none where all is well. */
  readonly found: readonly string[];
  /** How long the follower took to catch up at the end, in seconds. */
  readonly settledAfter: number;
}

const LONGEST_SETTLING_MS = 180_000;

/**
 * A followed org under changes, faults and kills, in an order that the seed gives. At the end everything is repaired, the
 * follower catches up, and org, storage and score log are held against each other lead by lead.
 */
export async function liveSoak(settings: LiveSoakSettings): Promise<LiveSoakResult> {
  const { leads, seed, orgPort, tell } = settings;
  const ports = ['--port', String(orgPort), '--pubsub-port', String(orgPort + 1)];
  const { folder, remove } = await preparedOrg(leads, seed, orgPort);
  let sandbox: Sandbox | undefined;
  let follower: FollowerKeeper | undefined;
  try {
    sandbox = await startSandbox(folder, ports);
    follower = keepFollower(folder, ['--sync-every', '1', '--bulk-from', BULK_FROM]);
    const made = await makeMischief(settings, folder, follower, {
      get: () => sandbox!,
      restart: async () => {
        await sandbox!.stop('SIGKILL');
        sandbox = await startSandbox(folder, ports);
      },
    });
    await sandbox.lever('DELETE', '/faults');
    await sandbox.lever('POST', '/usage', { used: 100 });
    tell(`${made.changes} changes; everything is repaired, the follower catches up …`);
    const settled = await settle(folder, sandbox);
    await follower.stop();
    const connection = await sandbox.connect();
    const storage = await openStorage({ folder });
    try {
      const found = [
        ...follower.crashes.map((words) => `the follower ended by itself: ${words}`),
        ...(settled === undefined ? ['the follower did not catch up'] : []),
        ...(await disagreements(storage, connection)),
      ];
      for (const line of follower.told()) tell(`  follower: ${line}`);
      return { ...made, scored: await followedScores(storage), found, settledAfter: settled ?? Infinity };
    } finally {
      await storage.close();
    }
  } finally {
    await follower?.stop();
    await sandbox?.stop();
    remove();
  }
}

async function makeMischief(
  { seconds, seed, tell }: LiveSoakSettings,
  folder: string,
  follower: FollowerKeeper,
  org: { get(): Sandbox; restart(): Promise<void> },
): Promise<{ changes: number; mischiefs: Record<string, number> }> {
  const random = randomFrom(seed);
  const beside: Promise<unknown>[] = [];
  const scene: Scene = { folder, follower, random, sandbox: org.get, restartOrg: org.restart, beside };
  const counts: Record<string, number> = {};
  const weights = mischiefs.reduce((sum, { weight }) => sum + weight, 0);
  const end = Date.now() + seconds * 1000;
  let changes = 0;
  let nextMischief = Date.now();
  let nextWord = Date.now() + 60_000;
  while (Date.now() < end) {
    changes += await advance(org.get(), random);
    if (Date.now() >= nextMischief) {
      let place = random() * weights;
      const chosen = mischiefs.find(({ weight }) => (place -= weight) < 0) ?? mischiefs[0]!;
      counts[chosen.name] = (counts[chosen.name] ?? 0) + 1;
      await chosen.act(scene);
      nextMischief = Date.now() + 500 + random() * 4_000;
    }
    if (Date.now() > nextWord) {
      tell(
        `${Math.round((end - Date.now()) / 1000)} s to go, ${changes} changes, ${Object.values(counts).reduce((a, b) => a + b, 0)} mischiefs`,
      );
      nextWord += 60_000;
    }
    await after(100 + random() * 400);
  }
  await Promise.all(beside);
  return { changes, mischiefs: counts };
}

/** Lets things happen, one after the other. @returns how many did: a row lock refuses whoever comes first */
async function advance(sandbox: Sandbox, random: () => number): Promise<number> {
  let happened = 0;
  for (let some = 1 + Math.floor(random() * 4); some > 0; some--) {
    try {
      await sandbox.lever('POST', '/advance', { changes: 1, seed: Math.floor(random() * 2 ** 31) });
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
async function settle(folder: string, sandbox: Sandbox): Promise<number | undefined> {
  const beganAt = Date.now();
  // What was to become visible late is visible by now; what no event told is read.
  await after(25_000);
  await onceFree(['sync', '--folder', folder]);
  await onceFree(['reconcile', '--folder', folder]);
  const storage = await openStorage({ folder });
  try {
    while (Date.now() - beganAt < LONGEST_SETTLING_MS) {
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
async function onceFree(args: readonly string[]): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      await runLeadlight(args);
      return;
    } catch (error) {
      if (attempt === 10 || !String(error).includes('Another process is at work')) throw error;
    }
  }
}

async function followedScores({ db, orgs }: Storage): Promise<number> {
  const orgId = (await orgs.list())[0]!.orgId;
  const { count } = await db
    .selectFrom('score_log')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('org_id', '=', orgId)
    .where('asked_by', '=', 'follow')
    .executeTakeFirstOrThrow();
  return count;
}
