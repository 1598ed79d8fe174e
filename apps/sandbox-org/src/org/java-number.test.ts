import { describe, expect, it } from 'vitest';
import { useTestOrg } from '../testing/index.ts';
import { javaNumber } from './java-number.ts';

describe('javaNumber', () => {
  it.each([
    [0, '0.0'],
    [5, '5.0'],
    [-12.5, '-12.5'],
    [9_999_999, '9999999.0'],
    [10_000_000, '1.0E7'],
    [12_345_678, '1.2345678E7'],
    [-350_000_000.25, '-3.5000000025E8'],
    [0.001, '0.001'],
    [0.00012, '1.2E-4'],
    [1e21, '1.0E21'],
  ])('writes %d as %s', (value, text) => {
    expect(javaNumber(value)).toBe(text);
    expect(Number(text)).toBe(value);
  });
});

describe('a large amount', () => {
  const org = useTestOrg({ leads: 5 });

  it('has an exponent in REST and in CSV, and is read back as the same number', async () => {
    const lead = { LastName: 'Doe', Company: 'Acme', AnnualRevenue: '1.2345678E7', NumberOfEmployees: 12_000_000 };
    const { id } = (await org.request<{ id: string }>('POST', '/sobjects/Lead', lead)).body;
    const soql = `SELECT AnnualRevenue, NumberOfEmployees FROM Lead WHERE Id = '${id}' AND AnnualRevenue = 12345678`;
    const text = await (await org.call(`/query?q=${encodeURIComponent(soql)}`)).text();
    expect(text).toContain('"AnnualRevenue":1.2345678E7,"NumberOfEmployees":12000000');
    expect(JSON.parse(text)).toMatchObject({ records: [{ AnnualRevenue: 12_345_678 }] });
    expect(await (await org.call(`/sobjects/Lead/${id}`)).text()).toContain('"AnnualRevenue":1.2345678E7');
    const job = (await org.request<{ id: string }>('POST', '/jobs/query', { operation: 'query', query: soql })).body;
    const state = async () => (await org.request<{ state: string }>('GET', `/jobs/query/${job.id}`)).body.state;
    await expect.poll(state, { timeout: 60_000, interval: 10 }).toBe('JobComplete');
    expect(await (await org.call(`/jobs/query/${job.id}/results`)).text()).toBe(
      '"AnnualRevenue","NumberOfEmployees"\n"1.2345678E7","12000000"\n',
    );
  });
});
