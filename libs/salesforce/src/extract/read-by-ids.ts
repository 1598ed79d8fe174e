import type { HistoryRecord } from '@leadlight/workflows';
import type { SalesforceConnection } from '../connection/salesforce-connection.ts';
import { queryAllRows } from '../query.ts';
import { soqlText } from '../soql.ts';
import { streamNamed } from '../streams/index.ts';
import type { StreamPlans } from './stream-plans.ts';

export interface RecordReader {
  /** Whether the org has the object and this user may read what is needed of it. */
  canRead(stream: string): Promise<boolean>;
  /**
   * The newest versions of these records, deleted ones too; what the org no longer has is absent.
   * @throws SalesforceError
   */
  readByIds(stream: string, ids: readonly string[]): Promise<readonly HistoryRecord[]>;
}

/** Ids of one query: its address, field names included, must stay below 16,000 characters. */
const IDS_PER_QUERY = 200;

export function recordReader(connection: SalesforceConnection, plans: StreamPlans): RecordReader {
  return {
    canRead: async (stream) => (await plans.planOf(streamNamed(stream))) !== undefined,
    async readByIds(stream, ids) {
      if (ids.length === 0) return [];
      const plan = await plans.planOf(streamNamed(stream));
      if (!plan) return [];
      const records: HistoryRecord[] = [];
      for (let start = 0; start < ids.length; start += IDS_PER_QUERY) {
        const list = ids
          .slice(start, start + IDS_PER_QUERY)
          .map(soqlText)
          .join();
        const where = [`Id IN (${list})`];
        const rows = await queryAllRows(connection, { object: stream, fields: plan.fields, where });
        records.push(...(await plan.records(rows, false)));
      }
      return records;
    },
  };
}
