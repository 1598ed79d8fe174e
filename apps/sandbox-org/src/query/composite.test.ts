import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestOrg, type TestOrg } from '../testing/index.ts';

let org: TestOrg;
beforeAll(async () => (org = await startTestOrg()));
afterAll(() => org.stop());

const query = (soql: string, referenceId: string, name = 'queryAll') => ({
  method: 'GET',
  url: `/services/data/v62.0/${name}?q=${encodeURIComponent(soql)}`,
  referenceId,
});

const post = async (compositeRequest: unknown) => {
  const answer = await org.call('/services/data/v62.0/composite', {
    method: 'POST',
    body: JSON.stringify({ allOrNone: false, compositeRequest }),
  });
  return { status: answer.status, usage: answer.headers.get('sforce-limit-info'), body: await answer.json() };
};

const usedIn = (usage: string | null): number => Number(/api-usage=(\d+)/.exec(usage ?? '')?.[1]);

describe('composite', () => {
  test('answers several queries in one call, each under its reference, as they answer alone', async () => {
    const before = usedIn((await post([query('SELECT COUNT() FROM Lead', 'a')])).usage);
    const soql = 'SELECT Id, Name FROM User ORDER BY Id LIMIT 2';
    const together = await post([query('SELECT COUNT() FROM Lead', 'leads'), query(soql, 'people')]);
    expect(usedIn(together.usage)).toBe(before + 1);
    const alone = await org.call(`/services/data/v62.0/queryAll?q=${encodeURIComponent(soql)}`);
    expect(together.body).toMatchObject({
      compositeResponse: [
        { referenceId: 'leads', httpStatusCode: 200, body: { done: true, records: [] } },
        { referenceId: 'people', httpStatusCode: 200, body: await alone.json() },
      ],
    });
  });

  test('refuses one without the others', async () => {
    const { status, body } = await post([query('SELECT Nothing__c FROM Lead', 'a'), query('SELECT Id FROM User', 'b')]);
    expect(status).toBe(200);
    expect(body).toMatchObject({
      compositeResponse: [
        { httpStatusCode: 400, body: [{ errorCode: 'INVALID_FIELD' }] },
        { httpStatusCode: 200, body: { done: true } },
      ],
    });
  });

  test('goes on at the place that a long answer names', async () => {
    const { body } = await post([query('SELECT Id FROM Task', 'a')]);
    const [{ body: page }] = (body as { compositeResponse: [{ body: { nextRecordsUrl: string; totalSize: number } }] })
      .compositeResponse;
    const next = (await (await org.call(page.nextRecordsUrl)).json()) as { records: unknown[] };
    expect(next.records.length).toBe(Math.min(2_000, page.totalSize - 2_000));
  });

  test.each([
    ['nothing', undefined, 'JSON_PARSER_ERROR'],
    ['six queries', Array.from({ length: 6 }, (_, i) => query('SELECT Id FROM User', `r${i}`)), 'LIMIT_EXCEEDED'],
    ['a reference twice', [query('SELECT Id FROM User', 'a'), query('SELECT Id FROM User', 'a')], 'INVALID_INPUT'],
  ])('refuses %s as a whole', async (_, asked, errorCode) => {
    expect(await post(asked)).toMatchObject({ status: 400, body: [{ errorCode }] });
  });

  test.each([
    ['another resource', { ...query('SELECT Id FROM User', 'a'), url: '/services/data/v62.0/limits' }, 404],
    ['another version', { ...query('SELECT Id FROM User', 'a'), url: '/services/data/v61.0/query?q=x' }, 404],
    ['another method', { ...query('SELECT Id FROM User', 'a'), method: 'POST' }, 405],
  ])('serves no %s', async (_, asked, httpStatusCode) => {
    expect((await post([asked])).body).toMatchObject({ compositeResponse: [{ httpStatusCode }] });
  });
});
