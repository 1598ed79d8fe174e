import { sql } from 'kysely';
import { expect, it } from 'vitest';
import { describeOnEveryDatabase, type StorageUnderTest } from '../testing/every-database.ts';
import { activityRecord, fieldChangeRecord, leadRecord, membershipRecord, scoreUpdate } from '../testing/records.ts';

describeOnEveryDatabase('unscored leads', (given) => {
  it('are not marked before the first sync has ended', async () => {
    const { append, marked } = await open(given(), { synced: false });
    await append(leadRecord({ id: 'L1' }), activityRecord({ id: 'T1', partyId: 'L1' }));
    expect(await marked()).toEqual([]);
  });

  it('are marked once for each page by new versions of the lead and its children, and not by repeated ones', async () => {
    const { append, marked, storage, org } = await open(given());
    const records = [
      leadRecord({ id: 'L1' }),
      activityRecord({ id: 'T1', partyId: 'L2' }),
      activityRecord({ id: 'T2', partyId: 'L2' }),
      fieldChangeRecord({ id: 'H1', leadId: 'L3' }),
      membershipRecord({ id: 'M1', leadId: 'L4' }),
    ];
    await append(...records);
    expect((await marked()).toSorted()).toEqual(['L1', 'L2', 'L3', 'L4']);
    await storage.unscoredLeads.forgetUpTo(org, await storage.unscoredLeads.latest(org));
    await append(...records);
    expect(await marked()).toEqual([]);
  });

  it('are not marked by a version with nothing new, which reads like the one before', async () => {
    const { append, marked, storage, org } = await open(given());
    const first = leadRecord({ id: 'L1', fields: { Title: 'CTO' } });
    await append(first);
    await storage.unscoredLeads.forgetUpTo(org, await storage.unscoredLeads.latest(org));
    // As after a score was written to it.
    await append({ ...first, changedAt: 2_000 });
    expect(await marked()).toEqual([]);
    expect((await storage.leadHistories.findHistories(org, ['L1'])).get('L1')).toMatchObject({
      fields: { Title: 'CTO' },
      changes: [],
    });
    await append({ ...first, changedAt: 3_000, fields: { Title: 'CEO' } });
    expect(await marked()).toEqual(['L1']);
  });

  it.each([
    ['a deletion', { deleted: true }],
    ['a conversion', { convertedAt: 1_900, contactId: 'C1' }],
    ['a field that was added', { fields: { Title: 'CTO', Size__c: null } }],
  ])('are marked by %s alone', async (_, change) => {
    const { append, marked, storage, org } = await open(given());
    const first = leadRecord({ id: 'L1', fields: { Title: 'CTO' } });
    await append(first);
    await storage.unscoredLeads.forgetUpTo(org, await storage.unscoredLeads.latest(org));
    await append({ ...first, changedAt: 2_000, ...change });
    expect(await marked()).toEqual(['L1']);
  });

  it('are marked when an activity moves away', async () => {
    const { append, marked, storage, org } = await open(given());
    await append(activityRecord({ id: 'T1', partyId: 'L1', changedAt: 1_000 }));
    await storage.unscoredLeads.forgetUpTo(org, await storage.unscoredLeads.latest(org));
    await append(activityRecord({ id: 'T1', partyId: 'L2', changedAt: 2_000 }));
    expect((await marked()).toSorted()).toEqual(['L1', 'L2']);
  });

  it('lose their mark when they are scored, unless they have changed again since', async () => {
    const { append, marked, storage, org } = await open(given());
    await append(leadRecord({ id: 'L1' }), leadRecord({ id: 'L2' }));
    const marks = await storage.unscoredLeads.list(org, 10);
    await append(activityRecord({ id: 'T1', partyId: 'L2' }));
    await storage.outbox.enqueue(org, [], [scoreUpdate({ leadId: 'L1' }), scoreUpdate({ leadId: 'L2' })], marks);
    expect(await marked()).toEqual(['L2']);
  });

  it('lose marks up to a given one, and keep later ones', async () => {
    const { append, marked, storage, org } = await open(given());
    await append(leadRecord({ id: 'L1' }), leadRecord({ id: 'L2' }));
    const before = await storage.unscoredLeads.latest(org);
    await append(activityRecord({ id: 'T1', partyId: 'L2' }));
    await storage.unscoredLeads.forgetUpTo(org, before);
    expect(await marked()).toEqual(['L2']);
  });

  it('stay marked when they are marked again while marks are removed, without waiting for each other', async () => {
    const { append, marked, storage, org } = await open(given());
    await append(leadRecord({ id: 'L1' }), leadRecord({ id: 'L2' }), leadRecord({ id: 'L3' }));
    const before = await storage.unscoredLeads.latest(org);
    const forgotten = Promise.withResolvers<void>();
    await storage.db.transaction().execute(async (trx) => {
      const markAnew = (leadId: string) =>
        sql`update unscored_lead set mark = default where org_id = ${org} and lead_id = ${leadId}`.execute(trx);
      await markAnew('L2');
      storage.unscoredLeads.forgetUpTo(org, before).then(forgotten.resolve, forgotten.reject);
      // On PostgreSQL it runs long before these are answered; on the embedded server it waits in the session queue.
      for (let turn = 0; turn < 200; turn++) await sql`select 1`.execute(trx);
      await markAnew('L1');
    });
    await forgotten.promise;
    expect(await marked()).toContain('L2');
    expect(await marked()).not.toContain('L3');
  });

  it('hasOutdatedScores is true for an open lead without a score of this model, unless it is marked', async () => {
    const { append, storage, org } = await open(given(), { synced: false });
    const behind = () => storage.writtenScores.hasOutdatedScores(org, 'v2 model');
    expect(await behind()).toBe(false);
    await append(leadRecord({ id: 'L1' }), leadRecord({ id: 'L2', convertedAt: 900 }));
    expect(await behind()).toBe(true);
    await storage.outbox.enqueue(org, [], [scoreUpdate({ leadId: 'L1', modelLabel: 'v1 model' })]);
    expect(await behind()).toBe(true);
    await storage.outbox.enqueue(org, [], [scoreUpdate({ leadId: 'L1', modelLabel: 'v2 model', scoredAt: 3_000 })]);
    expect(await behind()).toBe(false);
    await storage.orgs.markSynced(org, 1);
    await append(leadRecord({ id: 'L3' }));
    expect(await behind()).toBe(false);
  });

  it('are separate for each org', async () => {
    const [one, other] = [await open(given()), await open(given())];
    await one.append(leadRecord({ id: 'L1' }));
    expect(await other.marked()).toEqual([]);
    await other.storage.unscoredLeads.forgetUpTo(other.org, Number.MAX_SAFE_INTEGER);
    expect(await one.marked()).toEqual(['L1']);
  });
});

async function open({ storage, newOrg }: StorageUnderTest, { synced = true } = {}) {
  const org = newOrg();
  if (synced) await storage.orgs.markSynced(org, 1);
  return {
    storage,
    org,
    append: (...records: Parameters<typeof storage.leadHistories.append>[2]) =>
      storage.leadHistories.append(org, 'Lead', records, 'cursor'),
    marked: async () => (await storage.unscoredLeads.list(org, 100)).map(({ leadId }) => leadId),
  };
}
