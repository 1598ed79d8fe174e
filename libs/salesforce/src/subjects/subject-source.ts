import type { RecordReading, SubjectRow, SubjectSource } from '@leadlight/workflows';
import type { SalesforceConnection } from '../connection/salesforce-connection.ts';
import { realTiming } from '../connection/timing.ts';
import { createOrgSchema } from '../describe/org-schema.ts';
import { SalesforceError } from '../errors.ts';
import type { CrmSourceOptions } from '../extract/crm-source.ts';
import { formatCursor, parseCursor } from '../extract/cursor.ts';
import { readPass, type ReadPassSettings } from '../extract/read-pass.ts';
import { EmailTaskIndex } from '../streams/email-task-index.ts';
import { isMissing, type Stream } from '../streams/stream.ts';
import { recordHistoryStream, recordStream } from './record-streams.ts';
import { describeSubjectFields } from './subject-fields.ts';

/** Reads the records of the objects that propensities name, page by page like leads. */
export function createSubjectSource(connection: SalesforceConnection, options: CrmSourceOptions = {}): SubjectSource {
  const { now = Date.now, timing = realTiming, jobTimeoutMs = 3_600_000 } = options;
  const settings: ReadPassSettings = {
    bulkThreshold: options.bulkThreshold ?? 10_000,
    bulkPageValues: options.bulkPageValues ?? 100_000,
    overlapMs: options.overlapMs ?? 15 * 60_000,
    job: { timing, timeoutMs: jobTimeoutMs, now },
  };
  const schema = createOrgSchema(connection);
  const context = { connection, schema, emails: new EmailTaskIndex(0) };
  return {
    orgId: async () => connection.orgId,
    streamsOf: (readings) => streamsOf(readings).map(({ name }) => name),
    describeFields: (object) => describeSubjectFields(connection, schema, object, now()),
    async *pages(readings, name, cursorText) {
      const stream = streamsOf(readings).find((each) => each.name === name);
      if (!stream) throw new RangeError(`There is no stream “${name}”.`);
      const plan = await stream.plan(context);
      if (isMissing(plan)) {
        // Without the history object, `describeFields` reports no field as tracked, so no feature assumes a known past.
        if (stream.timeField === 'CreatedDate') return;
        throw new SalesforceError('object_unreadable', { missing: plan.missing.join(', ') });
      }
      for await (const page of readPass(connection, stream, plan, parseCursor(cursorText), settings)) {
        yield { stream: name, rows: page.records, cursor: formatCursor(page.cursor) };
      }
    },
  };
}

/** Field history is read of the objects whose fields may become features. */
const streamsOf = (readings: readonly RecordReading[]): readonly Stream<SubjectRow>[] =>
  readings.flatMap((reading) =>
    reading.fields === 'features' ? [recordStream(reading), recordHistoryStream(reading)] : [recordStream(reading)],
  );
