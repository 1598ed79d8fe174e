import { expect, it } from 'vitest';
import { describeOnEveryDatabase, type StorageUnderTest } from '../testing/every-database.ts';
import { leadRecord, scoreUpdate } from '../testing/records.ts';

const ACME = '001000000000001AAA';
const OTHER = '001000000000002AAA';
const company = (given: object) => ({ accountId: null, domain: null, name: null, ...given });

async function withLeads({ storage, newOrg }: StorageUnderTest) {
  const org = newOrg();
  const ids = ['L1', 'L2', 'L3', 'L4', 'L5', 'L6'];
  const records = ids.map((id) => leadRecord({ id, fields: { Company: 'ACME' } }));
  await storage.leadHistories.append(
    org,
    'Lead',
    [...records.slice(0, 5), { ...records[5]!, convertedAt: 90_000 }],
    '',
  );
  const updates = [
    scoreUpdate({ leadId: 'L1', probability: 0.2, company: company({ accountId: ACME }) }),
    scoreUpdate({ leadId: 'L2', probability: 0.7, company: company({ domain: 'acme.com', name: 'acme' }) }),
    scoreUpdate({ leadId: 'L3', probability: 0.5, company: company({ name: 'acme' }) }),
    scoreUpdate({ leadId: 'L4', probability: 0.9, company: company({ accountId: OTHER, domain: 'acme.com' }) }),
    scoreUpdate({ leadId: 'L5', probability: 0.8, company: company({ domain: 'acme.org', name: 'acme' }) }),
    scoreUpdate({ leadId: 'L6', probability: 0.8, company: company({ domain: 'acme.com' }) }),
  ];
  await storage.outbox.enqueue(org, [], updates);
  const find = async (keys: Partial<Parameters<typeof storage.accountLeads.find>[1]>) =>
    (await storage.accountLeads.find(org, { accountId: null, domains: [], names: [], ...keys }, 10)).map(
      ({ leadId }) => leadId,
    );
  return { org, storage, find, updates };
}

describeOnEveryDatabase('leads of an account', (given) => {
  it('are those of the lookup, the mail domain or the name, the highest probability first, without closed ones', async () => {
    const { find } = await withLeads(given());
    expect(await find({ accountId: ACME, domains: ['acme.com'], names: ['acme'] })).toEqual(['L2', 'L3', 'L1']);
    expect(await find({ domains: ['acme.com'] })).toEqual(['L4', 'L2']);
    expect(await find({ names: ['acme'] })).toEqual(['L5', 'L2', 'L3']);
    expect(await find({ accountId: OTHER })).toEqual(['L4']);
    expect(await find({})).toEqual([]);
  });

  it('are found by what a later score says, whether or not it is written', async () => {
    const { org, storage, find, updates } = await withLeads(given());
    await storage.outbox.settle(org, [{ update: updates[1]! }]);
    const moved = { ...updates[1]!, scoredAt: 3_000, company: company({ domain: 'globex.com' }) };
    expect(await storage.outbox.enqueue(org, [], [moved])).toBe(0);
    expect(await find({ domains: ['globex.com'] })).toEqual(['L2']);
    expect(await find({ domains: ['acme.com'] })).toEqual(['L4']);
  });

  it('are those of one org', async () => {
    const { storage } = await withLeads(given());
    const keys = { accountId: ACME, domains: ['acme.com'], names: ['acme'] };
    expect(await storage.accountLeads.find(given().newOrg(), keys, 10)).toEqual([]);
  });
});
