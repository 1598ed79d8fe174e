import type { HistoryRecord } from '@leadlight/workflows';
import { isSalesforceError } from '../errors.ts';
import type { SalesforceConnection } from '../connection/salesforce-connection.ts';
import { countAll } from '../query.ts';
import { soqlDateTime, soqlOf } from '../soql.ts';
import type { Stream, StreamPlan } from '../streams/stream.ts';
import { bulkPages } from './bulk-pages.ts';
import type { BulkPosition, QueryPosition, Round, StreamCursor } from './cursor.ts';
import { deleteJob, openQueryJob, waitForJob, type JobPacing } from './query-job.ts';
import { PAGE, queryPage, type RowPage, type RowsWanted } from './query-pages.ts';

export interface RoundSettings {
  readonly bulkThreshold: number;
  readonly bulkPageValues: number;
  readonly overlapMs: number;
  readonly job: JobPacing;
}

export interface RecordPage {
  readonly records: readonly HistoryRecord[];
  readonly cursor: StreamCursor;
}

const MOST_ROWS = 10_000;
/** A query goes in an address of at most 16,000 characters, a job's in a body: an object of very many fields goes by job. */
const LONGEST_SOQL = 12_000;

/**
 * One round through a stream: what changed since the last one began, minus the overlap. Goes on in the middle where the
 * cursor says so. The position kept is the org's own clock at the beginning of the round, never the newest row seen: a
 * row that is older than that and becomes visible later falls into the next round's overlap.
 */
export async function* readRounds(
  connection: SalesforceConnection,
  stream: Stream,
  plan: StreamPlan,
  cursor: StreamCursor,
  settings: RoundSettings,
): AsyncGenerator<RecordPage> {
  const started: StartedRound = cursor.round
    ? { ...cursor, round: cursor.round, firstPage: undefined }
    : await startRound(connection, stream, plan, cursor, settings);
  let { round } = started;
  let { firstPage } = started;
  let restarts = 0;
  plan.roundFrom?.(round.startedAt);
  for (;;) {
    const { since, fields, generation } = started;
    const ended: StreamCursor = { since: round.startedAt, fields, generation, round: null };
    const within = (at: Round['at']): StreamCursor => ({ since, fields, generation, round: { ...round, at } });
    const wanted = wantedRows(stream, plan, round);
    const initial = round.from === null && started.generation === 0;
    try {
      const pages =
        round.at.way === 'bulk'
          ? readJob(connection, wanted, round.at, settings)
          : readQuery(connection, wanted, round.at, firstPage);
      firstPage = undefined;
      for await (const { rows, next } of pages) {
        const records = (await plan.records(rows, initial)).map((record) => inGeneration(record, started.generation));
        yield { records, cursor: next ? within(next) : ended };
      }
      return;
    } catch (error) {
      if (round.at.way !== 'bulk' || !isSalesforceError(error, 'rows_lost', 'job_failed', 'request_refused'))
        throw error;
      // The job is gone, or what it delivers cannot be trusted: leave it before anything else, then try once more.
      yield { records: [], cursor: { ...cursor, round: null } };
      if ((restarts += 1) > 1) throw error;
      round = { ...round, at: await newJob(connection, wanted) };
      yield { records: [], cursor: within(round.at) };
    }
  }
}

/**
 * A version that is stored already is ignored. Read anew for a field that was added, the same version holds more: one
 * millisecond per generation, which Salesforce leaves unused, makes it a later one. Field history keeps its time.
 */
const inGeneration = (record: HistoryRecord, generation: number): HistoryRecord =>
  generation === 0 || record.kind === 'fieldChange' ? record : { ...record, changedAt: record.changedAt + generation };

function wantedRows(stream: Stream, plan: StreamPlan, { from }: Pick<Round, 'from'>): RowsWanted {
  const { name: object, timeField } = stream;
  const where = from === null ? plan.initialWhere : [`${timeField} >= ${soqlDateTime(from)}`];
  return { object, fields: plan.fields, timeField, where };
}

interface StartedRound extends StreamCursor {
  readonly round: Round;
  /** Read already where it was asked for in place of a count. */
  readonly firstPage: RowPage<QueryPosition> | undefined;
}

/** A field that was added has values for rows that do not count as changed: then everything is read anew. */
async function startRound(
  connection: SalesforceConnection,
  stream: Stream,
  plan: StreamPlan,
  cursor: StreamCursor,
  settings: RoundSettings,
): Promise<StartedRound> {
  const isFirst = cursor.since === null;
  const isWider = !isFirst && plan.basis.some((field) => !cursor.fields.includes(field));
  const from = cursor.since === null || isWider ? null : cursor.since - settings.overlapMs;
  const wanted = wantedRows(stream, plan, { from });
  const isLong = soqlOf(wanted).length > LONGEST_SOQL;
  const askedAt = settings.job.now();
  // Little has changed since the last round, mostly: the page that would be counted is asked for at once.
  const tried =
    from === null || isLong || settings.bulkThreshold < PAGE ? undefined : await queryPage(connection, wanted, null);
  const firstPage = tried?.next === undefined ? tried : undefined;
  const tookMs = tried ? settings.job.now() - askedAt : 0;
  const count = firstPage ? firstPage.rows.length : await countOrMany(connection, wanted);
  // Before the rows are read: what changes from now on belongs to the next round.
  const startedAt = (connection.serverTime() ?? settings.job.now() - settings.overlapMs) - tookMs;
  const byJob = count > settings.bulkThreshold || isLong;
  const at = byJob ? await newJob(connection, wanted) : ({ way: 'query', after: null } as const);
  const generation = cursor.generation + (isWider ? 1 : 0);
  const round = { startedAt, from, at };
  return { since: cursor.since, fields: [...plan.basis].sort(), generation, round, firstPage };
}

/** Counting takes longest where there is most: an org that gives it up has many. */
async function countOrMany(connection: SalesforceConnection, { object, where }: RowsWanted): Promise<number> {
  try {
    return await countAll(connection, object, where);
  } catch (error) {
    if (isSalesforceError(error) && error.facts.errorCode === 'QUERY_TIMEOUT') return Infinity;
    throw error;
  }
}

async function newJob(connection: SalesforceConnection, wanted: RowsWanted): Promise<BulkPosition> {
  const jobId = await openQueryJob(connection, soqlOf(wanted));
  return { way: 'bulk', jobId, locator: null, rows: 0 };
}

async function* readQuery(
  connection: SalesforceConnection,
  wanted: RowsWanted,
  from: QueryPosition,
  firstPage: RowPage<QueryPosition> | undefined,
) {
  let position: QueryPosition | undefined = from;
  while (position) {
    const isFirst = position === from;
    const page: RowPage<QueryPosition> =
      (isFirst && firstPage) || (await queryPage(connection, wanted, position.after));
    yield page;
    position = page.next;
  }
}

async function* readJob(
  connection: SalesforceConnection,
  wanted: RowsWanted,
  from: BulkPosition,
  settings: RoundSettings,
) {
  // A kill while the org works on the job must find the job again.
  if (from.locator === null) yield { rows: [], next: from };
  const path = `/jobs/query/${from.jobId}`;
  const expected = await waitForJob(connection, path, settings.job);
  const rows = Math.max(1, Math.min(MOST_ROWS, Math.floor(settings.bulkPageValues / wanted.fields.length)));
  yield* bulkPages(connection, wanted.fields, from, expected, rows);
  await deleteJob(connection, path);
}
