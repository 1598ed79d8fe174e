import { gzipSync } from 'node:zlib';
import { parse } from 'csv-parse/sync';
import { describe, expect, it } from 'vitest';
import { useTestOrg } from '../testing/index.ts';

const org = useTestOrg({ leads: 40, faults: true });
const jobs = '/jobs/ingest';

interface Job {
  readonly id: string;
  readonly state: string;
  readonly numberRecordsProcessed: number;
  readonly numberRecordsFailed: number;
  readonly errorMessage?: string;
}

const send = (method: string, path: string, body?: unknown) => org.request<Job>(method, `${jobs}${path}`, body);
const upload = (id: string, csv: string | Buffer<ArrayBuffer>, headers = {}) =>
  org.call(`${jobs}/${id}/batches`, {
    method: 'PUT',
    body: csv,
    headers: { 'content-type': 'text/csv', ...headers },
  });

async function ingest(request: object, csv: string): Promise<Job> {
  const { body } = await send('POST', '', { object: 'Lead', contentType: 'CSV', lineEnding: 'LF', ...request });
  expect(body.state).toBe('Open');
  expect((await upload(body.id, csv)).status).toBe(201);
  await send('PATCH', `/${body.id}`, { state: 'UploadComplete' });
  const ended = async () => ['JobComplete', 'Failed'].includes((await send('GET', `/${body.id}`)).body.state);
  await expect.poll(ended, { timeout: 60_000, interval: 10 }).toBe(true);
  return (await send('GET', `/${body.id}`)).body;
}

const rows = async (id: string, kind: string) => {
  const response = await org.call(`${jobs}/${id}/${kind}`);
  return parse(await response.text(), { columns: true }) as Record<string, string>[];
};

const leadIds = async (count: number): Promise<string[]> => {
  const { records } = await org.connection.query<{ Id: string }>(
    `SELECT Id FROM Lead WHERE IsConverted = false LIMIT ${count}`,
  );
  return records.map(({ Id }) => Id ?? '');
};

