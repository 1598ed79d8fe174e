import { DAY_MS } from '@leadlight/common';
import type { LeadHistory } from '@leadlight/lead-features';
import { openStorage } from '@leadlight/storage';
import { NumberShifts } from '@leadlight/workflows';
import { expect, it } from 'vitest';
import { useChangedOrg } from '../testing/changed-org.ts';

const org = useChangedOrg(1_500);
const FIELDS = ['NumberOfEmployees', 'AnnualRevenue', 'Webinar_Minutes__c'];

it('finds no other unit in any month of the simulated company', async () => {
  await org().json('sync');
  const storage = await openStorage({ folder: org().folder });
  try {
    const [stored] = await storage.orgs.list();
    const histories: LeadHistory[] = [];
    for await (const chunk of storage.leadHistories.readHistories(stored!.orgId, 'all', 500)) histories.push(...chunk);
    const newest = Math.max(...histories.map(({ createdAt }) => createdAt));
    const found = Array.from({ length: 18 }, (_, month) => {
      const shifts = new NumberShifts(FIELDS, newest - (month + 1) * 30 * DAY_MS);
      for (const history of histories) shifts.add(history);
      return [...shifts.factors()];
    });
    expect(found.flat()).toEqual([]);
    expect(histories.length).toBeGreaterThan(1_000);
  } finally {
    await storage.close();
  }
});
