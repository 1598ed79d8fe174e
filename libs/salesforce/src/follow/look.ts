import type { Instant } from '@leadlight/lead-features';
import { queryAllTogether } from '../composite.ts';
import type { SalesforceConnection } from '../connection/salesforce-connection.ts';
import { instantOf } from '../describe/field-value.ts';
import type { QueryAnswer } from '../query.ts';
import { soqlDateTime } from '../soql.ts';
import type { FollowedObject } from './followed-objects.ts';

/** When records were last saved, by their ids. */
export type Saved = ReadonlyMap<string, Instant>;

export interface Glance {
  /** Records saved since; undefined where they are more than one answer tells. */
  readonly saved: ReadonlyMap<FollowedObject, Saved | undefined>;
  /** The org's clock. */
  readonly at: Instant;
}

/**
 * What was saved since, of each object: ids and times alone, of all objects in one API call.
 * @throws SalesforceError
 */
export async function lookAt(
  connection: SalesforceConnection,
  since: ReadonlyMap<FollowedObject, Instant>,
  now: () => Instant,
): Promise<Glance> {
  const objects = [...since.keys()];
  const answers = await queryAllTogether(
    connection,
    objects.map((object) => ({
      object,
      fields: ['Id', 'SystemModstamp'],
      where: [`SystemModstamp >= ${soqlDateTime(since.get(object)!)}`],
    })),
  );
  return {
    saved: new Map(objects.map((object, place) => [object, savedIn(answers[place]!)])),
    at: connection.serverTime() ?? now(),
  };
}

function savedIn({ rows, nextRecordsUrl }: QueryAnswer): Saved | undefined {
  if (nextRecordsUrl !== undefined) return undefined;
  return new Map(
    rows.flatMap((row) => {
      const at = instantOf(row.SystemModstamp);
      return typeof row.Id === 'string' && at !== null ? [[row.Id, at] as const] : [];
    }),
  );
}
