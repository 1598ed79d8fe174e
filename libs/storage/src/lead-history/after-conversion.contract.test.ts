import { expect, it } from 'vitest';
import { describeOnEveryDatabase, type StorageUnderTest } from '../testing/every-database.ts';
import { activityRecord, contactRecord, leadRecord, opportunityRecord } from '../testing/records.ts';

describeOnEveryDatabase('the history of a converted lead', (given) => {
  const converted = leadRecord({
    id: 'L1',
    changedAt: 2_000,
    convertedAt: 1_900,
    contactId: 'C1',
    opportunityId: 'O1',
  });

  it('contains the creation and win time from the opportunity’s newest version', async () => {
    const { append, historyOf } = open(given());
    await append(converted, opportunityRecord({ id: 'O1', createdAt: 1_900, changedAt: 2_000 }));
    expect((await historyOf('L1')).opportunity).toEqual({ createdAt: 1_900, wonAt: null });
    await append(opportunityRecord({ id: 'O1', createdAt: 1_900, changedAt: 5_000, wonAt: 4_900 }));
    expect((await historyOf('L1')).opportunity).toEqual({ createdAt: 1_900, wonAt: 4_900 });
  });

  it('distinguishes no opportunity, a deleted one, and one that was not read', async () => {
    const { append, historyOf } = open(given());
    await append(leadRecord({ id: 'L0' }), converted);
    expect((await historyOf('L0')).opportunity).toBeNull();
    expect(await historyOf('L1')).not.toHaveProperty('opportunity');
    await append(opportunityRecord({ id: 'O1', deleted: true }));
    expect((await historyOf('L1')).opportunity).toBeNull();
  });

  it.each(['before', 'after'])(
    'has the activities of the contact that its contact was merged into, if the merge arrives %s the conversion',
    async (when) => {
      const { append, historyOf } = open(given());
      const merges = [
        contactRecord({ id: 'C1', masterId: 'C2', changedAt: 3_000 }),
        contactRecord({ id: 'C2', masterId: 'C3', changedAt: 4_000 }),
      ];
      if (when === 'before') await append(...merges);
      await append(converted, activityRecord({ id: 'T1', partyId: 'C1', changedAt: 2_000 }));
      if (when === 'after') await append(...merges);
      await append(activityRecord({ id: 'T1', partyId: 'C3', changedAt: 4_000 }));
      expect((await historyOf('L1')).activities).toMatchObject([{ id: 'T1' }]);
    },
  );

  it('survives contacts that were merged in a circle', async () => {
    const { append, historyOf } = open(given());
    await append(
      converted,
      contactRecord({ id: 'C1', masterId: 'C2' }),
      contactRecord({ id: 'C2', masterId: 'C1' }),
      activityRecord({ id: 'T1', partyId: 'L1' }),
    );
    expect((await historyOf('L1')).activities).toMatchObject([{ id: 'T1' }]);
  });
});

function open({ storage, newOrg }: StorageUnderTest) {
  const org = newOrg();
  return {
    append: (...records: Parameters<typeof storage.leadHistories.append>[2]) =>
      storage.leadHistories.append(org, 'Lead', records, 'cursor'),
    /** Read in both ways, which must agree. */
    async historyOf(leadId: string) {
      const found = (await storage.leadHistories.findHistories(org, [leadId])).get(leadId) ?? expect.fail();
      for await (const chunk of storage.leadHistories.readHistories(org, 'all', 10)) {
        const read = chunk.find((history) => history.leadId === leadId);
        if (read) expect(read).toEqual(found);
      }
      return found;
    },
  };
}
