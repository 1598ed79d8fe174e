import { describe, expect, it } from 'vitest';
import type { RankedLeadEntry, RankedLeadsFilter } from '../ports/index.ts';
import { rankedLeads, type RankedLeadsPorts } from './ranked-leads.ts';

const MARA = '005000000000001AAA';
const names = new Map([
  [MARA, 'Mara Lindqvist'],
  ['005000000000002AAA', 'Jo Park'],
  ['005000000000003AAA', 'Jo Park'],
]);

function leadOf(ownerId: string | null): RankedLeadEntry {
  const score = { score: 96, band: 'A', probability: 0.61, qualified: true };
  return { leadId: '00Q000000000001AAA', ...score, ownerId, scoredAt: Date.UTC(2026, 10, 23, 9) };
}

function portsWith(leads: readonly RankedLeadEntry[]) {
  const filters: RankedLeadsFilter[] = [];
  const ports: RankedLeadsPorts = {
    rankedLeads: {
      best(_, filter) {
        filters.push(filter);
        return Promise.resolve({ total: leads.length, leads });
      },
    },
    crmUsers: { names: () => Promise.resolve(names), managers: () => Promise.resolve(new Map()) },
  };
  return { ports, filters };
}

describe('rankedLeads', () => {
  it('names owners, and leaves the names of queues and of unknown users out', async () => {
    const { ports } = portsWith([leadOf(MARA), leadOf('00G000000000001AAA'), leadOf(null)]);
    const { total, leads } = await rankedLeads(ports, 'org', { limit: 20 });
    expect(total).toBe(3);
    expect(leads.map(({ ownerName }) => ownerName)).toEqual(['Mara Lindqvist', null, null]);
    expect(leads[0]!.scoredAt).toBe('2026-11-23T09:00:00.000Z');
  });

  it.each([
    [' mara lindqvist', MARA],
    ['005000000000009', '005000000000009AAA'],
  ])('asks for the leads of the owner "%s"', async (owner, ownerId) => {
    const { ports, filters } = portsWith([]);
    await rankedLeads(ports, 'org', { owner, band: 'B', limit: 20 });
    expect(filters).toEqual([{ ownerId, band: 'B' }]);
  });

  it.each([
    ['Nobody', /^No user of the org is named Nobody\./],
    ['Jo Park', /^2 users of the org are named Jo Park\./],
  ])('rejects the name "%s", which is not that of one user', async (owner, message) => {
    const { ports } = portsWith([]);
    await expect(rankedLeads(ports, 'org', { owner, limit: 20 })).rejects.toMatchObject({
      code: 'owner_not_found',
      message: expect.stringMatching(message) as string,
    });
  });
});
