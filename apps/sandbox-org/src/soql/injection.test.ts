import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { beforeAll, describe, expect, it } from 'vitest';
import { useTestOrg } from '../testing/index.ts';

const org = useTestOrg({ leads: 30 });
let before: ReturnType<typeof readState>;
beforeAll(() => {
  before = readState();
});

/** Tables, columns and numbers of rows in the database file. */
function readState(): Record<string, unknown> {
  const db = new DatabaseSync(join(org.folder, 'org.sqlite'), { readOnly: true });
  const tables = db.prepare("SELECT name, sql FROM sqlite_master WHERE type = 'table' ORDER BY name").all();
  const leads = db.prepare('SELECT count(*) AS leads, sum("IsDeleted") AS deleted FROM "Lead"').get();
  db.close();
  return { tables, leads };
}

const HOSTILE_TEXTS = [
  `'; DROP TABLE "Lead"; --`,
  `" OR 1=1 --`,
  `Lead" WHERE 1=1; DELETE FROM "Lead"; --`,
  `x') UNION SELECT value FROM "sandbox.setting" --`,
  `Id FROM Lead; SELECT * FROM "sandbox.session`,
  `\\'; ATTACH DATABASE '/x' AS y; --`,
  `\u0000"; DROP TABLE "Lead`,
  `\uFF07; DROP TABLE Lead`,
  `(SELECT name FROM sqlite_master)`,
  `json_each(?)`,
  `sandbox.setting`,
  `rowid`,
  `load_extension('x')`,
  `__proto__`,
  `constructor`,
];

const QUERIES_WITH: readonly (readonly [string, (text: string) => string])[] = [
  ['a field', (text) => `SELECT ${text} FROM Lead`],
  ['a path', (text) => `SELECT Owner.${text} FROM Lead`],
  ['an object', (text) => `SELECT Id FROM ${text}`],
  ['an alias', (text) => `SELECT COUNT(Id) ${text} FROM Lead`],
  ['a child relationship', (text) => `SELECT (SELECT Id FROM ${text}) FROM Lead`],
  ['a function', (text) => `SELECT ${text}(Id) FROM Lead`],
  ['a filter', (text) => `SELECT Id FROM Lead WHERE ${text} = null`],
  ['a literal', (text) => `SELECT Id FROM Lead WHERE Name = ${text}`],
  ['a group', (text) => `SELECT COUNT(Id) FROM Lead GROUP BY ${text}`],
  ['an order', (text) => `SELECT Id FROM Lead ORDER BY ${text}`],
  ['a limit', (text) => `SELECT Id FROM Lead LIMIT ${text}`],
  ['a scope', (text) => `SELECT Id FROM Lead USING SCOPE ${text}`],
  ['a type', (text) => `SELECT TYPEOF Who WHEN ${text} THEN Name END FROM Task`],
];

const ERROR_CODES = ['MALFORMED_QUERY', 'INVALID_FIELD', 'INVALID_TYPE', 'INVALID_QUERY_SCOPE'];

