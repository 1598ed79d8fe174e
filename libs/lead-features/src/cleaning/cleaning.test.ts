import { DAY_MS } from '@leadlight/common';
import { describe, expect, it } from 'vitest';
import type { FieldValue, LeadHistory } from '../lead-history.ts';
import { DuplicateIndex, keyedLeadOf } from './duplicate-index.ts';
import { groupKeysOf } from './group-keys.ts';
import { isGibberish } from './gibberish.ts';
import { defaultJunkRules, junkReason } from './junk.ts';

const CREATED = Date.UTC(2025, 0, 1);
const lead = (
  leadId: string,
  days: number,
  fields: Record<string, FieldValue>,
  convertedAfter?: number,
): LeadHistory => ({
  leadId,
  createdAt: CREATED + days * DAY_MS,
  fields,
  changes: [],
  activities: [],
  campaigns: [],
  convertedAt: convertedAfter === undefined ? null : CREATED + (days + convertedAfter) * DAY_MS,
  isDeleted: false,
});

describe('groupKeysOf', () => {
  it('identifies a company by its mail domain, or by its name without legal form', () => {
    expect(groupKeysOf({ fields: { Email: 'Jo@Acme.com ', Company: 'Other' } })).toEqual({
      email: 'jo@acme.com',
      company: 'acme.com',
    });
    const named = (Company: string) => groupKeysOf({ fields: { Email: 'jo@gmail.com', Company } }).company;
    expect(named('The Acme Widgets GmbH')).toBe('acme widgets');
    expect(named('ACME Widgets, Inc.')).toBe('acme widgets');
  });

  it('groups no leads by a placeholder or a missing address', () => {
    expect(groupKeysOf({ fields: { Email: 'nonsense', Company: 'n/a' } })).toEqual({ email: null, company: null });
    expect(groupKeysOf({ fields: { Company: 'Self employed' } })).toEqual({ email: null, company: null });
    expect(groupKeysOf({ fields: {} })).toEqual({ email: null, company: null });
  });
});

describe('junkReason', () => {
  const reason = (fields: Record<string, FieldValue>) => junkReason(lead('1', 0, fields));

  it('returns the reason why a lead is junk', () => {
    expect(reason({ Email: 'a@mailinator.com' })).toEqual({ code: 'throw_away_email', value: 'mailinator.com' });
    expect(reason({ Email: 'a@example.com' })).toEqual({ code: 'test_email', value: 'example.com' });
    expect(reason({ LastName: 'Test', Email: 'a@acme.com' })).toEqual({ code: 'made_up_name', value: 'test' });
    expect(reason({ LastName: 'Lee', Email: null, Phone: null })).toEqual({ code: 'no_contact', value: null });
    expect(reason({ LastName: 'Lee', Email: null, Phone: '+1' })).toBeUndefined();
    expect(reason({ LastName: 'Lee' })).toBeUndefined();
    expect(reason({ LastName: 'Lee', Email: 'a@acme.com', Phone: null })).toBeUndefined();
  });

  it('finds names that are random keystrokes, unless the rules allow them', () => {
    const fields = { FirstName: 'has', LastName: 'haskkh', Company: 'skkh', Email: 'haskkh@askkh.xyz' };
    expect(reason(fields)).toEqual({ code: 'gibberish_name', value: 'haskkh' });
    expect(junkReason(lead('1', 0, fields), { ...defaultJunkRules, gibberish: false })).toBeUndefined();
  });

  it('does not take a company for junk that has a made-up word among others', () => {
    expect(reason({ LastName: 'Lee', Company: 'Test Equipment Ltd' })).toBeUndefined();
    expect(reason({ LastName: 'Lee', Company: 'test GmbH' })).toMatchObject({ code: 'made_up_name' });
  });

  it('goes by what was filled in at creation, and by the admin’s lists', () => {
    const changes = [{ field: 'LastName', at: CREATED + DAY_MS, oldValue: 'Lee', newValue: 'Test' }];
    expect(junkReason({ ...lead('1', 0, { LastName: 'Test' }), changes })).toBeUndefined();
    const rules = { ...defaultJunkRules, words: ['lee'] };
    expect(junkReason(lead('1', 0, { LastName: 'Lee' }), rules)).toEqual({ code: 'made_up_name', value: 'lee' });
  });
});

describe('isGibberish', () => {
  it.each(['asdfgh', 'qwertz', 'skkh', 'haskkh', 'dfgdfg', 'aaaa', 'lkjh', 'bvcx', 'ghklsd'])('finds %s', (word) =>
    expect(isGibberish(word)).toBe(true),
  );

  it.each([
    ...['schwartz', 'knightsbridge', 'hirschsprung', 'krzysztof', 'wertz', 'ng', 'vlk', 'hrvoj', 'dallas', 'haddad'],
    ...['glass', 'shah', 'halsall', 'lynch', 'brnk', 'smith', 'mcdonald', 'szczepanski', 'иванов', '佐藤'],
  ])('accepts the name %s', (word) => expect(isGibberish(word)).toBe(false));
});

describe('DuplicateIndex', () => {
  const fields = { Email: 'jo@acme.com' };
  const resolved = (leads: readonly LeadHistory[]) => {
    const index = new DuplicateIndex();
    const compared = leads.map((history) => keyedLeadOf(history, history.convertedAt));
    for (const lead of compared) index.add(lead);
    return compared.map((lead) => index.resolve(lead));
  };

  it('keeps the first of several leads, with the earliest time at which a copy reached the goal', () => {
    const [second, first, other] = resolved([
      lead('b', 20, fields, 5),
      lead('a', 0, { Email: 'JO@acme.com' }),
      lead('c', 3, { Email: 'al@acme.com' }),
    ]);
    expect(second).toBeUndefined();
    expect(first).toMatchObject({ leadId: 'a', goalReachedAt: CREATED + 25 * DAY_MS });
    expect(other).toMatchObject({ leadId: 'c', goalReachedAt: null });
  });

  it('treats somebody who comes back after a long time as a new lead', () => {
    const [first, copy, later] = resolved([lead('a', 0, fields), lead('b', 80, fields), lead('c', 100, fields, 4)]);
    expect(first).toMatchObject({ leadId: 'a', goalReachedAt: null });
    expect(copy).toBeUndefined();
    expect(later).toMatchObject({ leadId: 'c' });
  });

  it('ignores deleted leads and leads without an address', () => {
    const [gone, kept] = resolved([{ ...lead('a', 0, fields), isDeleted: true }, lead('b', 1, fields)]);
    expect(gone).toBeDefined();
    expect(kept).toMatchObject({ leadId: 'b' });
    expect(resolved([lead('a', 0, {}), lead('b', 0, {})])).toHaveLength(2);
  });
});
