import { featureSchemaFor, type LeadField } from '@leadlight/lead-features';
import { describe, expect, it } from 'vitest';
import { changeableFields } from './changeable-fields.ts';

const field = (name: string, type: LeadField['type'] = 'string', custom = false): LeadField => ({
  ...{ name, label: name, type, custom },
  past: { kind: 'immutable' },
});

describe('fields that somebody can change', () => {
  it('are those that the model reads, each once, without the past and without the lead’s own word', () => {
    const fields = [
      field('CreatedDate', 'datetime'),
      field('LeadSource', 'picklist'),
      field('Phone', 'phone'),
      field('Title'),
      field('DoNotCall', 'boolean'),
      field('HasOptedOutOfEmail', 'boolean'),
      field('Fleet_Size__c', 'number', true),
    ];
    const named = changeableFields(featureSchemaFor(fields).schema);
    expect([...named].sort()).toEqual(['Fleet_Size__c', 'Phone', 'Title']);
  });

  it('are none of a table’s columns', () => {
    const column = { type: 'column', column: 'industry', read: 'value' } as const;
    const spec = { name: 'industry', kind: 'categorical', unit: 'none', labelKey: '', label: '' } as const;
    expect(changeableFields({ version: 1, features: [{ ...spec, field: 'industry', source: column }] })).toEqual([]);
  });
});
