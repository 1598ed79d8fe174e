import type { OtherClient } from '../shared/sandbox.ts';
import { Digest, COMPARED_TEXT_FIELDS, type ReadTotals } from './read-totals.ts';

/** Which rows of an object become records when it is read for the first time, in the org's own words. */
const RECORD_FILTERS: Readonly<Record<string, string>> = {
  Lead: 'FROM Lead',
  // Of a lookup's two rows the one with ids counts; `created` and `leadConverted` are about no field.
  LeadHistory: "FROM LeadHistory WHERE Field NOT IN ('created', 'leadConverted', 'Owner')",
  EmailMessage: "FROM EmailMessage WHERE Activity.WhoId != null AND Status != '5'",
  Event: 'FROM Event WHERE WhoId != null',
  CampaignMember: 'FROM CampaignMember WHERE LeadId != null',
  Opportunity: 'FROM Opportunity',
  Contact: 'FROM Contact WHERE IsDeleted = true AND MasterRecordId != null',
};

/**
 * Asks the org itself, as another client and by JSON, for what was read by ours and mostly as CSV.
 * @param since as for `Tally`
 * @returns what differs, a sentence each
 */
export async function compareWithOrg(other: OtherClient, read: ReadTotals, since: number): Promise<readonly string[]> {
  const differing: string[] = [];
  const expect = (what: string, inTheOrg: string | number, here: string | number) => {
    if (inTheOrg !== here) differing.push(`${what}: ${inTheOrg} in the org, ${here} read`);
  };
  for (const [object, from] of Object.entries(RECORD_FILTERS)) {
    const owners = object === 'LeadHistory' ? (await countOf(other, "FROM LeadHistory WHERE Field = 'Owner'")) / 2 : 0;
    expect(object, (await countOf(other, from)) + owners, read.counts[object] ?? 0);
  }
  const tasks = await countOf(other, "FROM Task WHERE WhoId != null AND TaskSubtype NOT IN ('Email', 'ListEmail')");
  const emailTasks = await countOf(other, "FROM Task WHERE WhoId != null AND TaskSubtype IN ('Email', 'ListEmail')");
  const told = await countOf(other, 'FROM EmailMessage WHERE IsDeleted = false AND Activity.WhoId != null');
  expect('Task', tasks + emailTasks - told, read.counts.Task ?? 0);
  expect(
    'texts of leads',
    await digestOf(other, `SELECT Id, ${COMPARED_TEXT_FIELDS.join(', ')} FROM Lead`),
    read.leads,
  );
  const changes = `SELECT Id, OldValue, NewValue ${RECORD_FILTERS.LeadHistory} AND CreatedDate >= ${new Date(since).toISOString()}`;
  expect('texts of history', await digestOf(other, changes), read.history);
  return differing;
}

const pathOf = (soql: string): string => `/queryAll?q=${encodeURIComponent(soql)}`;

const countOf = async (other: OtherClient, from: string): Promise<number> =>
  (await other.send<{ totalSize: number }>('GET', pathOf(`SELECT COUNT() ${from}`))).totalSize;

interface Page {
  readonly records: readonly Readonly<Record<string, unknown>>[];
  readonly nextRecordsUrl?: string;
}

/** Page after page of 2,000. */
async function digestOf(other: OtherClient, soql: string): Promise<string> {
  const digest = new Digest();
  let path: string | undefined = pathOf(soql);
  while (path !== undefined) {
    const page: Page = await other.send('GET', path);
    for (const { attributes: _, ...row } of page.records) digest.add(Object.values(row));
    path = page.nextRecordsUrl?.replace(/^.*\/v[\d.]+/, '');
  }
  return digest.value();
}
