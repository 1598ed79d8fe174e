import type { Instant } from '@leadlight/lead-features';
import type { SalesforceConnection } from '../connection/salesforce-connection.ts';
import { parseInstant } from '../describe/field-value.ts';
import { queryAllFirstPages } from '../query/composite.ts';
import type { QueryResult } from '../query/query.ts';
import { soqlDateTime } from '../query/soql.ts';
import type { FollowedObject } from './followed-objects.ts';

/** When records were last saved, by their ids. */
export type SaveTimes = ReadonlyMap<string, Instant>;

export interface PollResult {
  /** Records saved since; undefined where there are more than one page. */
  readonly saved: ReadonlyMap<FollowedObject, SaveTimes | undefined>;
  /** The org's clock. */
  readonly polledAt: Instant;
}

/**
 * Which records of each object were saved since: only ids and times, of all objects in one API call.
 * @throws SalesforceError
 */
export async function pollChanges(
  connection: SalesforceConnection,
  since: ReadonlyMap<FollowedObject, Instant>,
  now: () => Instant,
): Promise<PollResult> {
  const queries = [...since].map(([object, instant]) => ({
    object,
    fields: ['Id', 'SystemModstamp'],
    where: [`SystemModstamp >= ${soqlDateTime(instant)}`],
  }));
  const results = await queryAllFirstPages(connection, queries);
  return {
    saved: new Map(queries.map(({ object }, index) => [object, toSaveTimes(results[index]!)])),
    polledAt: connection.serverTime() ?? now(),
  };
}

function toSaveTimes({ rows, nextRecordsUrl }: QueryResult): SaveTimes | undefined {
  if (nextRecordsUrl !== undefined) return undefined;
  return new Map(
    rows.flatMap((row) => {
      const savedAt = parseInstant(row.SystemModstamp);
      return typeof row.Id === 'string' && savedAt !== null ? [[row.Id, savedAt] as const] : [];
    }),
  );
}
