import { describe, expect, it } from 'vitest';
import { useTestOrg } from '../testing/index.ts';

const org = useTestOrg();

const query = (soql: string, referenceId: string, name = 'queryAll') => ({
  method: 'GET',
  url: `/services/data/v62.0/${name}?q=${encodeURIComponent(soql)}`,
  referenceId,
});

const post = (compositeRequest: unknown) => org.request('POST', '/composite', { allOrNone: false, compositeRequest });

const apiUsage = ({ headers }: { readonly headers: Headers }): number =>
  Number(/api-usage=(\d+)/.exec(headers.get('sforce-limit-info') ?? '')?.[1]);

describe('composite request', () => {
  it('runs several queries in one call with the results of single queries', async () => {
    const before = apiUsage(await post([query('SELECT COUNT() FROM Lead', 'a')]));
    const soql = 'SELECT Id, Name FROM User ORDER BY Id LIMIT 2';
    const composite = await post([query('SELECT COUNT() FROM Lead', 'leads'), query(soql, 'users')]);
    expect(apiUsage(composite)).toBe(before + 1);
    const single = await org.request('GET', `/queryAll?q=${encodeURIComponent(soql)}`);
    expect(composite.body).toMatchObject({
      compositeResponse: [
        { referenceId: 'leads', httpStatusCode: 200, body: { done: true, records: [] } },
        { referenceId: 'users', httpStatusCode: 200, body: single.body },
      ],
    });
  });

  it('rejects one query and runs the others', async () => {
    const { status, body } = await post([query('SELECT Nothing__c FROM Lead', 'a'), query('SELECT Id FROM User', 'b')]);
    expect(status).toBe(200);
    expect(body).toMatchObject({
      compositeResponse: [
        { httpStatusCode: 400, body: [{ errorCode: 'INVALID_FIELD' }] },
        { httpStatusCode: 200, body: { done: true } },
      ],
    });
  });

  it('continues a long result at its nextRecordsUrl', async () => {
    const { body } = await post([query('SELECT Id FROM Task', 'a')]);
    const [{ body: page }] = (body as { compositeResponse: [{ body: { nextRecordsUrl: string; totalSize: number } }] })
      .compositeResponse;
    const next = (await org.request<{ records: unknown[] }>('GET', page.nextRecordsUrl)).body;
    expect(next.records.length).toBe(Math.min(2_000, page.totalSize - 2_000));
  });

  it.each([
    ['nothing', undefined, 'JSON_PARSER_ERROR'],
    ['six queries', Array.from({ length: 6 }, (_, i) => query('SELECT Id FROM User', `r${i}`)), 'LIMIT_EXCEEDED'],
    ['a reference twice', [query('SELECT Id FROM User', 'a'), query('SELECT Id FROM User', 'a')], 'INVALID_INPUT'],
  ])('rejects %s', async (_, subrequests, errorCode) => {
    expect(await post(subrequests)).toMatchObject({ status: 400, body: [{ errorCode }] });
  });

  it.each([
    ['another resource', { ...query('SELECT Id FROM User', 'a'), url: '/services/data/v62.0/limits' }, 404],
    ['another version', { ...query('SELECT Id FROM User', 'a'), url: '/services/data/v61.0/query?q=x' }, 404],
    ['another method', { ...query('SELECT Id FROM User', 'a'), method: 'POST' }, 405],
  ])('does not support %s', async (_, subrequests, httpStatusCode) => {
    expect((await post([subrequests])).body).toMatchObject({ compositeResponse: [{ httpStatusCode }] });
  });
});