describe('Bulk API 2.0 ingest job', () => {
  it('updates rows, sets #N/A to null, ignores empty cells and returns a result for every row', async () => {
    const [first, second] = await leadIds(2);
    await org.connection.sobject('Lead').update({ Id: first as string, Title: 'Boss', Rating: 'Hot' });
    const job = await ingest(
      { operation: 'update' },
      `Id,Leadlight_Score__c,Leadlight_Reasons__c,Title,Rating\n${first},71,"a, ""b""\nc",,#N/A\n${second},72,x,y,Cold\n00QLw00000zzzzzAAA,5,,,\n`,
    );
    expect(job).toMatchObject({ state: 'JobComplete', numberRecordsProcessed: 3, numberRecordsFailed: 1 });
    expect(await rows(job.id, 'successfulResults')).toMatchObject([
      { sf__Id: first, sf__Created: 'false', Leadlight_Score__c: '71' },
      { sf__Id: second, sf__Created: 'false' },
    ]);
    const [failed] = await rows(job.id, 'failedResults');
    expect(failed).toMatchObject({ sf__Id: '', Id: '00QLw00000zzzzzAAA' });
    expect(failed?.sf__Error).toBe('INVALID_CROSS_REFERENCE_KEY:invalid cross reference id:--');
    expect(await rows(job.id, 'unprocessedrecords')).toEqual([]);
    expect(await org.connection.sobject('Lead').retrieve(first as string)).toMatchObject({
      Leadlight_Score__c: 71,
      Leadlight_Reasons__c: 'a, "b"\nc',
      Title: 'Boss',
      Rating: null,
    });
  });

  it('upserts by external id', async () => {
    const [lead] = await leadIds(1);
    const csv = (score: number) =>
      `Key__c,Lead__c,Score__c\n${lead}:m1:1,${lead},${score}\n${lead}:m1:2,${lead},${score}\n`;
    const request = { object: 'Leadlight_Score_History__c', operation: 'upsert', externalIdFieldName: 'Key__c' };
    const created = await ingest(request, csv(10));
    expect((await rows(created.id, 'successfulResults')).map(({ sf__Created }) => sf__Created)).toEqual([
      'true',
      'true',
    ]);
    const changed = await ingest(request, csv(20));
    expect((await rows(changed.id, 'successfulResults')).map(({ sf__Created }) => sf__Created)).toEqual([
      'false',
      'false',
    ]);
    const { records } = await org.connection.query(
      'SELECT Score__c, Name FROM Leadlight_Score_History__c ORDER BY Name',
    );
    expect(records).toMatchObject([
      { Score__c: 20, Name: 'LSH-0000001' },
      { Score__c: 20, Name: 'LSH-0000002' },
    ]);
  });

  it('rejects every row of a chunk whose external id another row has too', async () => {
    const [id] = await leadIds(1);
    const row = (key: string) => `${key},${id},60\n`;
    const job = await ingest(
      { operation: 'upsert', object: 'Leadlight_Score_History__c', externalIdFieldName: 'Key__c' },
      `Key__c,Lead__c,Score__c\n${row('k1')}${row('k2')}${row('k1')}`,
    );
    expect(job).toMatchObject({ state: 'JobComplete', numberRecordsProcessed: 3, numberRecordsFailed: 2 });
    const failed = await rows(job.id, 'failedResults');
    expect(failed.map(({ Key__c }) => Key__c)).toEqual(['k1', 'k1']);
    expect(failed[0]?.sf__Error).toBe('DUPLICATE_VALUE:Duplicate external id specified: k1:Key__c --');
  });

  it('inserts and deletes thousands in chunks', async () => {
    const lines = Array.from({ length: 1_050 }, (_, index) => `Bulk ${index},Big`);
    const job = await ingest({ operation: 'insert' }, `LastName,Company\n${lines.join('\n')}\n`);
    const inserted = await rows(job.id, 'successfulResults');
    expect(inserted).toHaveLength(1_050);
    const deleted = await ingest({ operation: 'delete' }, `Id\n${inserted.map(({ sf__Id }) => sf__Id).join('\n')}\n`);
    expect(deleted).toMatchObject({ numberRecordsProcessed: 1_050, numberRecordsFailed: 0 });
    expect((await org.connection.query("SELECT COUNT() FROM Lead WHERE Company = 'Big'")).totalSize).toBe(0);
  });

  it('fails only a locked row, with the platform’s error', async () => {
    const ids = await leadIds(3);
    await org.sandbox('POST', '/faults', { kind: 'row_lock', object: 'Lead', ids: [ids[1]] });
    const job = await ingest({ operation: 'update' }, `Id,Rating\n${ids.map((id) => `${id},Warm`).join('\n')}\n`);
    const failed = await rows(job.id, 'failedResults');
    expect(failed).toHaveLength(1);
    expect(failed[0]?.sf__Error).toMatch(/^UNABLE_TO_LOCK_ROW:unable to obtain exclusive access to this record/);
  });

  it('reads other delimiters and line endings', async () => {
    const job = await ingest(
      { operation: 'insert', columnDelimiter: 'SEMICOLON', lineEnding: 'CRLF' },
      'LastName;Company\r\nSemi;"a;b"\r\n',
    );
    expect(await rows(job.id, 'successfulResults')).toMatchObject([{ Company: 'a;b' }]);
  });

  it('is delayed by the fault slow_job, and leaves rows unprocessed when aborted', async () => {
    const stateOf = async (id: string) => (await send('GET', `/${id}`)).body;
    const begin = async () => {
      const { body } = await send('POST', '', { object: 'Lead', operation: 'insert' });
      const lines = Array.from({ length: 500 }, (_, index) => `Slow ${index},Slow`);
      await upload(body.id, `LastName,Company\n${lines.join('\n')}\n`);
      await send('PATCH', `/${body.id}`, { state: 'UploadComplete' });
      return body.id;
    };
    await org.sandbox('POST', '/faults', { kind: 'slow_job', object: 'Lead' });
    const waiting = await begin();
    expect(await stateOf(waiting)).toMatchObject({ state: 'UploadComplete', numberRecordsProcessed: 0 });
    await send('PATCH', `/${waiting}`, { state: 'Aborted' });
    expect(await rows(waiting, 'unprocessedrecords')).toHaveLength(500);
    await org.sandbox('POST', '/faults', { kind: 'slow_job', object: 'Lead', delayMs: 300 });
    const writing = await begin();
    await expect
      .poll(() => stateOf(writing), { interval: 20, timeout: 60_000 })
      .toMatchObject({ state: 'InProgress', numberRecordsProcessed: 200 });
    await send('PATCH', `/${writing}`, { state: 'Aborted' });
    expect(await rows(writing, 'successfulResults')).toHaveLength(200);
    expect(await rows(writing, 'unprocessedrecords')).toHaveLength(300);
    expect((await org.connection.query("SELECT COUNT() FROM Lead WHERE Company = 'Slow'")).totalSize).toBe(200);
    await org.sandbox('POST', '/faults', { kind: 'slow_job' });
    const released = await begin();
    await org.sandbox('DELETE', '/faults');
    await expect
      .poll(() => stateOf(released), { interval: 20, timeout: 60_000 })
      .toMatchObject({ state: 'JobComplete', numberRecordsProcessed: 500 });
  });

  it.each([
    [
      'with fields of another object',
      { operation: 'update' },
      'Id,Nope__c\n00Q,1\n',
      'InvalidBatch : Field name not found : Nope__c',
    ],
    [
      'with a column twice',
      { operation: 'insert' },
      'Company,company\na,b\n',
      'InvalidBatch : Duplicate field name : Company',
    ],
    [
      'with more than ids to delete',
      { operation: 'delete' },
      'Id,Name\n00Q,x\n',
      'InvalidBatch : delete batch must contain only ids',
    ],
    [
      'with CRLF in an LF job',
      { operation: 'insert' },
      'LastName,Company\r\na,b\r\n',
      'ClientInputError : LineEnding is invalid on user data. Current LineEnding setting is LF',
    ],
    [
      'with LF in a CRLF job',
      { operation: 'insert', lineEnding: 'CRLF' },
      'LastName,Company\na,b\n',
      'ClientInputError : LineEnding is invalid on user data. Current LineEnding setting is CRLF',
    ],
  ])('fails as a whole for a file %s', async (_, request, csv, errorMessage) => {
    expect(await ingest(request, csv)).toMatchObject({ state: 'Failed', errorMessage, numberRecordsProcessed: 0 });
  });

  it('reports the error of a cell with its field', async () => {
    const [lead] = await leadIds(1);
    const cells = [
      'AnnualRevenue,much',
      'NumberOfEmployees,1.5',
      'Email,nobody',
      'OwnerId,nobody',
      'FirstName,' + 'x'.repeat(41),
    ];
    const errors: (string | undefined)[] = [];
    for (const cell of cells) {
      const [name, value] = cell.split(',');
      const { id } = await ingest({ operation: 'update' }, `Id,${name}\n${lead},${value}\n`);
      errors.push((await rows(id, 'failedResults'))[0]?.sf__Error);
    }
    expect(errors).toEqual([
      'INVALID_TYPE_ON_FIELD_IN_RECORD:Annual Revenue: value not of required type: much:AnnualRevenue --',
      'INVALID_TYPE_ON_FIELD_IN_RECORD:Employees: value not of required type: 1.5:NumberOfEmployees --',
      'INVALID_EMAIL_ADDRESS:Email: invalid email address: nobody:Email --',
      'MALFORMED_ID:Owner ID: id value of incorrect type: nobody:OwnerId --',
      `STRING_TOO_LONG:First Name: data value too large: ${'x'.repeat(41)} (max length=40):FirstName --`,
    ]);
  });

  it('accepts a compressed upload', async () => {
    const { body } = await send('POST', '', { object: 'Lead', operation: 'insert' });
    const zipped = gzipSync('LastName,Company\nPacked,Zip\n');
    expect((await upload(body.id, zipped, { 'content-encoding': 'gzip' })).status).toBe(201);
    await send('PATCH', `/${body.id}`, { state: 'UploadComplete' });
    await expect.poll(() => send('GET', `/${body.id}`)).toMatchObject({ body: { state: 'JobComplete' } });
    expect(await rows(body.id, 'successfulResults')).toMatchObject([{ sf__Created: 'true', Company: 'Zip' }]);
  });

  it('is listed, latest first, and filtered by type', async () => {
    const { body: job } = await send('POST', '', { object: 'Lead', operation: 'insert' });
    const list = async (search: string) =>
      (await send('GET', search)).body as unknown as { done: boolean; records: (Job & { jobType: string })[] };
    expect(await list('?jobType=V2Ingest')).toMatchObject({
      done: true,
      nextRecordsUrl: null,
      records: { 0: { id: job.id, jobType: 'V2Ingest' } },
    });
    expect((await list('?jobType=Classic')).records).toEqual([]);
    expect((await send('GET', '?queryLocator=x')).body).toMatchObject([{ errorCode: 'INVALID_LOCATOR' }]);
    await send('PATCH', `/${job.id}`, { state: 'Aborted' });
  });

  it.each([
    [{ object: 'Nope', operation: 'insert' }, /Unable to find object/],
    [{ object: 'Lead', operation: 'replace' }, /operation/],
    [{ object: 'Lead', operation: 'insert', lineEnding: 'CR' }, /line ending/],
    [{ object: 'Lead', operation: 'insert', columnDelimiter: 'constructor' }, /column delimiter/],
    [{ object: 'Lead', operation: 'insert', contentType: 'JSON' }, /content type/],
    [{ object: 'Lead', operation: 'upsert' }, /externalIdFieldName/],
    [{ object: 'Lead', operation: 'upsert', externalIdFieldName: 'Company' }, /External ID/],
    [{ object: 'LeadHistory', operation: 'insert' }, /not supported by the Bulk API/],
  ])('is rejected: %j', async (request, message) => {
    const { status, body } = await send('POST', '', request);
    expect(status).toBe(400);
    expect(body).toMatchObject([{ errorCode: 'INVALIDJOB', message: expect.stringMatching(message) }]);
  });

  it('rejects hardDelete', async () => {
    expect((await send('POST', '', { object: 'Lead', operation: 'hardDelete' })).body).toMatchObject([
      { errorCode: 'FEATURENOTENABLED' },
    ]);
  });

  it('cannot start without data, take a second upload or be deleted while open', async () => {
    const { body } = await send('POST', '', { object: 'Lead', operation: 'insert' });
    expect((await send('PATCH', `/${body.id}`, { state: 'UploadComplete' })).body).toMatchObject([
      { errorCode: 'INVALIDJOBSTATE' },
    ]);
    expect((await send('DELETE', `/${body.id}`)).status).toBe(400);
    expect((await send('PATCH', `/${body.id}`, { state: 'Aborted' })).body.state).toBe('Aborted');
    expect((await send('DELETE', `/${body.id}`)).status).toBe(204);
    expect((await send('GET', `/${body.id}`)).status).toBe(404);
  });
});

describe('Bulk API 1.0 job', () => {
  it('inserts through jsforce and returns results in the order of the rows', async () => {
    const batch = org.connection.bulk.load('Account', 'insert', [
      { Name: 'One', Site: 'a' },
      { Site: 'b' },
      { Name: 'Three', Site: 'c' },
    ]);
    const closed = new Promise((resolve) => batch.job.on('close', resolve));
    const results = await batch;
    await closed;
    expect(results).toMatchObject([
      { success: true, id: expect.stringMatching(/^001/) },
      { success: false, errors: ['REQUIRED_FIELD_MISSING:Required fields are missing: [Name]:Name --'] },
      { success: true },
    ]);
  });
});
