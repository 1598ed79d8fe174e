import { expect, it } from 'vitest';
import { describeOnEveryDatabase, type StorageUnderTest } from '../testing/every-database.ts';
import { leadRecord, scoreUpdate } from '../testing/records.ts';

const [MARA, TOM] = ['005000000000001AAA', '005000000000002AAA'];

/** Five leads: Mara has the first, the third and the fourth. */
async function withLeads({ storage, newOrg }: StorageUnderTest) {
  const org = newOrg();
  const lead = (id: string, owner: string, fields = {}) =>
    leadRecord({ id, fields: { OwnerId: owner, Company: 'ACME', ...fields } });
  await storage.leadHistories.append(
    org,
    'Lead',
    [
      lead('L1', MARA),
      lead('L2', TOM),
      lead('L3', MARA),
      lead('L4', MARA),
      { ...lead('L5', TOM), convertedAt: 90_000 },
    ],
    '',
  );
  await storage.outbox.enqueue(
    org,
    [],
    [
      scoreUpdate({ leadId: 'L1', probability: 0.2, band: 'B', score: 60 }),
      scoreUpdate({ leadId: 'L2', probability: 0.7, band: 'A', score: 97 }),
      scoreUpdate({ leadId: 'L3', probability: 0.5, band: 'A', score: 92 }),
      scoreUpdate({ leadId: 'L4', probability: 0.9, band: 'D', score: 99, unranked: 'no_contact' }),
      scoreUpdate({ leadId: 'L5', probability: 0.8, band: 'A', score: 98 }),
    ],
  );
  return { org, best: storage.rankedLeads.best, storage };
}

const idsOf = ({ leads }: { readonly leads: readonly { readonly leadId: string }[] }) =>
  leads.map(({ leadId }) => leadId);

describeOnEveryDatabase('ranked leads', (given) => {
  it('are the open ones by probability, without those that lists leave out', async () => {
    const { org, best } = await withLeads(given());
    const found = await best(org, {}, 10);
    expect(idsOf(found)).toEqual(['L2', 'L3', 'L1']);
    expect(found.total).toBe(3);
    expect(found.leads[0]).toMatchObject({ score: 97, band: 'A', probability: 0.7, ownerId: TOM });
  });

  it('can be those of one owner or band, and counts all that match beyond the limit', async () => {
    const { org, best } = await withLeads(given());
    expect(idsOf(await best(org, { ownerId: MARA }, 10))).toEqual(['L3', 'L1']);
    expect(idsOf(await best(org, { ownerId: MARA, band: 'A' }, 10))).toEqual(['L3']);
    const one = await best(org, {}, 1);
    expect([idsOf(one), one.total]).toEqual([['L2'], 3]);
    expect(await best(org, { ownerId: 'nobody' }, 10)).toEqual({ total: 0, leads: [] });
  });

  it('have the owner of the newest version that has values', async () => {
    const { org, best, storage } = await withLeads(given());
    const moved = leadRecord({ id: 'L1', changedAt: 200_000, fields: { OwnerId: TOM } });
    await storage.leadHistories.append(org, 'Lead', [moved], '');
    expect(idsOf(await best(org, { ownerId: TOM }, 10))).toEqual(['L2', 'L1']);
  });

  it('stay within the org', async () => {
    const { best } = await withLeads(given());
    expect(await best(given().newOrg(), {}, 10)).toEqual({ total: 0, leads: [] });
  });
});
