import { parse } from 'csv-parse/sync';
import { describe, expect, it } from 'vitest';
import { useTestOrg } from '../testing/index.ts';

const org = useTestOrg({ leads: 300 });
const jobs = '/jobs/query';

const post = (query: string, operation = 'query') =>
  org.request<{ id: string; state: string }>('POST', jobs, { operation, query });
const state = async (id: string) => (await org.request<{ state: string }>('GET', `${jobs}/${id}`)).body.state;

async function completed(query: string, operation?: string): Promise<string> {
  const { body } = await post(query, operation);
  await expect.poll(() => state(body.id), { timeout: 60_000, interval: 10 }).toBe('JobComplete');
  return body.id;
}

async function page(id: string, search = '') {
  const response = await org.call(`${jobs}/${id}/results${search}`);
  return {
    locator: response.headers.get('sforce-locator'),
    count: Number(response.headers.get('sforce-numberofrecords')),
    rows: parse(await response.text(), { columns: true }) as Record<string, string>[],
  };
}

describe('Bulk API 2.0 query job', () => {
  it('passes through its states and returns every row once, page by page, with the last locator null', async () => {
    const { body } = await post('SELECT Id FROM Task');
    expect(body).toMatchObject({ state: 'UploadComplete', object: 'Task', operation: 'query', contentType: 'CSV' });
    const id = await completed('SELECT Id, CreatedDate FROM Task');
    const ids: string[] = [];
    let search = '?maxRecords=1000';
    let pages = 0;
    for (;;) {
      const { locator, count, rows } = await page(id, search);
      expect(rows).toHaveLength(count);
      ids.push(...rows.map(({ Id }) => Id ?? ''));
      pages += 1;
      if (locator === 'null' || locator === null) {
        expect(locator).toBe('null');
        break;
      }
      search = `?maxRecords=1000&locator=${locator}`;
    }
    const { totalSize } = await org.connection.query('SELECT COUNT() FROM Task');
    expect(pages).toBe(Math.ceil(totalSize / 1000));
    expect(new Set(ids).size).toBe(totalSize);
    expect(ids).toHaveLength(totalSize);
  });

  it('writes the same values as the REST query', async () => {
    const soql = 'SELECT Id, Subject, TextBody, Incoming, MessageDate, Activity.WhoId FROM EmailMessage';
    const { rows } = await page(await completed(soql));
    const records = (await org.connection.query(soql, { autoFetch: true, maxFetch: 100_000 })).records as Record<
      string,
      unknown
    >[];
    expect(rows).toHaveLength(records.length);
    const byId = new Map(rows.map((row) => [row.Id, row]));
    for (const record of records) {
      const row = byId.get(String(record.Id));
      expect(row?.Subject).toBe(record.Subject ?? '');
      expect(row?.TextBody).toBe(record.TextBody ?? '');
      expect(row?.Incoming).toBe(String(record.Incoming));
      expect(row?.MessageDate).toBe(String(record.MessageDate).replace('+0000', 'Z'));
      expect(row?.['Activity.WhoId']).toBe((record.Activity as { WhoId: string }).WhoId);
    }
    expect(rows.some(({ TextBody }) => TextBody?.includes('\n'))).toBe(true);
    const leads = await page(await completed('SELECT Id, NumberOfEmployees, AnnualRevenue, IsConverted FROM Lead'));
    expect(leads.rows.every((row) => /^\d*$/.test(row.NumberOfEmployees ?? ''))).toBe(true);
    expect(leads.rows.some((row) => row.AnnualRevenue === '')).toBe(true);
  });

  it('reads deleted records only with queryAll', async () => {
    const deleted = (await page(await completed('SELECT Id, IsDeleted FROM Lead', 'queryAll'))).rows;
    const rows = (await page(await completed('SELECT Id, IsDeleted FROM Lead'))).rows;
    expect(deleted).toHaveLength(300);
    expect(rows.length).toBeLessThan(300);
    expect(rows.every(({ IsDeleted }) => IsDeleted === 'false')).toBe(true);
  });

  it('writes the requested delimiter and line ending', async () => {
    const soql = 'SELECT Id, Company FROM Lead WHERE Company != null ORDER BY Company LIMIT 3';
    const format = { columnDelimiter: 'PIPE', lineEnding: 'CRLF' };
    const request = { operation: 'query', query: soql, ...format };
    const { body: job } = await org.request<{ id: string }>('POST', jobs, request);
    expect(job).toMatchObject(format);
    await expect.poll(() => state(job.id), { timeout: 60_000, interval: 10 }).toBe('JobComplete');
    const text = await (await org.call(`${jobs}/${job.id}/results`)).text();
    const { records } = await org.connection.query<{ Id: string; Company: string }>(soql);
    const lines = records.map(({ Id, Company }) => `"${Id}"|"${Company.replaceAll('"', '""')}"\r\n`);
    expect(text).toBe(`"Id"|"Company"\r\n${lines.join('')}`);
    const { body: listed } = await org.request<{ records: unknown[] }>('GET', jobs);
    expect(listed.records[0]).toMatchObject({ id: job.id, jobType: 'V2Query' });
  });

  it('returns only a header without rows', async () => {
    const id = await completed("SELECT Id, Name FROM Lead WHERE Name = 'nobody at all'");
    const response = await org.call(`${jobs}/${id}/results`);
    expect(await response.text()).toBe('"Id","Name"\n');
    expect(response.headers.get('sforce-numberofrecords')).toBe('0');
    expect(response.headers.get('sforce-locator')).toBe('null');
  });

  it('works through jsforce', async () => {
    org.connection.bulk2.pollInterval = 20;
    const stream = await org.connection.bulk2.query('SELECT Id FROM Lead WHERE IsConverted = true');
    const records = await stream.toArray();
    const { totalSize } = await org.connection.query('SELECT COUNT() FROM Lead WHERE IsConverted = true');
    expect(records).toHaveLength(totalSize);
  });

  it.each([
    ['SELECT COUNT(Id) FROM Lead', 'API_ERROR'],
    ['SELECT Id, (SELECT Id FROM Tasks) FROM Lead', 'API_ERROR'],
    ['SELECT Id FROM Lead OFFSET 5', 'API_ERROR'],
    ['SELECT Id, Address FROM Lead', 'API_ERROR'],
    ['SELECT Nope FROM Lead', 'API_ERROR'],
  ])('is rejected for an unsupported query: %s', async (query, errorCode) => {
    expect(await post(query)).toMatchObject({ status: 400, body: [{ errorCode }] });
  });

  it('rejects requests for results before completion and with unknown locators', async () => {
    const id = await completed('SELECT Id FROM Lead');
    const wrong = await org.request('GET', `${jobs}/${id}/results?locator=abc`);
    expect(wrong.body).toMatchObject([{ errorCode: 'INVALID_LOCATOR' }]);
    expect((await org.call(`${jobs}/${id}`, { method: 'DELETE' })).status).toBe(204);
    expect((await org.call(`${jobs}/${id}/results`)).status).toBe(404);
  });
});
