import { isWriteDue, TEST_EVENT, WRITE_INTERVAL_MS, type Delivery } from '@leadlight/workflows';
import { expect, it } from 'vitest';
import { describeOnEveryDatabase } from '../testing/every-database.ts';

const NOW = Date.UTC(2026, 10, 20, 9);

describeOnEveryDatabase('requested work', (given) => {
  it('names the orgs with an open job, with a test message to send now, and with active models of propensities', async () => {
    const { storage, newOrg } = given();
    const { requestedWork, jobs, deliveries } = storage;
    const [busy, idle, testing] = [newOrg(), newOrg(), newOrg()];
    const job = { kind: 'train', requestedAt: NOW, requestedBy: 'test' } as const;
    await jobs.request(busy, { ...job, id: 'job_1' });
    await jobs.request(idle, { ...job, id: 'job_2' });
    const attempt = await jobs.begin(idle, 'job_2', NOW);
    expect(await requestedWork.orgsWithJobs()).toEqual(expect.arrayContaining([busy, idle]));
    await jobs.end(idle, 'job_2', attempt, { failure: { code: 'x', message: 'x' } }, NOW);
    expect(await requestedWork.orgsWithJobs()).toContain(busy);
    expect(await requestedWork.orgsWithJobs()).not.toContain(idle);
    const times = { createdAt: NOW, nextAttemptAt: NOW, sentAt: null };
    const delivery: Omit<Delivery, 'id' | 'eventId'> = {
      ...{ ...times, reminder: 0, attempts: 0, failure: null, interrupted: false },
      route: 'slack',
      state: 'pending',
    };
    await deliveries.add(testing, [{ ...delivery, id: 'ntf_1', eventId: `${TEST_EVENT}1` }]);
    await deliveries.add(idle, [{ ...delivery, id: 'ntf_2', eventId: 'event_2' }]);
    expect(await requestedWork.orgsWithTestMessages(NOW)).toContain(testing);
    expect(await requestedWork.orgsWithTestMessages(NOW)).not.toContain(idle);
    expect(await requestedWork.orgsWithTestMessages(NOW - 1)).not.toContain(testing);
  });

  it('names exactly the orgs of which an audience is due', async () => {
    const { storage, newOrg } = given();
    const at = NOW - WRITE_INTERVAL_MS;
    const write = { revision: 1, at: at + 1, added: 0, removed: 0, failure: null };
    const cases = [
      { campaign: null, confirmed: 1, last: null, requested: null },
      { campaign: 'c', confirmed: null, last: null, requested: null },
      { campaign: 'c', confirmed: 1, last: null, requested: null },
      { campaign: 'c', confirmed: 1, last: write, requested: null },
      { campaign: 'c', confirmed: 1, last: { ...write, at }, requested: null },
      { campaign: 'c', confirmed: 1, last: { ...write, at: NOW + WRITE_INTERVAL_MS }, requested: null },
      { campaign: 'c', confirmed: 1, last: { ...write, revision: 0 }, requested: null },
      { campaign: 'c', confirmed: 1, last: write, requested: at },
      { campaign: 'c', confirmed: 1, last: write, requested: at + 2 },
      { campaign: null, confirmed: 1, last: null, requested: null, list: true },
    ];
    const due: string[] = [];
    const orgs: string[] = [];
    for (const [index, { campaign, confirmed, last, requested, list = false }] of cases.entries()) {
      const org = newOrg();
      orgs.push(org);
      await storage.db
        .insertInto('audience')
        .values({
          ...{ org_id: org, audience_id: `aud_${index}`, name: 'A', definition: JSON.stringify({}), revision: 1 },
          list_view: list,
          ...{ campaign_id: campaign, confirmed_revision: confirmed, confirmed_by: null, changed_at: at },
          ...{ write_requested_at: requested, last_write: last && JSON.stringify(last) },
        } as never)
        .execute();
      for (const audience of await storage.audiences.list(org)) if (isWriteDue(audience, NOW)) due.push(org);
    }
    const found = await storage.requestedWork.orgsWithDueAudiences(NOW, WRITE_INTERVAL_MS);
    expect(found.filter((org) => orgs.includes(org)).toSorted()).toEqual(due.toSorted());
    expect(due).toHaveLength(6);
  });
});
