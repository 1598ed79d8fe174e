import { fork, type ChildProcess } from 'node:child_process';
import { hash } from 'node:crypto';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { setTimeout as delay } from 'node:timers/promises';
import type { Storage } from '@leadlight/storage';
import type { Stage, StageOptions, StageReport } from './org-process.ts';

export interface StageResult {
  readonly stage: Stage;
  readonly workers: number;
  readonly kills: number;
  readonly seconds: number;
  /** Of all processes that reported; those that were killed are missing. */
  readonly processorSeconds: number;
  /** Megabytes of the largest process. */
  readonly memory: number;
  readonly result: Readonly<Record<string, unknown>>;
}

const PROCESS = fileURLToPath(new URL('./org-process.ts', import.meta.url));

interface Running {
  readonly child: ChildProcess;
  readonly report: Promise<StageReport | undefined>;
}

function start(options: StageOptions): Running {
  const child = fork(PROCESS, [JSON.stringify(options)]);
  let report: StageReport | undefined;
  child.on('message', (message: StageReport) => (report = message));
  return { child, report: once(child, 'exit').then(() => report) };
}

const POLL_MS = 100;

/**
 * Runs a stage in one process, which others help.
 * @param isKillDue asked again and again: whether one of the processes, each in its turn, is to be killed and replaced
 */
export async function measureStage(
  options: StageOptions & { readonly stage: Stage },
  workers = 1,
  isKillDue?: () => Promise<boolean>,
): Promise<StageResult> {
  const from = performance.now();
  let main = start(options);
  const helpers = Array.from({ length: workers - 1 }, () => start({ ...options, stage: 'help' }));
  let kills = 0;
  const killNext = () => {
    const turn = kills % workers;
    kills += 1;
    (turn === 0 ? main : helpers[turn - 1]!).child.kill('SIGKILL');
    if (turn === 0) main = start(options);
    else helpers[turn - 1] = start({ ...options, stage: 'help' });
  };
  let report: StageReport | undefined;
  for (;;) {
    const awaited = main;
    const ended = awaited.report.then((reported) => ({ reported }));
    const next = await Promise.race([ended, delay(POLL_MS)]);
    if (next) {
      report = next.reported;
      break;
    }
    if (isKillDue && (await isKillDue())) killNext();
  }
  const seconds = (performance.now() - from) / 1_000;
  for (const { child } of helpers) if (child.connected) child.send('stop');
  if (report === undefined) throw new Error(`The stage "${options.stage}" ended without a report.`);
  const helped = await Promise.all(helpers.map((each) => each.report));
  const all = [report, ...helped.flatMap((each) => each ?? [])];
  return {
    ...{ stage: options.stage, workers, kills, seconds, result: report.result },
    processorSeconds: all.reduce((sum, each) => sum + each.processorSeconds, 0),
    memory: Math.max(...all.map((each) => each.memory)),
  };
}

/** Kills after each bucket that was done, as often as said. */
export function afterEachBucket({ bucketRuns }: Storage, orgId: string, kills: number): () => Promise<boolean> {
  let [last, left] = ['', kills];
  return async () => {
    const [run] = left > 0 ? await bucketRuns.list(orgId) : [];
    const waiting = run && (await bucketRuns.waiting(orgId, run).catch(() => []));
    const state = `${run?.runId} ${waiting?.length}`;
    if (!waiting || waiting.length === 0 || state === last) return false;
    const isFirst = last === '';
    last = state;
    if (isFirst) return false;
    left -= 1;
    return true;
  };
}

/** Kills after each span of time. */
export function everyMs(ms: number): () => Promise<boolean> {
  let next = performance.now() + ms;
  return () => {
    const isDue = performance.now() >= next;
    if (isDue) next += ms;
    return Promise.resolve(isDue);
  };
}

/** Removes the scores of an org, as if its leads had never been scored. */
export async function forgetScores({ db }: Storage, orgId: string): Promise<void> {
  for (const table of ['outbox', 'score_log', 'shadow_score'] as const) {
    await db.deleteFrom(table).where('org_id', '=', orgId).execute();
  }
  await db.updateTable('model').set({ open_leads: 'null' }).where('org_id', '=', orgId).execute();
}

export interface StoredScores {
  /** Of everything that will be written. */
  readonly hash: string;
  readonly leads: number;
  /** More than leads where a score was logged twice. */
  readonly logged: number;
}

const ROWS_PER_PAGE = 5_000;

export async function hashScores({ db }: Storage, orgId: string): Promise<StoredScores> {
  let hashed = '';
  let leads = 0;
  for (let after = ''; ;) {
    const rows = await db
      .selectFrom('outbox')
      .select([
        'subject_id',
        'score',
        'band',
        'qualified',
        'probability',
        'unranked',
        'reasons',
        'scored_at',
        'input_hash',
      ])
      .where('org_id', '=', orgId)
      .where('subject_id', '>', after)
      .orderBy('subject_id')
      .limit(ROWS_PER_PAGE)
      .execute();
    hashed = hash('sha256', `${hashed}${JSON.stringify(rows)}`);
    leads += rows.length;
    if (rows.length < ROWS_PER_PAGE) break;
    after = rows.at(-1)!.subject_id;
  }
  const { logged } = await db
    .selectFrom('score_log')
    .select((eb) => eb.fn.countAll<number>().as('logged'))
    .where('org_id', '=', orgId)
    .executeTakeFirstOrThrow();
  return { hash: hashed, leads, logged };
}
