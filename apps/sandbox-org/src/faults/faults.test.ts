import { afterEach, describe, expect, it } from 'vitest';
import { TestOrg, useTestOrg } from '../testing/index.ts';

const org = useTestOrg({ leads: 60, faults: true });
afterEach(() => org.sandbox('DELETE', '/faults'));

const limits = () => org.call(`/limits`);
const count = async (soql: string) => (await org.connection.query(soql)).totalSize;

describe('injected fault', () => {
  it.each([
    ['session_expired', 401, 'INVALID_SESSION_ID'],
    ['request_limit', 403, 'REQUEST_LIMIT_EXCEEDED'],
    ['too_many_requests', 429, 'TOO_MANY_REQUESTS'],
    ['unavailable', 503, 'SERVER_UNAVAILABLE'],
  ])('%s returns %i as many times as requested', async (kind, status, errorCode) => {
    await org.sandbox('POST', '/faults', { kind, times: 2, path: '/limits', delayMs: 2_000 });
    expect((await org.call(`/`)).status).toBe(200);
    for (let time = 0; time < 2; time += 1) {
      const response = await limits();
      expect(response.status).toBe(status);
      expect(response.headers.get('retry-after')).toBe('2');
      expect(await response.json()).toMatchObject([{ errorCode }]);
    }
    expect((await limits()).status).toBe(200);
  });

  it('delays a response', async () => {
    await org.sandbox('POST', '/faults', { kind: 'slow', delayMs: 150 });
    const started = performance.now();
    expect((await limits()).status).toBe(200);
    expect(performance.now() - started).toBeGreaterThan(140);
  });

  it('breaks the connection after processing the request', async () => {
    await org.sandbox('POST', '/faults', { kind: 'cut', method: 'POST' });
    const body = JSON.stringify({ LastName: 'Cut', Company: 'Cut' });
    await expect(org.call(`/sobjects/Lead`, { method: 'POST', body })).rejects.toThrow();
    expect(await count("SELECT COUNT() FROM Lead WHERE Company = 'Cut'")).toBe(1);
  });

  it('breaks the connection within the response', async () => {
    await org.sandbox('POST', '/faults', { kind: 'cut', bytes: 700, path: '/query' });
    const text = org.call(`/query?q=SELECT+Id,Name+FROM+Lead`).then((response) => response.text());
    await expect(text).rejects.toThrow();
  });

  it('locks the row of one record of a collection', async () => {
    const { records } = await org.connection.query<{ Id: string }>(
      'SELECT Id FROM Lead WHERE IsConverted = false LIMIT 2',
    );
    const ids = records.map(({ Id }) => Id ?? '');
    await org.sandbox('POST', '/faults', { kind: 'row_lock', ids: [ids[1]] });
    const save = () => org.connection.sobject('Lead').update(ids.map((Id) => ({ Id, Rating: 'Hot' })));
    expect(await save()).toMatchObject([
      { success: true },
      {
        success: false,
        errors: [
          { statusCode: 'UNABLE_TO_LOCK_ROW', message: expect.stringContaining('unable to obtain exclusive access') },
        ],
      },
    ]);
    expect((await save()).every(({ success }) => success)).toBe(true);
  });

  it('rejects a record by a validation rule, alone, in a collection and in a file', async () => {
    const rule = { kind: 'validation', object: 'Lead', message: 'Rate only called leads.', field: 'Rating' };
    const { records } = await org.connection.query<{ Id: string }>(
      'SELECT Id FROM Lead WHERE IsConverted = false LIMIT 1',
    );
    const id = records[0]?.Id ?? '';
    const error = { message: rule.message, fields: ['Rating'] };
    await org.sandbox('POST', '/faults', rule);
    const alone = await org.call(`/sobjects/Lead/${id}`, { method: 'PATCH', body: '{"Rating":"Hot"}' });
    expect(alone.status).toBe(400);
    expect(await alone.json()).toEqual([{ ...error, errorCode: 'FIELD_CUSTOM_VALIDATION_EXCEPTION' }]);
    await org.sandbox('POST', '/faults', rule);
    const [result] = await org.connection.sobject('Lead').create([{ LastName: 'x', Company: 'y' }]);
    expect(result).toMatchObject({
      success: false,
      errors: [{ ...error, statusCode: 'FIELD_CUSTOM_VALIDATION_EXCEPTION' }],
    });
    await org.sandbox('POST', '/faults', { ...rule, field: undefined });
    org.connection.bulk2.pollInterval = 20;
    const { failedResults } = await org.connection.bulk2.loadAndWaitForResults({
      object: 'Lead',
      operation: 'update',
      input: [{ Id: id, Rating: 'Hot' }],
    });
    expect(failedResults).toMatchObject([
      { sf__Error: 'FIELD_CUSTOM_VALIDATION_EXCEPTION:Rate only called leads.:--' },
    ]);
  });

  it('hides a record from queries after its SystemModstamp', async () => {
    await org.sandbox('POST', '/faults', { kind: 'late_visible', object: 'Lead', delayMs: 400 });
    await org.connection.sobject('Lead').create({ LastName: 'Late', Company: 'Late' });
    const seen = () => count("SELECT COUNT() FROM Lead WHERE Company = 'Late'");
    expect(await seen()).toBe(0);
    await expect.poll(seen, { timeout: 5_000 }).toBe(1);
  });

  it('is rejected when invalid', async () => {
    expect(await org.sandbox('POST', '/faults', { kind: 'earthquake' })).toMatchObject({
      status: 400,
      body: [{ errorCode: 'INVALID_REQUEST' }],
    });
    expect((await org.sandbox('POST', '/faults', { kind: 'slow', delayMs: 'long' })).status).toBe(400);
  });
});

