import type { LeadHistory } from '@leadlight/lead-features';
import { describe, expect, it } from 'vitest';
import type { AccountKeys, AccountLead } from '../ports/index.ts';
import { accountConversion, accountKeysOf, type AccountConversionPorts } from './account-conversion.ts';

const ACCOUNT = '001000000000001AAA';

function leadOf(leadId: string, probability: number, given: Partial<AccountLead> = {}): AccountLead {
  return {
    ...{ leadId, score: 60, band: 'B', probability, qualified: true, ownerId: null, scoredAt: Date.UTC(2026, 10, 23) },
    ...{ company: { accountId: null, domain: 'acme.com', name: 'acme' }, unranked: null },
    reasons: JSON.stringify({ reasons: [] }),
    ...given,
  };
}

function portsWith(leads: readonly AccountLead[], report: object, emails: Readonly<Record<string, string>> = {}) {
  const asked: AccountKeys[] = [];
  const ports = {
    accountLeads: {
      find: (_: string, keys: AccountKeys) => {
        asked.push(keys);
        return Promise.resolve(leads);
      },
    },
    leadHistories: {
      findHistories: (_: string, ids: readonly string[]) =>
        Promise.resolve(
          new Map(ids.map((id) => [id, { fields: { Email: emails[id] ?? null } } as unknown as LeadHistory])),
        ),
    },
    models: {
      findActive: () =>
        Promise.resolve({ id: 'm1', version: 3, learner: 'forest', trainedAt: 0, active: true, report }),
    },
  } as unknown as AccountConversionPorts;
  return { ports, asked };
}

describe('accountConversion', () => {
  it('is the lead’s own probability where there is one person', async () => {
    const { ports } = portsWith([leadOf('L1', 0.31)], { dependence: { dependence: 0.8, level: 0.6 }, horizonDays: 60 });
    const found = await accountConversion(ports, 'org', 'acme.com', { limit: 10 });
    expect(found).toMatchObject({ probability: 0.31, asIfIndependent: 0.31, basis: 'one_person', horizonDays: 60 });
    expect(found.people[0]).toMatchObject({ leadId: 'L1', share: 1, foundBy: 'domain' });
  });

  it('uses the dependence of the active model, and says what it would be without', async () => {
    const leads = [leadOf('L1', 0.5), leadOf('L2', 0.5)];
    const { ports } = portsWith(leads, { dependence: { dependence: 0.5, level: 0 } });
    const found = await accountConversion(ports, 'org', 'acme.com', { limit: 1 });
    expect(found.basis).toBe('measured');
    expect(found.probability).toBeCloseTo(2 / 3, 4);
    expect(found.asIfIndependent).toBeCloseTo(0.75, 12);
    expect([found.peopleCount, found.people.length]).toEqual([2, 1]);
  });

  it.each([
    [{}, 'not_measured'],
    [{ dependence: { dependence: 0, level: 0 } }, 'no_dependence'],
  ])('counts people as independent with the report %j', async (report, basis) => {
    const { ports } = portsWith([leadOf('L1', 0.5), leadOf('L2', 0.2)], report);
    expect(await accountConversion(ports, 'org', 'acme.com', { limit: 10 })).toMatchObject({ basis, probability: 0.6 });
  });

  it('counts a person once, and leaves out leads that lists by score leave out', async () => {
    const leads = [leadOf('L1', 0.4), leadOf('L2', 0.3), leadOf('L3', 0.2, { unranked: 'closed_status' })];
    const { ports } = portsWith(leads, {}, { L1: 'ann@acme.com', L2: 'Ann@Acme.com', L3: 'bo@acme.com' });
    const found = await accountConversion(ports, 'org', 'acme.com', { limit: 10 });
    expect(found).toMatchObject({ probability: 0.4, peopleCount: 1, leftOut: { copies: 1, unranked: 1 } });
  });

  it('has no probability where there is nobody', async () => {
    const { ports } = portsWith([], {});
    const found = await accountConversion(ports, 'org', ACCOUNT, { limit: 10 });
    expect(found).toMatchObject({ probability: null, basis: 'nobody', people: [] });
  });
});

describe('accountKeysOf', () => {
  it.each([
    [ACCOUNT, {}, { accountId: ACCOUNT, domains: [], names: [] }],
    ['001000000000001', { name: 'Acme Ltd' }, { accountId: ACCOUNT, domains: [], names: ['acme'] }],
    ['acme.com', {}, { accountId: null, domains: ['acme.com'], names: [] }],
    ['The Acme Group', {}, { accountId: null, domains: [], names: ['acme'] }],
    [
      ACCOUNT,
      { domains: 'https://www.acme.com/en, gmail.com,ACME.de,acme.de' },
      { accountId: ACCOUNT, domains: ['acme.com', 'acme.de'], names: [] },
    ],
  ])('reads %s with %j', (key, query, expected) => {
    expect(accountKeysOf(key, query)).toEqual(expected);
  });
});
