import { DAY_MS, seededRandom } from '@leadlight/common';
import { DuplicateIndex, type KeyedLead } from '@leadlight/lead-features';
import { describe, expect, it } from 'vitest';
import { LeadList } from './lead-list.ts';

const SEED = 11;
const START = Date.UTC(2026, 0, 1);
const random = seededRandom(SEED);
const chance = (share: number) => random() < share;

/** Many share an address, some were created at the same time, some have no address. */
const leads: readonly KeyedLead[] = Array.from({ length: 3_000 }, (_, n) => ({
  leadId: `00Q${String(n).padStart(5, '0')}`,
  createdAt: START + Math.floor(random() * 300) * DAY_MS,
  goalReachedAt: chance(0.2) ? START + Math.floor(random() * 400) * DAY_MS : null,
  email: chance(0.1) ? null : `müller.${Math.floor(random() * 900)}@acme.com`,
  company: chance(0.3) ? null : 'Ångström & Söhne "Ltd"\n',
}));
const list = new LeadList();
for (const lead of leads) list.push(lead);

describe('LeadList', () => {
  it('returns the leads as they were added', () => {
    expect(list.toArray()).toEqual(leads);
  });

  it(`finds the copies that an index of all addresses finds (seed ${SEED})`, () => {
    const index = new DuplicateIndex();
    for (const lead of leads) index.add(lead);
    const expected = leads.map((lead) => {
      const resolved = index.resolve(lead);
      const { createdAt, goalReachedAt } = resolved ?? lead;
      return { createdAt, goalReachedAt, isCopy: resolved === undefined };
    });
    expect(expected.filter(({ isCopy }) => isCopy).length).toBeGreaterThan(500);
    expect([...list.withoutCopies()]).toEqual(expected);
  });
});
