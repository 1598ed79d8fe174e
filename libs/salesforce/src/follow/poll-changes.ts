import type { Instant } from '@leadlight/lead-features';
import { queryAllFirstPages } from '../query/composite.ts';
import type { SalesforceConnection } from '../connection/salesforce-connection.ts';
import { parseInstant } from '../describe/field-value.ts';
import type { QueryResult } from '../query/query.ts';
import { soqlDateTime } from '../query/soql.ts';
import type { FollowedObject } from './followed-objects.ts';

/** When records were last saved, by their ids. */
export type SaveTimes = ReadonlyMap<string, Instant>;

export interface PollResult {
  /** Records saved since; undefined where they are more than one answer tells. */
  readonly saved: ReadonlyMap<FollowedObject, SaveTimes | undefined>;
  /** The org's clock. */
  readonly at: Instant;
}

/**
 * What was saved since, of each object: ids and times alone, of all objects in one API call.
 * @throws SalesforceError
 */
export async function pollChanges(
  connection: SalesforceConnection,
  since: ReadonlyMap<FollowedObject, Instant>,
  now: () => Instant,
): Promise<PollResult> {
  const objects = [...since.keys()];
  const answers = await queryAllFirstPages(
    connection,
    objects.map((object) => ({
      object,
      fields: ['Id', 'SystemModstamp'],
      where: [`SystemModstamp >= ${soqlDateTime(since.get(object)!)}`],
    })),
  );
  return {
    saved: new Map(objects.map((object, place) => [object, toSaveTimes(answers[place]!)])),
    at: connection.serverTime() ?? now(),
  };
}

function toSaveTimes({ rows, nextRecordsUrl }: QueryResult): SaveTimes | undefined {
  if (nextRecordsUrl !== undefined) return undefined;
  return new Map(
    rows.flatMap((row) => {
      const at = parseInstant(row.SystemModstamp);
      return typeof row.Id === 'string' && at !== null ? [[row.Id, at] as const] : [];
    }),
  );
}
