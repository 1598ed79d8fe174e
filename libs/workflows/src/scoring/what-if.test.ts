import { WhatIfResponse } from '@leadlight/contract';
import { describe, expect, it } from 'vitest';
import { historyOf, scoringPorts } from '../testing/scoring.ts';
import { whatIf } from './what-if.ts';

const known = historyOf('known', { LeadSource: 'Web', NumberOfEmployees: 250 });

describe('what if', () => {
  it('tells the score as it is and with other fields, as the contract says, and logs neither', async () => {
    const ports = scoringPorts([known]);
    const answer = await whatIf(ports, 'org-a', { leadId: 'known', fields: { LeadSource: 'Referral' } });
    expect(WhatIfResponse.parse(answer)).toEqual(answer);
    expect(answer.now.probability).toBeCloseTo(0.4);
    expect(answer.changed?.probability).toBeCloseTo(0.8);
    expect(answer.changed!.score).toBeGreaterThan(answer.now.score);
    expect(ports.logged).toEqual([]);
  });

  it('names the fields that the model reads and that somebody can change', async () => {
    const { changeable } = await whatIf(scoringPorts([known]), 'org-a', { leadId: 'known' });
    expect(changeable).toEqual(['NumberOfEmployees']);
  });

  it('changes nothing where no field is sent', async () => {
    const answer = await whatIf(scoringPorts([known]), 'org-a', { leadId: 'known' });
    expect(answer).not.toHaveProperty('changed');
  });

  it('names no change that the model’s features do not allow', async () => {
    const { raises } = await whatIf(scoringPorts([known]), 'org-a', { leadId: 'known' });
    expect(raises).toEqual([]);
  });

  it('takes a lead that was never synced by its fields', async () => {
    const answer = await whatIf(scoringPorts([]), 'org-a', { leadId: 'new', fields: { LeadSource: 'Referral' } });
    expect(answer.changed).toEqual(answer.now);
  });

  it.each([
    ['unknown', []],
    ['deleted', [{ ...known, isDeleted: true }]],
  ])('has nothing to say of an %s lead without fields', async (_, histories) => {
    await expect(whatIf(scoringPorts(histories), 'org-a', { leadId: 'known' })).rejects.toMatchObject({
      code: 'lead_not_found',
    });
  });
});
