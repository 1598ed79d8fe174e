import { queryPages } from '../shared/query-all.ts';
import type { OtherClient } from '../shared/sandbox.ts';
import { COMPARED_TEXT_FIELDS, RowSetHash, type ReadTotals } from './read-totals.ts';

/** The rows of each object that become records in a first sync, as SOQL. */
const RECORD_FILTERS: Readonly<Record<string, string>> = {
  Lead: 'FROM Lead',
  // A lookup has two rows, and the one with ids is used; `created` and `leadConverted` concern no field.
  LeadHistory: "FROM LeadHistory WHERE Field NOT IN ('created', 'leadConverted', 'Owner')",
  EmailMessage: "FROM EmailMessage WHERE Activity.WhoId != null AND Status != '5'",
  Event: 'FROM Event WHERE WhoId != null',
  CampaignMember: 'FROM CampaignMember WHERE LeadId != null',
  Opportunity: 'FROM Opportunity',
  Contact: 'FROM Contact WHERE IsDeleted = true AND MasterRecordId != null',
};

/**
 * Asks the org itself, as another client and by JSON, for the same rows, which we read mostly as CSV.
 * @param since as for `ReadTotalsBuilder`
 * @returns the differences, one sentence each
 */
export async function compareWithOrg(other: OtherClient, read: ReadTotals, since: number): Promise<readonly string[]> {
  const differences: string[] = [];
  const compare = (what: string, inTheOrg: string | number, here: string | number) => {
    if (inTheOrg !== here) differences.push(`${what}: ${inTheOrg} in the org, ${here} read`);
  };
  for (const [object, filter] of Object.entries(RECORD_FILTERS)) {
    const owners = object === 'LeadHistory' ? (await countOf(other, "FROM LeadHistory WHERE Field = 'Owner'")) / 2 : 0;
    compare(object, (await countOf(other, filter)) + owners, read.counts[object] ?? 0);
  }
  const tasks = await countOf(other, "FROM Task WHERE WhoId != null AND TaskSubtype NOT IN ('Email', 'ListEmail')");
  const emailTasks = await countOf(other, "FROM Task WHERE WhoId != null AND TaskSubtype IN ('Email', 'ListEmail')");
  const emails = await countOf(other, 'FROM EmailMessage WHERE IsDeleted = false AND Activity.WhoId != null');
  compare('Task', tasks + emailTasks - emails, read.counts.Task ?? 0);
  const leads = await hashOf(other, `SELECT Id, ${COMPARED_TEXT_FIELDS.join(', ')} FROM Lead`);
  compare('texts of leads', leads, read.leads);
  const changes = `SELECT Id, OldValue, NewValue ${RECORD_FILTERS.LeadHistory} AND CreatedDate >= ${new Date(since).toISOString()}`;
  compare('texts of history', await hashOf(other, changes), read.history);
  return differences;
}

const countOf = async (other: OtherClient, filter: string): Promise<number> => {
  const soql = encodeURIComponent(`SELECT COUNT() ${filter}`);
  return (await other.send<{ totalSize: number }>('GET', `/queryAll?q=${soql}`)).totalSize;
};

async function hashOf(other: OtherClient, soql: string): Promise<string> {
  const hash = new RowSetHash();
  const pages = queryPages<Readonly<Record<string, unknown>>>((path) => other.send('GET', path), soql, 'queryAll');
  for await (const rows of pages) for (const { attributes: _, ...row } of rows) hash.add(Object.values(row));
  return hash.value();
}
