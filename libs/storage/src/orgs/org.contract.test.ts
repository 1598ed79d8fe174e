import type { LeadField } from '@leadlight/lead-features';
import { expect, it } from 'vitest';
import { describeOnEveryDatabase } from '../testing/every-database.ts';

const field: LeadField = {
  name: 'Tier__c',
  label: 'Stufe',
  type: 'picklist',
  custom: true,
  past: { kind: 'tracked', since: 1_000 },
};

describeOnEveryDatabase('orgs', (given) => {
  it('stores fields and the time of the last sync independently', async () => {
    const { storage, newOrg } = given();
    const orgId = newOrg();
    expect(await storage.orgs.find(orgId)).toBeUndefined();
    await storage.orgs.markSynced(orgId, 7_000);
    await storage.orgs.saveFields(orgId, [field]);
    expect(await storage.orgs.find(orgId)).toEqual({ orgId, fields: [field], lastSyncedAt: 7_000 });
    await storage.orgs.markSynced(orgId, 8_000);
    expect(await storage.orgs.find(orgId)).toEqual({ orgId, fields: [field], lastSyncedAt: 8_000 });
  });

  it('lists the org that was synced last first, and orgs that were never synced last', async () => {
    const { storage, newOrg } = given();
    const [never, early, late] = [newOrg(), newOrg(), newOrg()];
    await storage.orgs.saveFields(never, []);
    await storage.orgs.markSynced(early, 1_000);
    await storage.orgs.markSynced(late, 2_000);
    const ids = (await storage.orgs.list()).map(({ orgId }) => orgId);
    expect(ids.filter((id) => [never, early, late].includes(id))).toEqual([late, early, never]);
  });
});
