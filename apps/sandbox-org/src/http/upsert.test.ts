import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestOrg } from '../testing/sandbox.ts';
import type { TestOrg } from '../testing/sandbox.ts';

const HISTORY = 'Leadlight_Score_History__c';
let org: TestOrg;
let leadId: string;

beforeAll(async () => {
  org = await startTestOrg({ leads: 60 });
  const { records } = await org.connection.query<{ Id: string }>(
    'SELECT Id FROM Lead WHERE IsConverted = false LIMIT 1',
  );
  leadId = records[0]!.Id;
});
afterAll(() => org.stop());

const row = (key: string, score: number) => ({ Key__c: key, Lead__c: leadId, Score__c: score });
const scoresOf = async (key: string) => {
  const { records } = await org.connection.query<{ Score__c: number }>(
    `SELECT Score__c FROM ${HISTORY} WHERE Key__c = '${key}'`,
  );
  return records.map(({ Score__c: score }) => score);
};

describe('upsert by external id', () => {
  it('creates the record the first time and changes it from then on', async () => {
    const sobject = org.connection.sobject(HISTORY);
    expect(await sobject.upsert(row('one', 40), 'Key__c')).toMatchObject({ success: true, created: true });
    expect(await sobject.upsert(row('one', 41), 'Key__c')).toMatchObject({ success: true, created: false });
    expect(await scoresOf('one')).toEqual([41]);
  });

  it('takes collections, each record for itself', async () => {
    const records = [row('one', 50), row('two', 51), { Lead__c: leadId, Score__c: 52 }];
    const response = await org.call(`/services/data/v62.0/composite/sobjects/${HISTORY}/Key__c`, {
      method: 'PATCH',
      body: JSON.stringify({ records: records.map((each) => ({ attributes: { type: HISTORY }, ...each })) }),
    });
    expect(await response.json()).toMatchObject([
      { success: true, created: false },
      { success: true, created: true },
      { success: false, errors: [{ statusCode: 'MISSING_ARGUMENT' }] },
    ]);
    expect([await scoresOf('one'), await scoresOf('two')]).toEqual([[50], [51]]);
  });

  it('refuses a field that is no external id', async () => {
    const response = await org.call(`/services/data/v62.0/sobjects/${HISTORY}/Score__c/40`, {
      method: 'PATCH',
      body: '{}',
    });
    expect([response.status, await response.json()]).toMatchObject([404, [{ errorCode: 'NOT_FOUND' }]]);
  });
});
