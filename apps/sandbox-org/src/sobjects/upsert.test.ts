import { describe, expect, it } from 'vitest';
import { useTestOrg } from '../testing/index.ts';

const org = useTestOrg({ leads: 30, fixtures: true });

describe('upsert by external id', () => {
  it('creates, then updates, and returns which', async () => {
    const path = '/sobjects/UpsertTable__c/ExtId__c/k%2F1';
    const created = await org.request('PATCH', path, { Name: 'One' });
    expect(created).toMatchObject({ status: 201, body: { success: true, created: true } });
    expect(await org.request('PATCH', path, { Name: 'Two' })).toMatchObject({ status: 200, body: { created: false } });
    expect(await org.request('PATCH', `/services/data/v45.0${path}`, { Name: 'Three' })).toMatchObject({
      status: 204,
      body: undefined,
    });
    expect(await org.request('GET', path)).toMatchObject({ status: 200, body: { Name: 'Three', ExtId__c: 'k/1' } });
    expect((await org.request('DELETE', path)).status).toBe(204);
    expect((await org.request('GET', path)).status).toBe(404);
  });

  it('returns 300 with the records when several have the id', async () => {
    for (let copy = 0; copy < 2; copy += 1)
      await org.connection.sobject('UpsertTable__c').create({ Name: 'x', ExtId__c: 'twice' });
    const { status, body } = await org.request('PATCH', '/sobjects/UpsertTable__c/ExtId__c/twice', { Name: 'y' });
    expect(status).toBe(300);
    expect(body).toEqual([
      expect.stringMatching(/^\/services\/data\/v62\.0\/sobjects\/UpsertTable__c\/a0y\w+$/),
      expect.any(String),
    ]);
  });

  it('rejects a field that is not an external id', async () => {
    const { status, body } = await org.request('PATCH', '/sobjects/Lead/Company/Acme', { LastName: 'x' });
    expect({ status, body }).toMatchObject({ status: 404, body: [{ errorCode: 'NOT_FOUND' }] });
  });

  it('rejects a duplicate value of a unique field', async () => {
    const [lead] = (await org.connection.query<{ Id: string }>('SELECT Id FROM Lead LIMIT 1')).records;
    const row = { Key__c: 'k', Lead__c: lead?.Id };
    expect((await org.request('POST', '/sobjects/Leadlight_Score_History__c', row)).status).toBe(201);
    expect(await org.request('POST', '/sobjects/Leadlight_Score_History__c', row)).toMatchObject({
      status: 400,
      body: [
        {
          errorCode: 'DUPLICATE_VALUE',
          message: expect.stringMatching(/^duplicate value found: Key__c duplicates value on record/),
        },
      ],
    });
  });
});

describe('sObject Collections by external id', () => {
  it('upsert records one by one', async () => {
    const record = (key: string, fields: object = {}) => ({
      attributes: { type: 'UpsertTable__c' },
      ExtId__c: key,
      Name: key,
      ...fields,
    });
    const { body } = await org.request('PATCH', '/composite/sobjects/UpsertTable__c/ExtId__c', {
      allOrNone: false,
      records: [record('c1'), record('c2', { OwnerId: 'nobody' }), record('c3')],
    });
    expect(body).toMatchObject([
      { success: true, created: true },
      { success: false, created: true, errors: [{ statusCode: 'MALFORMED_ID' }] },
      { success: true, created: true },
    ]);
  });

  it('rejects every record of a request whose external id another one has too', async () => {
    const record = (key: string) => ({ attributes: { type: 'UpsertTable__c' }, ExtId__c: key, Name: key });
    const upsert = async (keys: readonly string[]) =>
      (await org.request('PATCH', '/composite/sobjects/UpsertTable__c/ExtId__c', { records: keys.map(record) })).body;
    const duplicate = {
      success: false,
      errors: [{ statusCode: 'DUPLICATE_VALUE', message: 'Duplicate external id specified: d1', fields: ['ExtId__c'] }],
    };
    expect(await upsert(['d1', 'd2', 'd1'])).toMatchObject([duplicate, { success: true }, duplicate]);
    expect(await upsert(['d1'])).toMatchObject([{ success: true, created: true }]);
  });

  it('retrieve records by id, null for missing ones', async () => {
    const { records } = await org.connection.query<{ Id: string; Name: string }>('SELECT Id, Name FROM Lead LIMIT 2');
    const ids = [records[0]?.Id, '00QLw00000zzzzzAAA', records[1]?.Id];
    const { body } = await org.request('POST', '/composite/sobjects/Lead', { ids, fields: ['Name'] });
    expect(body).toMatchObject([{ Name: records[0]?.Name }, null, { Name: records[1]?.Name }]);
  });
});

describe('other REST resources', () => {
  it('search by SOSL', async () => {
    const [lead] = (
      await org.connection.query<{ Name: string; LastName: string }>(
        "SELECT Name, LastName FROM Lead WHERE LastName != 'Test' LIMIT 1",
      )
    ).records;
    const { searchRecords } = await org.connection.search(
      `FIND {"${lead?.LastName}"} IN NAME FIELDS RETURNING Lead(Id, Name)`,
    );
    expect(searchRecords.map((record) => record.Name)).toContain(lead?.Name);
    expect(await org.request('GET', '/search?q=FIND')).toMatchObject({
      status: 400,
      body: [{ errorCode: 'MALFORMED_SEARCH' }],
    });
  });

  it('list updated and deleted records of at most 30 days', async () => {
    const start = new Date(Date.parse('2026-11-20T08:00:00Z')).toISOString();
    const end = new Date(Date.parse('2026-11-21T08:00:00Z')).toISOString();
    const kept = await org.connection.sobject('Account').create({ Name: 'Kept' });
    const removed = await org.connection.sobject('Account').create({ Name: 'Gone' });
    await org.connection.sobject('Account').destroy(removed.id ?? '');
    const updated = await org.connection.sobject('Account').updated(start, end);
    const deleted = await org.connection.sobject('Account').deleted(start, end);
    expect(updated.ids).toContain(kept.id);
    expect(updated.ids).not.toContain(removed.id);
    expect(deleted.deletedRecords.map(({ id }) => id)).toEqual([removed.id]);
    const early = await org.request('GET', `/sobjects/Account/updated?start=2020-01-01T00:00:00Z&end=${end}`);
    expect(early).toMatchObject({ status: 400, body: [{ errorCode: 'INVALID_REPLICATION_DATE' }] });
  });

  it('list recently viewed records', async () => {
    const { records } = await org.connection.query<{ Id: string }>('SELECT Id FROM Account LIMIT 2 FOR VIEW');
    const recent = await org.connection.sobject('Account').recent();
    expect(recent.map(({ Id }) => Id)).toEqual(expect.arrayContaining(records.map(({ Id }) => Id)));
  });

  it('describe layouts, compact layouts and list views', async () => {
    const account = org.connection.sobject('Account');
    expect((await account.layouts()).layouts[0]?.detailLayoutSections.length).toBeGreaterThan(0);
    expect((await account.compactLayouts()).compactLayouts[0]).toMatchObject({ objectType: 'Account' });
    const { listviews } = (await account.listviews()) as { listviews: { id: string }[] };
    const [view] = listviews;
    expect(await account.listview(view?.id ?? '').results()).toMatchObject({ done: true, size: expect.any(Number) });
    expect(await org.connection.tabs()).toContainEqual(expect.objectContaining({ sobjectName: 'Lead' }));
  });
});