describe('SQL injection', () => {
  it.each(QUERIES_WITH)('rejects hostile text as %s of a query with the platform’s error', async (_, soql) => {
    for (const text of HOSTILE_TEXTS) {
      const response = await org.call(`/query?q=${encodeURIComponent(soql(text))}`);
      const body = (await response.json()) as readonly { errorCode: string }[] | { records: unknown[] };
      // Some are valid names, which an alias may have.
      if (response.status === 200) expect(text).toMatch(/^\w+$/);
      else
        expect({ text, status: response.status, code: (body as { errorCode: string }[])[0]?.errorCode }).toMatchObject({
          status: 400,
          code: expect.toSatisfy((code: string) => ERROR_CODES.includes(code)),
        });
    }
    expect(readState()).toEqual(before);
  });

  it('stores hostile text as a value and finds only the record with it', async () => {
    const created: string[] = [];
    for (const text of HOSTILE_TEXTS.filter((each) => !each.includes('\u0000'))) {
      const { id } = await org.connection.sobject('Account').create({ Name: text, Site: text });
      created.push(id ?? '');
      const literal = text.replace(/[\\']/g, '\\$&');
      const pattern = literal.replace(/[%_]/g, '\\$&');
      for (const condition of [`Name = '${literal}'`, `Site IN ('x', '${literal}')`, `Name LIKE '${pattern}'`]) {
        const { records } = await org.connection.query<{ Id: string }>(`SELECT Id FROM Account WHERE ${condition}`);
        expect(
          records.map(({ Id }) => Id),
          condition,
        ).toEqual([id]);
      }
    }
    await org.connection.sobject('Account').destroy(created);
    expect(readState()).toEqual(before);
  });

  it('rejects hostile text in paths and parameters', async () => {
    for (const text of HOSTILE_TEXTS) {
      const piece = encodeURIComponent(text);
      const calls: [string, RequestInit?][] = [
        [`/sobjects/${piece}`],
        [`/sobjects/${piece}/describe`],
        [`/sobjects/Lead/${piece}`],
        [`/sobjects/Lead/${piece}/x`],
        [`/sobjects/Leadlight_Score_History__c/Key__c/${piece}`],
        [`/sobjects/Lead/updated?start=${piece}&end=${piece}`],
        [`/sobjects/Lead/listviews/${piece}`],
        [`/query/${piece}`],
        [`/jobs/query/${piece}`],
        [`/jobs/query/${piece}/results?locator=${piece}`],
        [`/jobs/ingest/${piece}`],
        [`/jobs/ingest?queryLocator=${piece}`],
        [`/composite/sobjects/${piece}?ids=${piece}&fields=${piece}`],
        [`/composite/sobjects/Lead?ids=${piece}&fields=Id`],
        [`/search?q=${encodeURIComponent(`FIND {${text}} RETURNING Lead(${text})`)}`],
        ['/sobjects/Lead', { method: 'POST', body: JSON.stringify({ [text]: 'x', LastName: 'x', Company: 'y' }) }],
        [
          '/composite/sobjects',
          { method: 'POST', body: JSON.stringify({ records: [{ attributes: { type: text } }] }) },
        ],
        ['/jobs/ingest', { method: 'POST', body: JSON.stringify({ object: text, operation: 'insert' }) }],
        ['/jobs/query', { method: 'POST', body: JSON.stringify({ operation: 'query', query: text }) }],
      ];
      for (const [path, init] of calls) {
        const { status } = await org.call(path, init);
        expect({ path, status, isRejected: status >= 400 && status < 500 }).toMatchObject({ isRejected: true });
      }
      const deleted = await org.call(`/composite/sobjects?ids=${piece}`, { method: 'DELETE' });
      expect(deleted.status === 400 || !(await deleted.text()).includes('"success":true')).toBe(true);
    }
    expect(readState()).toEqual(before);
  });

  it('fails hostile text as a column or a cell of a bulk file', async () => {
    const ingest = async (csv: string) => {
      const request = { object: 'Lead', operation: 'insert' };
      const { id } = (await org.request<{ id: string }>('POST', '/jobs/ingest', request)).body;
      await org.call(`/jobs/ingest/${id}/batches`, {
        method: 'PUT',
        body: csv,
        headers: { 'content-type': 'text/csv' },
      });
      await org.request('PATCH', `/jobs/ingest/${id}`, { state: 'UploadComplete' });
      const job = async () => (await org.request<{ state: string }>('GET', `/jobs/ingest/${id}`)).body;
      await expect.poll(async () => (await job()).state, { interval: 5 }).toMatch(/JobComplete|Failed/);
      return job();
    };
    const cell = (text: string): string => `"${text.replaceAll('"', '""')}"`;
    for (const text of HOSTILE_TEXTS) {
      expect(await ingest(`LastName,${cell(text)}\nx,y\n`)).toMatchObject({ state: 'Failed' });
      expect(await ingest(`LastName,Company,OwnerId\nx,y,${cell(text)}\n`)).toMatchObject({ numberRecordsFailed: 1 });
    }
    expect(readState()).toEqual(before);
  });
});
