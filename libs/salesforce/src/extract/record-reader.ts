import type { HistoryRecord } from '@leadlight/workflows';
import { queryAllRowsBatched } from '../query/composite.ts';
import type { SalesforceConnection } from '../connection/salesforce-connection.ts';
import { queryAllRows, type Row } from '../query/query.ts';
import { soqlString, type SoqlQuery } from '../query/soql.ts';
import { getStream } from '../streams/index.ts';
import type { StreamPlans } from './stream-plans.ts';

export interface RecordReader {
  /** Whether the org has the object and this user may read what is needed of it. */
  canRead(stream: string): Promise<boolean>;
  /**
   * The newest versions of these records, deleted ones too; what the org no longer has is absent.
   * @throws SalesforceError
   */
  readByIds(stream: string, ids: readonly string[]): Promise<readonly HistoryRecord[]>;
  /**
   * The same of several objects, in as few API calls as they fit into.
   * @param wanted ids by stream
   * @throws SalesforceError
   */
  readByStream(wanted: ReadonlyMap<string, readonly string[]>): Promise<ReadonlyMap<string, readonly HistoryRecord[]>>;
}

/** Ids of one query: its address, field names included, must stay below 16,000 characters. */
export const MAX_IDS_PER_QUERY = 200;

export function createRecordReader(connection: SalesforceConnection, plans: StreamPlans): RecordReader {
  const planOf = (stream: string) => plans.findPlan(getStream(stream));

  async function selectsOf(stream: string, ids: readonly string[]): Promise<readonly SoqlQuery[]> {
    const plan = ids.length > 0 ? await planOf(stream) : undefined;
    if (!plan) return [];
    const chunks = Array.from({ length: Math.ceil(ids.length / MAX_IDS_PER_QUERY) }, (_, nth) =>
      ids.slice(nth * MAX_IDS_PER_QUERY, (nth + 1) * MAX_IDS_PER_QUERY),
    );
    return chunks.map((chunk) => {
      const where = [`Id IN (${chunk.map(soqlString).join()})`];
      return { object: stream, fields: plan.fields, where };
    });
  }

  async function readTogether(wanted: ReadonlyMap<string, readonly string[]>) {
    const selects = (await Promise.all([...wanted].map(([stream, ids]) => selectsOf(stream, ids)))).flat();
    const answers = await queryRowSets(connection, selects);
    const records = new Map<string, readonly HistoryRecord[]>();
    for (const [place, { object }] of selects.entries()) {
      const plan = await planOf(object);
      const read = (await plan?.records(answers[place]!, false)) ?? [];
      records.set(object, [...(records.get(object) ?? []), ...read]);
    }
    return records;
  }

  return {
    canRead: async (stream) => (await planOf(stream)) !== undefined,
    readByStream: readTogether,
    readByIds: async (stream, ids) => (await readTogether(new Map([[stream, ids]]))).get(stream) ?? [],
  };
}

/** One query goes in an address of its own, which any org and any proxy in between knows. */
const queryRowSets = async (
  connection: SalesforceConnection,
  selects: readonly SoqlQuery[],
): Promise<readonly (readonly Row[])[]> =>
  selects.length === 1 ? [await queryAllRows(connection, selects[0]!)] : queryAllRowsBatched(connection, selects);
