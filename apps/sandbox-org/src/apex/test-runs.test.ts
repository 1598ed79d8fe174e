import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it } from 'vitest';
import { useTestOrg } from '../testing/index.ts';

const org = useTestOrg({ leads: 20 });

const tooling = async (soql: string) =>
  (await org.request<{ records: Record<string, unknown>[] }>('GET', `/tooling/query?q=${encodeURIComponent(soql)}`))
    .body.records;

describe('test runs of the Tooling API', () => {
  it('record each method, the summary and the coverage', async () => {
    const tests = [{ className: 'AuraErrorsTest' }];
    const { body: id } = await org.request<string>('POST', '/tooling/runTestsAsynchronous', { tests });
    const summary = `SELECT Status, MethodsEnqueued, MethodsCompleted FROM ApexTestRunResult WHERE AsyncApexJobId = '${id}'`;
    await expect.poll(() => tooling(summary), { timeout: 60_000 }).toMatchObject([{ Status: 'Completed' }]);
    const results = await tooling(
      `SELECT MethodName, Outcome, ApexClass.Name FROM ApexTestResult WHERE AsyncApexJobId = '${id}'`,
    );
    expect(results.length).toBeGreaterThan(0);
    expect(results.every(({ Outcome }) => Outcome === 'Pass')).toBe(true);
    const [covered] = await tooling(
      "SELECT ApexClassOrTrigger.Name, NumLinesCovered, Coverage FROM ApexCodeCoverageAggregate WHERE ApexClassOrTriggerId IN (SELECT Id FROM ApexClass WHERE Name = 'AuraErrors')",
    );
    expect(covered).toMatchObject({ ApexClassOrTrigger: { Name: 'AuraErrors' } });
    const { coveredLines } = covered?.Coverage as { coveredLines: number[] };
    expect(coveredLines).toHaveLength(Number(covered?.NumLinesCovered));
    expect(coveredLines.length).toBeGreaterThan(0);
  });

  it('answer synchronously with the results of the methods that were asked for', async () => {
    const [method] = await tooling(
      "SELECT MethodName FROM ApexTestResult WHERE ApexClass.Name = 'AuraErrorsTest' LIMIT 1",
    );
    const tests = [{ className: 'AuraErrorsTest', testMethods: [method?.MethodName] }];
    const { body } = await org.request('POST', '/tooling/runTestsSynchronous', { tests });
    expect(body).toMatchObject({ numTestsRun: 1, numFailures: 0, successes: [{ name: 'AuraErrorsTest' }] });
  });

  it.each([
    ['an unknown class', { tests: [{ className: 'Nowhere' }] }],
    ['a class without tests', { tests: [{ className: 'AuraErrors' }] }],
    ['nothing', {}],
    ['a suite', { suiteNames: 'All' }],
  ])('refuse %s', async (_what, body) => {
    expect((await org.request('POST', '/tooling/runTestsAsynchronous', body)).status).toBe(400);
  });

  it('go on after one that could not be recorded', async () => {
    const db = new DatabaseSync(join(org.folder, 'org.sqlite'), { timeout: 60_000 });
    const start = async () => {
      const tests = [{ className: 'AuraErrorsTest' }];
      return (await org.request<string>('POST', '/tooling/runTestsAsynchronous', { tests })).body;
    };
    const statusOf = async (id: string) =>
      (await tooling(`SELECT Status FROM AsyncApexJob WHERE Id = '${id}'`))[0]?.Status;
    db.exec('CREATE TRIGGER "fault" BEFORE INSERT ON "ApexTestResult" BEGIN SELECT RAISE(ABORT, \'fault\'); END');
    const broken = await start();
    await expect.poll(() => statusOf(broken), { timeout: 60_000 }).toBe('Failed');
    db.exec('DROP TRIGGER "fault"');
    db.close();
    const next = await start();
    await expect.poll(() => statusOf(next), { timeout: 60_000 }).toBe('Completed');
  });

  it('leave coverage to the Tooling API', async () => {
    await expect(org.connection.query('SELECT Id FROM ApexCodeCoverage')).rejects.toThrow('not supported');
  });
});