describe('/sandbox changes', () => {
  it('add and remove fields while the org runs', async () => {
    await org.sandbox('POST', '/fields', { object: 'Lead', name: 'Region__c', tracked: true });
    expect(await count('SELECT COUNT() FROM Lead WHERE Region__c = null')).toBeGreaterThan(0);
    expect((await org.connection.describe('Lead')).fields.map(({ name }) => name)).toContain('Region__c');
    await org.sandbox('DELETE', '/fields/Lead/Region__c');
    await expect(org.connection.query('SELECT Region__c FROM Lead')).rejects.toMatchObject({
      errorCode: 'INVALID_FIELD',
    });
    expect((await org.sandbox('DELETE', '/fields/Lead/Company')).status).toBe(400);
  });

  it('rename a custom field with its values and its history', async () => {
    const values = async (field: string) =>
      (
        await org.connection.query<Record<string, string>>(
          `SELECT ${field} FROM Lead WHERE ${field} != null ORDER BY Id`,
        )
      ).records.map((record) => record[field]);
    const history = (field: string) => count(`SELECT COUNT() FROM LeadHistory WHERE Field = '${field}'`);
    const before = await values('Product_Interest__c');
    const changes = await history('Product_Interest__c');
    const rename = { object: 'Lead', field: 'Product_Interest__c', to: 'Interest__c' };
    expect((await org.sandbox('POST', '/fields/rename', rename)).status).toBe(201);
    expect(before.length).toBeGreaterThan(0);
    expect(await values('Interest__c')).toEqual(before);
    expect(await history('Interest__c')).toBe(changes);
    await expect(org.connection.query('SELECT Product_Interest__c FROM Lead')).rejects.toMatchObject({
      errorCode: 'INVALID_FIELD',
    });
    expect((await org.sandbox('POST', '/fields/rename', { ...rename, field: 'Company' })).status).toBe(400);
    await org.sandbox('POST', '/fields/rename', { object: 'Lead', field: 'Interest__c', to: 'Product_Interest__c' });
    expect(await values('Product_Interest__c')).toEqual(before);
  });

  it('multiply the numbers of a field, and of no other column', async () => {
    const sum = async (): Promise<number> => {
      const { records } = await org.connection.query<{ sum: number }>(
        'SELECT SUM(NumberOfEmployees) sum FROM Lead WHERE IsConverted = false',
      );
      return records[0]?.sum ?? 0;
    };
    const before = await sum();
    const multiply = { object: 'Lead', field: 'NumberOfEmployees', factor: 2 };
    expect((await org.sandbox('POST', '/values/multiply', multiply)).status).toBe(201);
    expect(await sum()).toBe(2 * before);
    for (const field of ['Employees', 'Company', undefined])
      expect(await org.sandbox('POST', '/values/multiply', { ...multiply, field })).toMatchObject({
        status: 400,
        body: [{ errorCode: 'INVALID_REQUEST' }],
      });
    await org.sandbox('POST', '/values/multiply', { ...multiply, factor: 0.5 });
    expect(await sum()).toBe(before);
  });

  it('deny and restore permissions of fields and objects', async () => {
    await org.sandbox('POST', '/permissions/deny', { object: 'Lead', field: 'Industry', right: 'read' });
    await org.sandbox('POST', '/permissions/deny', { object: 'Lead', field: 'Rating', right: 'write' });
    await org.sandbox('POST', '/permissions/deny', { object: 'EmailMessage', right: 'read' });
    await org.sandbox('POST', '/permissions/deny', { object: 'Task', right: 'write' });
    const { fields } = await org.connection.describe('Lead');
    expect(fields.map(({ name }) => name)).not.toContain('Industry');
    expect(fields.find(({ name }) => name === 'Rating')).toMatchObject({ updateable: false });
    await expect(org.connection.query('SELECT Industry FROM Lead')).rejects.toMatchObject({
      errorCode: 'INVALID_FIELD',
    });
    await expect(org.connection.query('SELECT Id FROM EmailMessage')).rejects.toMatchObject({
      errorCode: 'INVALID_TYPE',
    });
    const { records } = await org.connection.query<{ Id: string }>(
      'SELECT Id FROM Lead WHERE IsConverted = false LIMIT 1',
    );
    const change = org.connection.sobject('Lead').update({ Id: records[0]?.Id ?? '', Rating: 'Hot' });
    await expect(change).rejects.toMatchObject({ errorCode: 'INVALID_FIELD_FOR_INSERT_UPDATE' });
    const task = org.connection.sobject('Task').create({ Subject: 'x' });
    await expect(task).rejects.toMatchObject({ errorCode: 'CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY' });
    await org.sandbox('DELETE', '/permissions/deny');
    expect(await count('SELECT COUNT() FROM EmailMessage')).toBeGreaterThan(0);
    expect(await count('SELECT COUNT() FROM Lead WHERE Industry != null')).toBeGreaterThan(0);
  });

  it('use up the daily limit', async () => {
    await org.sandbox('POST', '/usage', { used: 100_000 });
    expect((await limits()).status).toBe(403);
    await org.sandbox('POST', '/usage', { used: 5 });
    expect((await limits()).headers.get('sforce-limit-info')).toBe('api-usage=6/100000');
  });
});

