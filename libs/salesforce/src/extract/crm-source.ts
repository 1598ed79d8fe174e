import type { CrmPage, CrmSource } from '@leadlight/workflows';
import { isSalesforceError } from '../errors.ts';
import type { SalesforceConnection } from '../connection/salesforce-connection.ts';
import { realTiming, type Timing } from '../connection/timing.ts';
import { describeLeadFields } from '../describe/lead-fields.ts';
import { getStream, streams } from '../streams/index.ts';
import { parseCursor, formatCursor } from './cursor.ts';
import { createRecordReader, type RecordReader } from './record-reader.ts';
import { readPass, type ReadPassSettings } from './read-pass.ts';
import { createStreamPlans } from './stream-plans.ts';

export interface CrmSourceOptions {
  /** Above so many changed rows a Bulk 2.0 job is opened; up to there, queries of 2,000 rows. */
  readonly bulkThreshold?: number;
  /** Values of one Bulk results page (rows × columns): two pages are in memory at once. 100,000 unless set. */
  readonly bulkPageValues?: number;
  /** Each round reads again what changed so long before the last one began: for rows that became visible late. */
  readonly overlapMs?: number;
  readonly jobTimeoutMs?: number;
  readonly timing?: Timing;
  readonly now?: () => number;
}

export interface SalesforceSource extends CrmSource, RecordReader {}

/** Reads an org's histories. */
export function createCrmSource(connection: SalesforceConnection, options: CrmSourceOptions = {}): SalesforceSource {
  const now = options.now ?? Date.now;
  const settings: ReadPassSettings = {
    bulkThreshold: options.bulkThreshold ?? 10_000,
    bulkPageValues: options.bulkPageValues ?? 100_000,
    overlapMs: options.overlapMs ?? 15 * 60_000,
    job: { timing: options.timing ?? realTiming, timeoutMs: options.jobTimeoutMs ?? 3_600_000, now },
  };
  const plans = createStreamPlans(connection, now);

  async function* pages(name: string, cursorText: string | undefined): AsyncGenerator<CrmPage> {
    const stream = getStream(name);
    let cursor = parseCursor(cursorText);
    for (let isRepeat = false; ;) {
      const plan = await plans.findPlan(stream);
      if (!plan) return;
      const resumesJob = cursor.round?.at.way === 'bulk';
      try {
        for await (const page of readPass(connection, stream, plan, cursor, settings)) {
          cursor = page.cursor;
          yield { stream: name, records: page.records, cursor: formatCursor(cursor) };
        }
        // A job from before a kill knows nothing later than itself: a round of what changed since follows.
        if (!resumesJob) return;
      } catch (error) {
        // A field or the object went away between describe and query: describe again and go on without it.
        if (isRepeat || !isSalesforceError(error, 'field_missing', 'object_missing')) throw error;
        isRepeat = true;
        plans.markUnreadable(stream, error.facts.field ?? error.facts.object);
        cursor = { ...cursor, round: resumesJob || cursor.round?.at.way === 'bulk' ? null : cursor.round };
      }
    }
  }

  return {
    orgId: async () => connection.orgId,
    describeLeadFields: () => describeLeadFields(connection, plans.org.schema, now()),
    streams: streams.map((stream) => stream.name),
    pages,
    apiUsage: () => connection.apiUsage(),
    degradations: plans.degradations,
    ...createRecordReader(connection, plans),
  };
}
