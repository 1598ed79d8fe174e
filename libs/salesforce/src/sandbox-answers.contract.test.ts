import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { HistoryRecord } from '@leadlight/workflows';
import type { SalesforceConnection } from './connection/salesforce-connection.ts';
import { createCrmSource } from './extract/crm-source.ts';
import { createEventFollower } from './follow/event-follower.ts';
import { queryAllRows, queryRows } from './query/query.ts';
import { collect } from './testing/collect.ts';
import { recordedTiming } from './testing/fixture-org.ts';
import { startSandboxOrg, type SandboxOrg } from './testing/sandbox-org.ts';

let org: SandboxOrg;
let connection: SalesforceConnection;

beforeAll(async () => {
  org = await startSandboxOrg(60, '--faults', '--months', '24');
  connection = await org.connect();
});
afterAll(() => org?.close());

const METHODS = [
  ['queries', {}],
  ['bulk jobs', { bulkThreshold: 0, bulkPageValues: 4_000 }],
] as const;

const read = async (stream: string, options: object): Promise<readonly HistoryRecord[]> =>
  (await collect(createCrmSource(connection, options).pages(stream, undefined))).flatMap(({ records }) => [...records]);

describe('answers of an org that differ in form', () => {
  it.each(METHODS)('reads an amount that the org writes with an exponent by %s', async (_, options) => {
    const [row] = await queryRows(connection, 'SELECT Id FROM Lead WHERE IsConverted = false LIMIT 1');
    const id = String(row?.Id);
    await connection.request({ method: 'PATCH', path: `/sobjects/Lead/${id}`, body: { AnnualRevenue: 12_345_678 } });
    const { body } = await connection.request({ method: 'GET', path: `/sobjects/Lead/${id}?fields=AnnualRevenue` });
    expect(body).toContain('1.2345678E7');
    const lead = (await read('Lead', options)).find((record) => record.id === id);
    expect(lead).toMatchObject({ fields: { AnnualRevenue: 12_345_678 } });
  });

  it.each(METHODS)('reads archived calls by %s', async (_, options) => {
    const soql = {
      object: 'Task',
      fields: ['Id'],
      where: ["TaskSubtype = 'Call'", 'IsArchived = true', 'IsDeleted = false', 'WhoId != null'],
    };
    const archived = (await queryAllRows(connection, soql)).map(({ Id }) => String(Id));
    expect(archived.length).toBeGreaterThan(20);
    const ids = new Set((await read('Task', options)).map(({ id }) => id));
    expect(archived.filter((id) => !ids.has(id))).toEqual([]);
  });

  it('falls back to polling when the org’s delivery limit is exceeded', async () => {
    await org.control('POST', '/faults', { kind: 'event_limit', times: 1_000 });
    const options = { endpoint: org.pubSub, timing: recordedTiming() };
    const follower = createEventFollower(connection, createCrmSource(connection), options);
    await expect(collect(follower.follow(new Map(), new AbortController().signal))).rejects.toMatchObject({
      code: 'change_events_unavailable',
      message: expect.stringContaining('You have exceeded the event delivery limit'),
    });
    await org.control('DELETE', '/faults');
  });
});