describe('/sandbox/advance', () => {
  it('makes events, with conversions that move activities', async () => {
    const { body } = await org.sandbox('POST', '/advance', { changes: 300, seed: 5 });
    const events = body as { type: string; leadId: string }[];
    expect(events).toHaveLength(300);
    const converted = events.filter(({ type }) => type === 'converted').map(({ leadId }) => leadId);
    expect(converted.length).toBeGreaterThan(3);
    for (const leadId of converted) {
      const lead = await org.connection.sobject('Lead').retrieve(leadId);
      expect(lead.IsConverted).toBe(true);
      expect(await count(`SELECT COUNT() FROM Task WHERE WhoId = '${leadId}'`)).toBe(0);
      const members = await org.connection.query(`SELECT ContactId FROM CampaignMember WHERE LeadId = '${leadId}'`);
      expect(members.records.every(({ ContactId }) => ContactId === lead.ConvertedContactId)).toBe(true);
      const history = await org.connection.query(`SELECT Field FROM LeadHistory WHERE LeadId = '${leadId}'`);
      expect(history.records.map(({ Field }) => Field)).toContain('leadConverted');
    }
  });
});

describe('without --faults', () => {
  it('/sandbox is not served', async () => {
    const plain = new TestOrg({ leads: 5 });
    await plain.start();
    try {
      const response = await fetch(`${plain.server.listening}/sandbox/faults`);
      expect(response.status).toBe(404);
    } finally {
      await plain.stop();
    }
  });
});
