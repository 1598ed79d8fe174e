import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CrmPage, FollowedPage, HistoryRecord } from '@leadlight/workflows';
import { connectSalesforce } from './connection/connect.ts';
import type { SalesforceConnection } from './connection/salesforce-connection.ts';
import { createCrmSource } from './extract/crm-source.ts';
import { createEventFollower } from './follow/event-follower.ts';
import { collect } from './testing/collect.ts';
import { startSandboxOrg, type SandboxOrg } from './testing/sandbox-org.ts';

let org: SandboxOrg;
let connection: SalesforceConnection;

beforeAll(async () => {
  org = await startSandboxOrg(120, '--faults');
  connection = await org.connect();
});
afterAll(() => org?.close());

const byJobs = { bulkThreshold: 0, bulkPageValues: 400 };
const recordsOf = (pages: readonly CrmPage[]): readonly HistoryRecord[] => pages.flatMap(({ records }) => [...records]);
const fieldsOf = (records: readonly HistoryRecord[]) =>
  new Set(records.flatMap((record) => (record.kind === 'lead' ? Object.keys(record.fields) : [])));
const valuesOf = (records: readonly HistoryRecord[], field: string) =>
  records.flatMap((record) => (record.kind === 'lead' ? [record.fields[field] ?? null] : []));
/** Ids of the records that are not deleted. */
const keptIdsOf = (pages: readonly CrmPage[]) =>
  new Set(recordsOf(pages).flatMap((record) => ('deleted' in record && record.deleted ? [] : [record.id])));

describe('a source while the org changes', () => {
  it('leaves out a column that a bulk job rejects by text, with a code of the Bulk API', async () => {
    const source = createCrmSource(connection, byJobs);
    expect(fieldsOf(recordsOf(await collect(source.pages('Lead', undefined))))).toContain('Competitor__c');
    await org.control('POST', '/permissions/deny', { object: 'Lead', field: 'Competitor__c', right: 'read' });
    const records = recordsOf(await collect(source.pages('Lead', undefined)));
    expect(records.length).toBeGreaterThan(100);
    expect(fieldsOf(records)).not.toContain('Competitor__c');
    expect(source.degradations()).toMatchObject([{ stream: 'Lead', what: expect.stringContaining('Competitor__c') }]);
    await org.control('DELETE', '/permissions/deny');
  });

  it('starts a new job where the org has the results of the old one in another API version only', async () => {
    const older = await connectSalesforce({ ...org.options, apiVersion: '66.0' });
    const first: CrmPage[] = [];
    for await (const page of createCrmSource(older, byJobs).pages('Task', undefined)) {
      first.push(page);
      if (first.length === 3) break;
    }
    const { pass } = JSON.parse(first.at(-1)!.cursor) as { pass: { position: { jobId: string } } };
    const path = `/jobs/query/${pass.position.jobId}/results`;
    await expect(connection.request({ method: 'GET', path })).rejects.toMatchObject({ facts: { status: 409 } });
    const rest = await collect(createCrmSource(connection, byJobs).pages('Task', first.at(-1)!.cursor));
    const whole = await collect(createCrmSource(connection).pages('Task', undefined));
    // After a resumed job, what changed in the last 15 minutes is read again: the task of an e-mail, which is left out initially, is
    // then reported as deleted.
    expect(keptIdsOf([...first, ...rest])).toEqual(keptIdsOf(whole));
  });

  it('reports a change of a type that concerns all records, and reads them anew', async () => {
    const source = createCrmSource(connection);
    const { cursor } = (await collect(source.pages('Lead', undefined))).at(-1)!;
    const follower = createEventFollower(connection, source, { endpoint: org.pubSub, batchWindowMs: 10 });
    const stop = new AbortController();
    const pages = follower.follow(new Map(), stop.signal)[Symbol.asyncIterator]();
    // Every subscription starts with a gap, after which it receives what happens.
    const started = new Set<string>();
    while (started.size < follower.streams.length) started.add(((await pages.next()).value as FollowedPage).stream);
    await org.control('POST', '/fields/type', { object: 'Lead', field: 'Product_Interest__c', type: 'double' });
    let page: FollowedPage;
    do page = (await pages.next()).value as FollowedPage;
    while (page.rereads === undefined);
    stop.abort();
    expect(page).toMatchObject({ gap: expect.stringContaining('another type'), rereads: ['Lead'], records: [] });
    const anew = recordsOf(await collect(source.pages('Lead', source.rereadCursor(cursor))));
    expect(anew.length).toBeGreaterThan(100);
    expect(new Set(valuesOf(anew, 'Product_Interest__c'))).toEqual(new Set([null]));
  });

  it('reads all records again after a change of a type that no event reported', async () => {
    const source = createCrmSource(connection, { overlapMs: 0 });
    const { cursor } = (await collect(source.pages('Lead', undefined))).at(-1)!;
    await org.control('POST', '/fields/type', { object: 'Lead', field: 'Competitor__c', type: 'double' });
    const again = recordsOf(await collect(createCrmSource(connection, { overlapMs: 0 }).pages('Lead', cursor)));
    expect(again.length).toBeGreaterThan(100);
  });
});
