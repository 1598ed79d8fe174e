import type { Instant } from '@leadlight/lead-features';
import type { HistoryRecord } from '@leadlight/workflows';
import { openQueryJob, readQueryJob, type JobPosition } from '../bulk/query-job.ts';
import type { JobWait } from '../bulk/job.ts';
import type { SalesforceConnection } from '../connection/salesforce-connection.ts';
import { isSalesforceError } from '../errors.ts';
import { countAll } from '../query/query.ts';
import { soqlDateTime, toSoql } from '../query/soql.ts';
import type { Stream, StreamPlan } from '../streams/stream.ts';
import type { ReadPass, StreamCursor } from './cursor.ts';
import { FIRST_ROW, PAGE_SIZE, queryPage, queryPages, type QueryPosition } from './query-pages.ts';
import type { RowPage, RowQuery } from './query-pages.ts';

export interface ReadPassSettings {
  readonly bulkThreshold: number;
  readonly bulkPageValues: number;
  readonly overlapMs: number;
  readonly job: JobWait;
}

export interface RecordPage<Stored> {
  readonly records: readonly Stored[];
  readonly cursor: StreamCursor;
}

const MAX_ROWS_PER_PAGE = 10_000;
/** A query is sent in a URL of at most 16,000 characters, a job in a body: an object with many fields needs a job. */
const MAX_SOQL_LENGTH = 12_000;

/**
 * One pass over a stream: the rows that changed since the previous pass started, minus the overlap. It resumes the pass of
 * the cursor, if there is one. The cursor then has the org's own clock at the start of the pass, never the time of the
 * newest row: an older row that becomes visible later is in the overlap of the next pass.
 */
export async function* readPass<Stored = HistoryRecord>(
  connection: SalesforceConnection,
  stream: Stream<Stored>,
  plan: StreamPlan<Stored>,
  cursor: StreamCursor,
  settings: ReadPassSettings,
): AsyncGenerator<RecordPage<Stored>> {
  const started: StartedPass = cursor.pass
    ? { ...cursor, pass: cursor.pass, firstPage: undefined }
    : await startPass(connection, stream, plan, cursor, settings);
  const { since, fields } = started;
  let { pass, firstPage } = started;
  let restarts = 0;
  const cursorAt = (position: ReadPass['position']): StreamCursor => ({ since, fields, pass: { ...pass, position } });
  const endCursor: StreamCursor = { since: pass.startedAt, fields, pass: null };
  const query = changedRows(stream, plan, pass.changedSince);
  plan.onPassStart?.(pass.startedAt);
  for (;;) {
    const { position } = pass;
    try {
      const pages =
        position.kind === 'job'
          ? readJob(connection, query, position, settings)
          : readQuery(connection, query, position, firstPage);
      firstPage = undefined;
      for await (const { rows, next } of pages) {
        yield { records: await plan.records(rows, since === null), cursor: next ? cursorAt(next) : endCursor };
      }
      return;
    } catch (error) {
      if (position.kind !== 'job' || !isSalesforceError(error, 'rows_lost', 'job_failed', 'request_rejected'))
        throw error;
      // The job no longer exists, or its results are incomplete. Store a cursor without it first, then try a new job once.
      yield { records: [], cursor: { ...cursor, pass: null } };
      if ((restarts += 1) > 1) throw error;
      pass = { ...pass, position: await openQueryJob(connection, query) };
      yield { records: [], cursor: cursorAt(pass.position) };
    }
  }
}

function changedRows<Stored>(
  { name, object = name, timeField }: Stream<Stored>,
  plan: StreamPlan<Stored>,
  changedSince: Instant | null,
): RowQuery {
  const where = changedSince === null ? plan.initialWhere : [`${timeField} >= ${soqlDateTime(changedSince)}`];
  return { object, fields: plan.fields, timeField, where };
}

interface StartedPass extends StreamCursor {
  readonly pass: ReadPass;
  /** Present where it was read instead of counting. */
  readonly firstPage: RowPage<QueryPosition> | undefined;
}

/** Starts a pass. Rows have values of an added field although they do not count as changed: then everything is read. */
async function startPass<Stored>(
  connection: SalesforceConnection,
  stream: Stream<Stored>,
  plan: StreamPlan<Stored>,
  cursor: StreamCursor,
  { job: { now, timing }, bulkThreshold, overlapMs }: ReadPassSettings,
): Promise<StartedPass> {
  const hasNewField = cursor.since !== null && plan.dependsOn.some((field) => !cursor.fields.includes(field));
  const changedSince = cursor.since === null || hasNewField ? null : cursor.since - overlapMs;
  const query = changedRows(stream, plan, changedSince);
  const isLong = toSoql(query).length > MAX_SOQL_LENGTH;
  const requestedAtMs = timing.elapsedMs();
  // Usually little has changed: read the first page at once, and count only if there are more.
  const skipsCount = changedSince !== null && !isLong && bulkThreshold >= PAGE_SIZE;
  const page = skipsCount ? await queryPage(connection, query, FIRST_ROW) : undefined;
  const tookMs = page ? timing.elapsedMs() - requestedAtMs : 0;
  const firstPage = page?.next === undefined ? page : undefined;
  const count = firstPage ? firstPage.rows.length : await countOrInfinity(connection, query);
  // Taken before rows are read: later changes belong to the next pass.
  const startedAt = (connection.serverTime() ?? now() - overlapMs) - tookMs;
  const needsJob = isLong || count > bulkThreshold;
  const position = needsJob ? await openQueryJob(connection, query) : FIRST_ROW;
  return {
    since: cursor.since,
    fields: [...plan.dependsOn].sort(),
    pass: { startedAt, changedSince, position },
    firstPage,
  };
}

/** Counting times out on the largest objects. */
async function countOrInfinity(connection: SalesforceConnection, { object, where }: RowQuery): Promise<number> {
  try {
    return await countAll(connection, object, where);
  } catch (error) {
    if (isSalesforceError(error) && 'errorCode' in error.facts && error.facts.errorCode === 'QUERY_TIMEOUT')
      return Infinity;
    throw error;
  }
}

async function* readQuery(
  connection: SalesforceConnection,
  query: RowQuery,
  start: QueryPosition,
  firstPage: RowPage<QueryPosition> | undefined,
): AsyncGenerator<RowPage<QueryPosition>> {
  if (firstPage) yield firstPage;
  else yield* queryPages(connection, query, start);
}

async function* readJob(
  connection: SalesforceConnection,
  query: RowQuery,
  start: JobPosition,
  settings: ReadPassSettings,
): AsyncGenerator<RowPage<JobPosition>> {
  // Stores the job's id before waiting, so that a sync that is killed meanwhile finds the job again.
  if (start.locator === null) yield { rows: [], next: start };
  const valuesPerRow = query.fields.length;
  const maxRows = Math.max(1, Math.min(MAX_ROWS_PER_PAGE, Math.floor(settings.bulkPageValues / valuesPerRow)));
  yield* readQueryJob(connection, query.fields, start, maxRows, settings.job);
}
