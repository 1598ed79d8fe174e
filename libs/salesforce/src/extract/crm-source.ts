import type { CrmPage, CrmSource } from '@leadlight/workflows';
import { isSalesforceError, SalesforceError } from '../errors.ts';
import type { SalesforceConnection } from '../connection/salesforce-connection.ts';
import { realPacing, type Pacing } from '../connection/pacing.ts';
import { describeLeadFields } from '../describe/lead-fields.ts';
import { createOrgSchema } from '../describe/schema.ts';
import { isMissing, type Stream, type StreamPlan } from '../streams/stream.ts';
import { streams } from '../streams/index.ts';
import { readCursor, writeCursor } from './cursor.ts';
import { readRounds, type RoundSettings } from './round.ts';

export interface CrmSourceOptions {
  /** Above so many changed rows a Bulk 2.0 job is opened; up to there, queries of 2,000 rows. */
  readonly bulkThreshold?: number;
  /** Values of one Bulk results page (rows × columns): two pages are in memory at once. 100,000 unless set. */
  readonly bulkPageValues?: number;
  /** Each round reads again what changed so long before the last one began: for rows that became visible late. */
  readonly overlapMs?: number;
  readonly jobTimeoutMs?: number;
  readonly pacing?: Pacing;
  readonly now?: () => number;
}

/** Something that is read in a lesser form than it could be. */
export interface Degradation {
  readonly stream: string;
  readonly what: string;
  readonly remedy: string;
}

export interface SalesforceSource extends CrmSource {
  /** What had to be left out so far, once each. */
  degradations(): readonly Degradation[];
}

const READ_PERMISSION =
  'Assign the permission set Leadlight_Integration, or leave it: the features that need it are then missing.';

/** Reads an org's histories. */
export function createCrmSource(connection: SalesforceConnection, options: CrmSourceOptions = {}): SalesforceSource {
  const now = options.now ?? Date.now;
  const settings: RoundSettings = {
    bulkThreshold: options.bulkThreshold ?? 10_000,
    bulkPageValues: options.bulkPageValues ?? 100_000,
    overlapMs: options.overlapMs ?? 15 * 60_000,
    job: { pacing: options.pacing ?? realPacing, timeoutMs: options.jobTimeoutMs ?? 3_600_000, now },
  };
  const schema = createOrgSchema(connection);
  const degradations = new Map<string, Degradation>();
  const note = (stream: string, what: string, remedy: string) =>
    degradations.set(`${stream} ${what}`, { stream, what, remedy });

  async function planOf(stream: Stream): Promise<StreamPlan | undefined> {
    const plan = await stream.plan(schema, connection);
    if (!isMissing(plan)) {
      for (const field of plan.leftOut) note(stream.name, `${field} is not readable and left out`, READ_PERMISSION);
      return plan;
    }
    const missing = plan.missing.join(', ');
    if (stream.name === 'Lead') {
      throw new SalesforceError('permission_missing', `The user may not read ${missing}.`, { missing });
    }
    note(stream.name, `${missing} is not readable: none of it is read`, READ_PERMISSION);
    return undefined;
  }

  async function* pages(name: string, cursorText: string | undefined): AsyncGenerator<CrmPage> {
    const stream = streamNamed(name);
    let cursor = readCursor(cursorText);
    for (let isRepeat = false; ; isRepeat = true) {
      const plan = await planOf(stream);
      if (!plan) return;
      try {
        for await (const page of readRounds(connection, stream, plan, cursor, settings)) {
          cursor = page.cursor;
          yield { stream: name, records: page.records, cursor: writeCursor(cursor) };
        }
        return;
      } catch (error) {
        // A field went away between describe and query: describe again and go on without it.
        if (isRepeat || !isSalesforceError(error, 'field_missing')) throw error;
        note(name, `${error.facts.field ?? 'a field'} went away while it was read`, 'Nothing to do; it is left out.');
        schema.forget();
        cursor = { ...cursor, round: cursor.round?.at.way === 'bulk' ? null : cursor.round };
      }
    }
  }

  return {
    orgId: async () => connection.orgId,
    describeLeadFields: () => describeLeadFields(connection, schema, now()),
    streams: streams.map((stream) => stream.name),
    pages,
    apiUsage: () => connection.apiUsage(),
    degradations: () => [...degradations.values()],
  };
}

function streamNamed(name: string): Stream {
  const stream = streams.find((candidate) => candidate.name === name);
  if (!stream) throw new RangeError(`There is no stream “${name}”.`);
  return stream;
}
