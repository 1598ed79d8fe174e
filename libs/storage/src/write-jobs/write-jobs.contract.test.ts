import { expect, it } from 'vitest';
import { describeOnEveryDatabase } from '../testing/every-database.ts';

describeOnEveryDatabase('write jobs', (given) => {
  it('are listed in the order in which they were added, until they are removed', async () => {
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

  it('stay the same when one is added again, or an unknown one is removed', async () => {
    const { storage, newOrg, clock } = given();
    const org = newOrg();
    const began = clock.now();
    await storage.writeJobs.add(org, 'a');
    clock.advance(5);
    await storage.writeJobs.add(org, 'a');
    await storage.writeJobs.remove(org, 'unknown');
    expect(await storage.writeJobs.list(org)).toEqual([{ jobId: 'a', openedAt: began }]);
  });

  it('are separate for each org', async () => {
    const { storage, newOrg } = given();
    const [org, other] = [newOrg(), newOrg()];
    await storage.writeJobs.add(org, 'a');
    await storage.writeJobs.remove(other, 'a');
    expect(await storage.writeJobs.list(other)).toEqual([]);
    expect(await storage.writeJobs.list(org)).toMatchObject([{ jobId: 'a' }]);
  });
});
