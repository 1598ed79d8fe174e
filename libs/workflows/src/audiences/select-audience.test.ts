import { DAY_MS } from '@leadlight/common';
import type { FieldValue } from '@leadlight/lead-features';
import { describe, expect, it } from 'vitest';
import { DEFAULT_DEFINITION, type AudienceDefinition } from './audience.ts';
import { selectAudience, valuesNotFound, type AudienceCandidate } from './select-audience.ts';

const NOW = Date.UTC(2026, 10, 1);

interface Given {
  readonly band?: string;
  readonly score?: number;
  readonly probability?: number;
  readonly fields?: Readonly<Record<string, FieldValue>>;
  readonly contactedDaysAgo?: number;
  readonly campaignId?: string;
}

const candidate = (leadId: string, given: Given = {}): AudienceCandidate => ({
  leadId,
  score: given.score ?? 90,
  band: given.band ?? 'A',
  probability: given.probability ?? 0.5,
  history: {
    fields: given.fields ?? {},
    activities:
      given.contactedDaysAgo === undefined
        ? []
        : [
            {
              ...{ id: '00T1', kind: 'call', incoming: false, createdAt: 0 },
              completedAt: NOW - given.contactedDaysAgo * DAY_MS,
            },
          ],
    campaigns: given.campaignId
      ? [{ id: '00v1', campaignId: given.campaignId, campaignType: null, createdAt: 0, respondedAt: null }]
      : [],
  },
});

const select = (candidates: readonly AudienceCandidate[], definition: Partial<AudienceDefinition> = {}) => {
  const { members, heldOut, excluded } = selectAudience(
    candidates,
    { ...DEFAULT_DEFINITION, ...definition },
    { seed: 'aud_1', now: NOW },
  );
  return { members: members.map(({ leadId }) => leadId), heldOut: heldOut.map(({ leadId }) => leadId), excluded };
};

describe('audience selection', () => {
  it('leaves out leads that opted out of the channel', () => {
    const candidates = [
      candidate('a', { fields: { HasOptedOutOfEmail: true } }),
      candidate('b', { fields: { DoNotCall: true } }),
      candidate('c'),
    ];
    expect(select(candidates)).toMatchObject({ members: ['c'], excluded: { opted_out: 2 } });
    expect(select(candidates, { channel: 'email' }).members).toEqual(['b', 'c']);
    expect(select(candidates, { channel: 'phone' }).members).toEqual(['a', 'c']);
    expect(select(candidates, { channel: 'other' }).members).toEqual(['a', 'b', 'c']);
  });

  it('leaves out members of other campaigns and leads contacted lately', () => {
    const candidates = [
      candidate('a', { campaignId: '7011' }),
      candidate('b', { campaignId: '7012' }),
      candidate('c', { contactedDaysAgo: 3 }),
      candidate('d', { contactedDaysAgo: 30 }),
    ];
    expect(select(candidates, { notInCampaigns: ['7011'], notContactedForDays: 7 })).toMatchObject({
      members: ['b', 'd'],
      excluded: { in_campaign: 1, contacted_lately: 1 },
    });
  });

  it('does not count a reply of the lead as a contact', () => {
    const replied = candidate('a', { contactedDaysAgo: 1 });
    const incoming = { ...replied.history.activities[0]!, incoming: true };
    const lead = { ...replied, history: { ...replied.history, activities: [incoming] } };
    expect(select([lead], { notContactedForDays: 7 }).members).toEqual(['a']);
  });

  it('filters by field values, where a missing value meets no condition but that it is missing', () => {
    const candidates = [
      candidate('a', { fields: { Industry: 'Banking', NumberOfEmployees: 500 } }),
      candidate('b', { fields: { Industry: 'Media', NumberOfEmployees: 20 } }),
      candidate('c', { fields: { Industry: null } }),
    ];
    const members = (...filters: AudienceDefinition['filters']) => select(candidates, { filters }).members;
    expect(members({ field: 'Industry', is: ['Banking'] })).toEqual(['a']);
    expect(members({ field: 'Industry', isNot: ['Banking'] })).toEqual(['b']);
    expect(members({ field: 'NumberOfEmployees', atLeast: 100 })).toEqual(['a']);
    expect(members({ field: 'NumberOfEmployees', below: 100 })).toEqual(['b']);
    expect(members({ field: 'Industry', missing: true })).toEqual(['c']);
    expect(members({ field: 'Industry', missing: false }, { field: 'NumberOfEmployees', atLeast: 0 })).toEqual([
      'a',
      'b',
    ]);
  });

  it('names values of conditions that no lead has', () => {
    const candidates = [candidate('a', { fields: { Country: 'Germany' } }), candidate('b')];
    const filters: AudienceDefinition['filters'] = [
      { field: 'Country', is: ['Germany', 'DE'] },
      { field: 'Industry', isNot: ['Media'] },
      { field: 'NumberOfEmployees', atLeast: 5 },
    ];
    expect(valuesNotFound(candidates, filters)).toEqual([
      { field: 'Country', value: 'DE' },
      { field: 'Industry', value: 'Media' },
    ]);
    expect(valuesNotFound(candidates, [])).toEqual([]);
  });

  it('takes a range of scores, bands, the highest probabilities, or the highest values', () => {
    const candidates = [
      candidate('a', { score: 95, probability: 0.9, fields: { AnnualRevenue: 1_000 } }),
      candidate('b', { score: 60, band: 'B', probability: 0.5, fields: { AnnualRevenue: 9_000 } }),
      candidate('c', { score: 30, band: 'C', probability: 0.2 }),
    ];
    const members = (range: AudienceDefinition['range']) => select(candidates, { range }).members;
    expect(members({ by: 'score', from: 50, to: 95 })).toEqual(['a', 'b']);
    expect(members({ by: 'band', bands: ['B', 'C'] })).toEqual(['b', 'c']);
    expect(members({ by: 'top', leads: 2 })).toEqual(['a', 'b']);
    expect(members({ by: 'value', leads: 2, field: 'AnnualRevenue' })).toEqual(['b', 'a']);
    expect(select(candidates, { range: { by: 'top', leads: 2 } }).excluded.out_of_range).toBe(1);
  });

  it('takes the best of the leads that filters and exclusions leave', () => {
    const candidates = [
      candidate('a', { probability: 0.9, fields: { DoNotCall: true } }),
      candidate('b', { probability: 0.4 }),
      candidate('c', { probability: 0.3 }),
    ];
    expect(select(candidates, { range: { by: 'top', leads: 2 } }).members).toEqual(['b', 'c']);
  });

  it('holds out the wanted share, the same leads every time', () => {
    const candidates = Array.from({ length: 4_000 }, (_, index) => candidate(`lead ${index}`));
    const { members, heldOut } = select(candidates, { heldOutShare: 0.2 });
    expect(heldOut.length / 4_000).toBeCloseTo(0.2, 1);
    expect(members.length + heldOut.length).toBe(4_000);
    // Fewer candidates, another order: nobody changes sides.
    const again = select(candidates.slice(0, 2_000).reverse(), { heldOutShare: 0.2 });
    expect(new Set(again.heldOut)).toEqual(new Set(heldOut.filter((id) => Number(id.slice(5)) < 2_000)));
  });
});
