import { sql } from 'kysely';
import { expect, it } from 'vitest';
import { describeOnEveryDatabase } from '../testing/every-database.ts';

describeOnEveryDatabase('write jobs', (given) => {
  const makeOlder = async (org: string, jobId: string, ms: number): Promise<void> => {
    const { db } = given().storage;
    await sql`update write_job set opened_at = opened_at - ${ms}::int8 where org_id = ${org} and job_id = ${jobId}`.execute(
      db,
    );
  };
  const idsOf = async (org: string): Promise<string[]> =>
    (await given().storage.writeJobs.list(org)).map(({ jobId }) => jobId);

  it('are listed in the order in which they were added, until they are removed', async () => {
    const { storage, newOrg } = given();
    const org = newOrg();
    await storage.writeJobs.add(org, 'order b');
    await makeOlder(org, 'order b', 60_000);
    await storage.writeJobs.add(org, 'order a');
    expect(await idsOf(org)).toEqual(['order b', 'order a']);
    await storage.writeJobs.remove(org, 'order b');
    expect(await idsOf(org)).toEqual(['order a']);
  });

  it('have their age by the clock of the database, not by those of the machines', async () => {
    const { storage, newOrg, clock } = given();
    const org = newOrg();
    await storage.writeJobs.add(org, 'aged');
    clock.advance(86_400_000);
    await makeOlder(org, 'aged', 600_000);
    const [job] = await storage.writeJobs.list(org);
    expect(job?.ageMs).toBeGreaterThanOrEqual(600_000);
    expect(job?.ageMs).toBeLessThan(7_200_000);
  });

  it('stay the same when one is added again, or an unknown one is removed', async () => {
    const { storage, newOrg } = given();
    const org = newOrg();
    await storage.writeJobs.add(org, 'again');
    await makeOlder(org, 'again', 600_000);
    await storage.writeJobs.add(org, 'again');
    await storage.writeJobs.remove(org, 'unknown');
    const jobs = await storage.writeJobs.list(org);
    expect(jobs).toHaveLength(1);
    expect(jobs[0]?.ageMs).toBeGreaterThanOrEqual(600_000);
  });

  it('have no negative age after the clock of the database was set back', async () => {
    const { storage, newOrg } = given();
    const org = newOrg();
    await storage.writeJobs.add(org, 'later');
    await makeOlder(org, 'later', -600_000);
    expect(await storage.writeJobs.list(org)).toEqual([{ jobId: 'later', ageMs: 0 }]);
  });

  it('are separate for each org', async () => {
    const { storage, newOrg } = given();
    const [org, other] = [newOrg(), newOrg()];
    await storage.writeJobs.add(org, 'separate');
    await storage.writeJobs.remove(other, 'separate');
    expect(await storage.writeJobs.list(other)).toEqual([]);
    expect(await idsOf(org)).toEqual(['separate']);
  });
});
