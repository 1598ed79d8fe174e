import { WhatIfResponse } from '@leadlight/contract';
import { featureSchemaFor, type LeadField } from '@leadlight/lead-features';
import { describe, expect, it } from 'vitest';
import { historyOf, scoringPorts } from '../testing/scoring.ts';
import { changeableFields, whatIf } from './what-if.ts';

const synced = historyOf('synced', { LeadSource: 'Web', NumberOfEmployees: 250 });

describe('whatIf', () => {
  it('returns the current score and the score with changed fields, and logs neither', async () => {
    const ports = scoringPorts([synced]);
    const response = await whatIf(ports, 'org-a', { leadId: 'synced', fields: { LeadSource: 'Referral' } });
    expect(WhatIfResponse.parse(response)).toEqual(response);
    expect(response.now.probability).toBeCloseTo(0.4);
    expect(response.changed?.probability).toBeCloseTo(0.8);
    expect(response.changed!.score).toBeGreaterThan(response.now.score);
    expect(ports.logged).toEqual([]);
  });

  it('warns of values that cannot be read for certain', async () => {
    const fields = { NumberOfEmployees: '1.200', Unknown__c: 1 };
    const { changed, warnings } = await whatIf(scoringPorts([synced]), 'org-a', { leadId: 'synced', fields });
    expect(warnings).toEqual([
      { code: 'not_a_number', field: 'NumberOfEmployees' },
      { code: 'unknown_field', field: 'Unknown__c' },
    ]);
    expect(changed?.probability).toBeCloseTo(0.2);
  });

  it('lists the fields that the model reads and a user can change', async () => {
    const { changeable } = await whatIf(scoringPorts([synced]), 'org-a', { leadId: 'synced' });
    expect(changeable).toEqual(['NumberOfEmployees']);
  });

  it('returns no changed score if no field is sent', async () => {
    const response = await whatIf(scoringPorts([synced]), 'org-a', { leadId: 'synced' });
    expect(response).not.toHaveProperty('changed');
  });

  it('suggests no change that the model’s features do not allow', async () => {
    const { raises } = await whatIf(scoringPorts([synced]), 'org-a', { leadId: 'synced' });
    expect(raises).toEqual([]);
  });

  it('scores a lead that was never synced on the sent fields', async () => {
    const response = await whatIf(scoringPorts([]), 'org-a', { leadId: 'new', fields: { LeadSource: 'Referral' } });
    expect(response.changed).toEqual(response.now);
  });

  it.each([
    ['unknown', []],
    ['deleted', [{ ...synced, isDeleted: true }]],
  ])('rejects an %s lead without fields', async (_, histories) => {
    await expect(whatIf(scoringPorts(histories), 'org-a', { leadId: 'synced' })).rejects.toMatchObject({
      code: 'lead_not_found',
    });
  });
});

describe('changeableFields', () => {
  const field = (name: string, type: LeadField['type'] = 'string', custom = false): LeadField => ({
    name,
    label: name,
    type,
    custom,
    past: { kind: 'immutable' },
  });

  it('lists each field that the model reads once, except facts of the past and the lead’s own answers', () => {
    const fields = [
      field('CreatedDate', 'datetime'),
      field('LeadSource', 'picklist'),
      field('Phone', 'phone'),
      field('Title'),
      field('DoNotCall', 'boolean'),
      field('HasOptedOutOfEmail', 'boolean'),
      field('Fleet_Size__c', 'number', true),
    ];
    const names = changeableFields(featureSchemaFor(fields).schema);
    expect([...names].sort()).toEqual(['Fleet_Size__c', 'Phone', 'Title']);
  });

  it('lists no columns of a table', () => {
    const column = { type: 'column', column: 'industry', read: 'value' } as const;
    const spec = { name: 'industry', kind: 'categorical', unit: 'none', labelKey: '', label: '' } as const;
    expect(changeableFields({ version: 1, features: [{ ...spec, field: 'industry', source: column }] })).toEqual([]);
  });
});
