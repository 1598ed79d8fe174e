import type { HistoryRecord } from '@leadlight/workflows';
import { isSalesforceError } from '../errors.ts';
import type { SalesforceConnection } from '../connection/salesforce-connection.ts';
import { countAll } from '../query.ts';
import { soqlDateTime, soqlOf } from '../soql.ts';
import type { Stream, StreamPlan } from '../streams/stream.ts';
import { bulkPages } from './bulk-pages.ts';
import type { BulkPosition, QueryPosition, Round, StreamCursor } from './cursor.ts';
import { deleteJob, openQueryJob, waitForJob, type JobPacing } from './query-job.ts';
import { queryPage, type RowsWanted } from './query-pages.ts';

export interface RoundSettings {
  readonly bulkThreshold: number;
  readonly bulkPageRows: number;
  readonly overlapMs: number;
  readonly job: JobPacing;
}

export interface RecordPage {
  readonly records: readonly HistoryRecord[];
  readonly cursor: StreamCursor;
}

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
  const fields = [...plan.fields].sort().join();
  let round = cursor.round ?? (await startRound(connection, stream, plan, cursor, settings));
  let restarts = 0;
  for (;;) {
    const ended: StreamCursor = { since: round.startedAt, fields, round: null };
    const within = (at: Round['at']): StreamCursor => ({ since: cursor.since, fields, round: { ...round, at } });
    const wanted = wantedRows(stream, plan, round);
    const initial = round.from === null;
    try {
      const pages =
        round.at.way === 'bulk'
          ? readJob(connection, wanted, round.at, settings)
          : readQuery(connection, wanted, round.at);
      for await (const { rows, next } of pages) {
        yield { records: await plan.records(rows, initial), cursor: next ? within(next) : ended };
      }
      return;
    } catch (error) {
      if (round.at.way !== 'bulk' || !isSalesforceError(error, 'rows_lost', 'job_failed', 'request_refused'))
        throw error;
      // The job is gone, or what it delivers cannot be trusted: leave it before anything else, then try once more.
      yield { records: [], cursor: { ...cursor, fields, round: null } };
      if ((restarts += 1) > 1) throw error;
      round = { ...round, at: await newJob(connection, wanted) };
      yield { records: [], cursor: within(round.at) };
    }
  }
}

function wantedRows(stream: Stream, plan: StreamPlan, { from }: Pick<Round, 'from'>): RowsWanted {
  const { name: object, timeField } = stream;
  const where = from === null ? plan.initialWhere : [`${timeField} >= ${soqlDateTime(from)}`];
  return { object, fields: plan.fields, timeField, where };
}

async function startRound(
  connection: SalesforceConnection,
  stream: Stream,
  plan: StreamPlan,
  cursor: StreamCursor,
  settings: RoundSettings,
): Promise<Round> {
  const from = cursor.since === null ? null : cursor.since - settings.overlapMs;
  const wanted = wantedRows(stream, plan, { from });
  const count = await countAll(connection, wanted.object, wanted.where);
  // Before the rows are read: what changes from now on belongs to the next round.
  const startedAt = connection.serverTime() ?? settings.job.now() - settings.overlapMs;
  const at =
    count > settings.bulkThreshold ? await newJob(connection, wanted) : ({ way: 'query', after: null } as const);
  return { startedAt, from, at };
}

async function newJob(connection: SalesforceConnection, wanted: RowsWanted): Promise<BulkPosition> {
  const jobId = await openQueryJob(connection, soqlOf(wanted));
  return { way: 'bulk', jobId, locator: null, rows: 0 };
}

async function* readQuery(connection: SalesforceConnection, wanted: RowsWanted, from: QueryPosition) {
  let position: QueryPosition | undefined = from;
  while (position) {
    const page = await queryPage(connection, wanted, position.after);
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
  yield* bulkPages(connection, wanted.fields, from, expected, settings.bulkPageRows);
  await deleteJob(connection, path);
}
