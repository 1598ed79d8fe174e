import { describe, expect, it } from 'vitest';
import { useTestOrg } from '../testing/index.ts';

const org = useTestOrg({ leads: 20 });

interface Outcome {
  readonly compiled: boolean;
  readonly success: boolean;
  readonly line: number;
  readonly compileProblem: string | null;
  readonly exceptionMessage: string | null;
}

const run = async (statements: string): Promise<Outcome> =>
  (await org.request<Outcome>('GET', `/tooling/executeAnonymous?anonymousBody=${encodeURIComponent(statements)}`)).body;

const jobs = async () =>
  (
    await org.connection.query<{ Id: string; CronExpression: string; NextFireTime: string }>(
      "SELECT Id, CronExpression, NextFireTime FROM CronTrigger WHERE CronJobDetail.Name = 'Nightly'",
    )
  ).records;

describe('anonymous Apex', () => {
  it('schedules a job once, and aborts it', async () => {
    const schedule = "System.schedule('Nightly', '0 20 * * * ?', new RetryFailedScores());";
    expect(await run(schedule)).toMatchObject({ compiled: true, success: true });
    expect((await run(schedule)).exceptionMessage).toBe(
      'System.AsyncException: The Apex job named "Nightly" is already scheduled for execution.',
    );
    const [job] = await jobs();
    expect(job).toMatchObject({ CronExpression: '0 20 * * * ?', NextFireTime: '2026-11-20T09:20:00.000+0000' });
    const waiting = "SELECT ApexClass.Name FROM AsyncApexJob WHERE JobType = 'ScheduledApex' AND Status = 'Queued'";
    expect((await org.connection.query(waiting)).records).toMatchObject([{ ApexClass: { Name: 'RetryFailedScores' } }]);
    expect(await run(`System.abortJob('${job?.Id ?? ''}');`)).toMatchObject({ success: true });
    expect(await jobs()).toEqual([]);
    expect((await org.connection.query(waiting)).totalSize).toBe(0);
  });

  it('refuses a schedule that it cannot compute, and stores nothing of it', async () => {
    const { success, exceptionMessage } = await run(
      "System.schedule('Nightly', '0 0/5 * * * ?', new RetryFailedScores());",
    );
    expect({ success, exceptionMessage }).toEqual({
      success: false,
      exceptionMessage: 'The expression 0 0/5 * * * ? is not supported.',
    });
    expect(await org.connection.query('SELECT Id FROM CronJobDetail')).toMatchObject({ totalSize: 0 });
  });

  it('does not compile with an unknown name, and says where', async () => {
    const { compiled, line, compileProblem } = await run('Integer one = 1;\nInteger two = missing;');
    expect({ compiled, line }).toEqual({ compiled: false, line: 2 });
    expect(compileProblem).toContain('missing');
  });

  it('refuses what needs records', async () => {
    expect(await run("insert new Lead(LastName = 'x', Company = 'y');")).toMatchObject({
      compiled: true,
      success: false,
    });
    expect((await run('Integer n = [SELECT COUNT() FROM Lead];')).success).toBe(false);
  });
});
