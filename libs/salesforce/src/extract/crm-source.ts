import type { CrmPage, CrmSource } from '@leadlight/workflows';
import type { SalesforceConnection } from '../connection/salesforce-connection.ts';
import { realTiming, type Timing } from '../connection/timing.ts';
import { describeLeadFields } from '../describe/lead-fields.ts';
import { isSalesforceError } from '../errors.ts';
import { getStream, streams } from '../streams/index.ts';
import { formatCursor, parseCursor } from './cursor.ts';
import { readPass, type ReadPassSettings } from './read-pass.ts';
import { createRecordReader, type RecordReader } from './record-reader.ts';
import { createStreamPlans } from './stream-plans.ts';

export interface CrmSourceOptions {
  /** More changed rows than this are read by a Bulk API 2.0 job, fewer by queries of 2,000 rows. */
  readonly bulkThreshold?: number;
  /** Values of one Bulk API results page (rows × columns); two pages are in memory at once. 100,000 unless set. */
  readonly bulkPageValues?: number;
  /** Each pass also reads what changed this long before the previous one started: rows may become visible late. */
  readonly overlapMs?: number;
  readonly jobTimeoutMs?: number;
  readonly timing?: Timing;
  readonly now?: () => number;
}

export interface SalesforceSource extends CrmSource, RecordReader {}

/** Reads the histories of an org. */
export function createCrmSource(connection: SalesforceConnection, options: CrmSourceOptions = {}): SalesforceSource {
  const { now = Date.now, timing = realTiming, jobTimeoutMs = 3_600_000 } = options;
  const settings: ReadPassSettings = {
    bulkThreshold: options.bulkThreshold ?? 10_000,
    bulkPageValues: options.bulkPageValues ?? 100_000,
    overlapMs: options.overlapMs ?? 15 * 60_000,
    job: { timing, timeoutMs: jobTimeoutMs, now },
  };
  const plans = createStreamPlans(connection, timing);

  async function* pages(name: string, cursorText: string | undefined): AsyncGenerator<CrmPage> {
    const stream = getStream(name);
    let cursor = parseCursor(cursorText);
    for (let isRepeat = false; ;) {
      const plan = await plans.findPlan(stream);
      if (!plan) return;
      const resumesJob = cursor.pass?.position.kind === 'job';
      try {
        for await (const page of readPass(connection, stream, plan, cursor, settings)) {
          cursor = page.cursor;
          yield { stream: name, records: page.records, cursor: formatCursor(cursor) };
        }
        // A job that was opened before a kill contains no later changes: a pass over these follows.
        if (!resumesJob) return;
      } catch (error) {
        // A field or the object disappeared between describe and query: describe again and continue without it.
        if (isRepeat || !isSalesforceError(error, 'field_missing', 'object_missing')) throw error;
        isRepeat = true;
        plans.markUnreadable(stream, error.facts.field ?? error.facts.object);
        if (resumesJob || cursor.pass?.position.kind === 'job') cursor = { ...cursor, pass: null };
      }
    }
  }

  return {
    orgId: async () => connection.orgId,
    describeLeadFields: () => describeLeadFields(connection, plans.context.schema, now()),
    streams: streams.map((stream) => stream.name),
    rereadCursor(cursor) {
      plans.forget();
      // Fields that were not selected before are read from the beginning.
      return formatCursor({ ...parseCursor(cursor), fields: [], pass: null });
    },
    pages,
    apiUsage: () => connection.apiUsage(),
    degradations: plans.degradations,
    ...createRecordReader(connection, plans),
  };
}
