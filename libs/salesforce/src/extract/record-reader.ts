import type { HistoryRecord } from '@leadlight/workflows';
import type { SalesforceConnection } from '../connection/salesforce-connection.ts';
import { queryAllRowsBatched } from '../query/composite.ts';
import { queryAllRows } from '../query/query.ts';
import { soqlString, type SoqlQuery } from '../query/soql.ts';
import { getStream } from '../streams/index.ts';
import type { StreamPlans } from './stream-plans.ts';

export interface RecordReader {
  /** Whether the org has the object and this user may read the required fields. */
  canRead(stream: string): Promise<boolean>;
  /**
   * The newest versions of these records, including deleted ones; ids that the org no longer has are absent.
   * @throws SalesforceError
   */
  readByIds(stream: string, ids: readonly string[]): Promise<readonly HistoryRecord[]>;
  /**
   * The same of several objects, in as few API calls as possible.
   * @throws SalesforceError
   */
  readByStream(
    idsByStream: ReadonlyMap<string, readonly string[]>,
  ): Promise<ReadonlyMap<string, readonly HistoryRecord[]>>;
}

/** The most ids in one query: its URL, field names included, must stay below 16,000 characters. */
export const MAX_IDS_PER_QUERY = 200;

export function createRecordReader(connection: SalesforceConnection, plans: StreamPlans): RecordReader {
  const findPlan = (stream: string) => plans.findPlan(getStream(stream));

  async function queriesFor(stream: string, ids: readonly string[]): Promise<readonly SoqlQuery[]> {
    const plan = ids.length > 0 ? await findPlan(stream) : undefined;
    if (!plan) return [];
    return Array.from({ length: Math.ceil(ids.length / MAX_IDS_PER_QUERY) }, (_, index) => {
      const chunk = ids.slice(index * MAX_IDS_PER_QUERY, (index + 1) * MAX_IDS_PER_QUERY);
      return { object: stream, fields: plan.fields, where: [`Id IN (${chunk.map(soqlString).join()})`] };
    });
  }

  async function readByStream(idsByStream: ReadonlyMap<string, readonly string[]>) {
    const queries = (await Promise.all([...idsByStream].map(([stream, ids]) => queriesFor(stream, ids)))).flat();
    // A single query is sent in a URL of its own, which every org and every proxy supports.
    const rowSets =
      queries.length === 1
        ? [await queryAllRows(connection, queries[0]!)]
        : await queryAllRowsBatched(connection, queries);
    const records = new Map<string, readonly HistoryRecord[]>();
    for (const [index, { object }] of queries.entries()) {
      const plan = await findPlan(object);
      const read = (await plan?.records(rowSets[index]!, false)) ?? [];
      records.set(object, [...(records.get(object) ?? []), ...read]);
    }
    return records;
  }

  return {
    canRead: async (stream) => (await findPlan(stream)) !== undefined,
    readByStream,
    readByIds: async (stream, ids) => (await readByStream(new Map([[stream, ids]]))).get(stream) ?? [],
  };
}
