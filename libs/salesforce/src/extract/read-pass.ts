import type { HistoryRecord } from '@leadlight/workflows';
import { isSalesforceError } from '../errors.ts';
import type { SalesforceConnection } from '../connection/salesforce-connection.ts';
import { countAll } from '../query/query.ts';
import { soqlDateTime, toSoql } from '../query/soql.ts';
import type { Stream, StreamPlan } from '../streams/stream.ts';
import { readQueryResults } from '../bulk/query-results.ts';
import type { BulkPosition, QueryPosition, ReadPass, StreamCursor } from './cursor.ts';
import { deleteJob, openQueryJob, waitForJob, type JobWait } from '../bulk/query-job.ts';
import { PAGE_SIZE, queryPage, type RowPage, type RowQuery } from './query-pages.ts';

export interface ReadPassSettings {
  readonly bulkThreshold: number;
  readonly bulkPageValues: number;
  readonly overlapMs: number;
  readonly job: JobWait;
}

export interface RecordPage {
  readonly records: readonly HistoryRecord[];
  readonly cursor: StreamCursor;
}

const MAX_ROWS_PER_PAGE = 10_000;
/** A query goes in an address of at most 16,000 characters, a job's in a body: an object of very many fields goes by job. */
const MAX_SOQL_LENGTH = 12_000;

/**
 * One round through a stream: what changed since the last one began, minus the overlap. Goes on in the middle where the
 * cursor says so. The position kept is the org's own clock at the beginning of the round, never the newest row seen: a
 * row that is older than that and becomes visible later falls into the next round's overlap.
 */
export async function* readPass(
  connection: SalesforceConnection,
  stream: Stream,
  plan: StreamPlan,
  cursor: StreamCursor,
  settings: ReadPassSettings,
): AsyncGenerator<RecordPage> {
  const started: StartedPass = cursor.round
    ? { ...cursor, round: cursor.round, firstPage: undefined }
    : await startPass(connection, stream, plan, cursor, settings);
  let { round } = started;
  let { firstPage } = started;
  let restarts = 0;
  plan.onPassStart?.(round.startedAt);
  for (;;) {
    const { since, fields, generation } = started;
    const ended: StreamCursor = { since: round.startedAt, fields, generation, round: null };
    const within = (at: ReadPass['at']): StreamCursor => ({ since, fields, generation, round: { ...round, at } });
    const wanted = changedRows(stream, plan, round);
    const initial = round.from === null && started.generation === 0;
    try {
      const pages =
        round.at.way === 'bulk'
          ? readJob(connection, wanted, round.at, settings)
          : readQuery(connection, wanted, round.at, firstPage);
      firstPage = undefined;
      for await (const { rows, next } of pages) {
        const records = (await plan.records(rows, initial)).map((record) => withRevision(record, started.generation));
        yield { records, cursor: next ? within(next) : ended };
      }
      return;
    } catch (error) {
      if (round.at.way !== 'bulk' || !isSalesforceError(error, 'rows_lost', 'job_failed', 'request_refused'))
        throw error;
      // The job is gone, or what it delivers cannot be trusted: leave it before anything else, then try once more.
      yield { records: [], cursor: { ...cursor, round: null } };
      if ((restarts += 1) > 1) throw error;
      round = { ...round, at: await openJob(connection, wanted) };
      yield { records: [], cursor: within(round.at) };
    }
  }
}

/**
 * The store ignores a version that it already has. A version read again because a field was added contains more than the
 * stored one, so it gets the revision of its generation. Field history rows never change and need none.
 */
const withRevision = (record: HistoryRecord, generation: number): HistoryRecord =>
  generation === 0 || record.kind === 'fieldChange' ? record : { ...record, revision: generation };

function changedRows(stream: Stream, plan: StreamPlan, { from }: Pick<ReadPass, 'from'>): RowQuery {
  const { name: object, timeField } = stream;
  const where = from === null ? plan.initialWhere : [`${timeField} >= ${soqlDateTime(from)}`];
  return { object, fields: plan.fields, timeField, where };
}

interface StartedPass extends StreamCursor {
  readonly round: ReadPass;
  /** Read already where it was asked for in place of a count. */
  readonly firstPage: RowPage<QueryPosition> | undefined;
}

/** A field that was added has values for rows that do not count as changed: then everything is read anew. */
async function startPass(
  connection: SalesforceConnection,
  stream: Stream,
  plan: StreamPlan,
  cursor: StreamCursor,
  settings: ReadPassSettings,
): Promise<StartedPass> {
  const isFirst = cursor.since === null;
  const isWider = !isFirst && plan.dependsOn.some((field) => !cursor.fields.includes(field));
  const from = cursor.since === null || isWider ? null : cursor.since - settings.overlapMs;
  const wanted = changedRows(stream, plan, { from });
  const isLong = toSoql(wanted).length > MAX_SOQL_LENGTH;
  const askedAt = settings.job.now();
  // Little has changed since the last round, mostly: the page that would be counted is asked for at once.
  const tried =
    from === null || isLong || settings.bulkThreshold < PAGE_SIZE
      ? undefined
      : await queryPage(connection, wanted, null);
  const firstPage = tried?.next === undefined ? tried : undefined;
  const tookMs = tried ? settings.job.now() - askedAt : 0;
  const count = firstPage ? firstPage.rows.length : await countOrInfinity(connection, wanted);
  // Before the rows are read: what changes from now on belongs to the next round.
  const startedAt = (connection.serverTime() ?? settings.job.now() - settings.overlapMs) - tookMs;
  const byJob = count > settings.bulkThreshold || isLong;
  const at = byJob ? await openJob(connection, wanted) : ({ way: 'query', after: null } as const);
  const generation = cursor.generation + (isWider ? 1 : 0);
  const round = { startedAt, from, at };
  return { since: cursor.since, fields: [...plan.dependsOn].sort(), generation, round, firstPage };
}

/** Counting takes longest where there is most: an org that gives it up has many. */
async function countOrInfinity(connection: SalesforceConnection, { object, where }: RowQuery): Promise<number> {
  try {
    return await countAll(connection, object, where);
  } catch (error) {
    if (isSalesforceError(error) && error.facts.errorCode === 'QUERY_TIMEOUT') return Infinity;
    throw error;
  }
}

async function openJob(connection: SalesforceConnection, wanted: RowQuery): Promise<BulkPosition> {
  const jobId = await openQueryJob(connection, toSoql(wanted));
  return { way: 'bulk', jobId, locator: null, rows: 0 };
}

async function* readQuery(
  connection: SalesforceConnection,
  wanted: RowQuery,
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
  wanted: RowQuery,
  from: BulkPosition,
  settings: ReadPassSettings,
) {
  // A kill while the org works on the job must find the job again.
  if (from.locator === null) yield { rows: [], next: from };
  const path = `/jobs/query/${from.jobId}`;
  const expected = await waitForJob(connection, path, settings.job);
  const rows = Math.max(1, Math.min(MAX_ROWS_PER_PAGE, Math.floor(settings.bulkPageValues / wanted.fields.length)));
  yield* readQueryResults(connection, wanted.fields, from, expected, rows);
  await deleteJob(connection, path);
}
