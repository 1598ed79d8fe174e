import { expect, test } from 'vitest';
import { describeOnEveryDatabase } from '../testing/every-database.ts';

describeOnEveryDatabase('write jobs', (given) => {
  test('jobs are listed in the order of their noting until they are forgotten', async () => {
    const { storage, newOrg, clock } = given();
    const org = newOrg();
    const began = clock.now();
    await storage.writeJobs.add(org, 'b');
    clock.advance(5);
    await storage.writeJobs.add(org, 'a');
    expect(await storage.writeJobs.list(org)).toEqual([
      { jobId: 'b', openedAt: began },
      { jobId: 'a', openedAt: began + 5 },
    ]);
    await storage.writeJobs.remove(org, 'b');
    expect(await storage.writeJobs.list(org)).toEqual([{ jobId: 'a', openedAt: began + 5 }]);
  });

  test('noting a job again, or forgetting one that is not known, changes nothing', async () => {
    const { storage, newOrg, clock } = given();
    const org = newOrg();
    const began = clock.now();
    await storage.writeJobs.add(org, 'a');
    clock.advance(5);
    await storage.writeJobs.add(org, 'a');
    await storage.writeJobs.remove(org, 'unknown');
    expect(await storage.writeJobs.list(org)).toEqual([{ jobId: 'a', openedAt: began }]);
  });

  test('no org sees or forgets the jobs of another', async () => {
    const { storage, newOrg } = given();
    const [org, other] = [newOrg(), newOrg()];
    await storage.writeJobs.add(org, 'a');
    await storage.writeJobs.remove(other, 'a');
    expect(await storage.writeJobs.list(other)).toEqual([]);
    expect(await storage.writeJobs.list(org)).toMatchObject([{ jobId: 'a' }]);
  });
});
