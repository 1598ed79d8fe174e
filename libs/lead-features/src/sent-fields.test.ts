import { describe, expect, it } from 'vitest';
import type { FeatureSchema, FeatureSource, FeatureSpec } from './feature.ts';
import { rowOf } from './row.ts';
import { featureSchemaFor } from './schema.ts';
import { historyFromFields } from './fresh-fields.ts';
import { readSentFields } from './sent-fields.ts';
import { snapshotAt } from './snapshot.ts';

const past = { kind: 'immutable' } as const;
const { schema } = featureSchemaFor(
  [
    { name: 'NumberOfEmployees', label: 'Employees', type: 'number', custom: false, past },
    { name: 'LeadSource', label: 'Lead Source', type: 'picklist', custom: false, past },
    { name: 'DoNotCall', label: 'Do Not Call', type: 'boolean', custom: false, past },
    { name: 'Phone', label: 'Phone', type: 'phone', custom: false, past },
    { name: 'Share__c', label: 'Share', type: 'percent', custom: true, past },
  ],
  {},
);
const ORG_FIELDS = new Set(['LastName']);
const read = (fields: Parameters<typeof readSentFields>[1], known: ReadonlySet<string> | undefined = ORG_FIELDS) =>
  readSentFields(schema, fields, known);

const column = (name: string, kind: FeatureSpec['kind'], source: Partial<FeatureSource> = {}): FeatureSpec => ({
  ...{ name, kind, unit: 'none', field: name, labelKey: '', label: name },
  source: { type: 'column', column: name, read: 'value', ...source } as FeatureSource,
});
const table: FeatureSchema = {
  version: 1,
  features: [
    column('Visits', 'numeric'),
    column('Plan', 'categorical'),
    column('Webinar', 'numeric', { read: 'daysBefore', daysBefore: 'Created' }),
  ],
  missingTexts: ['', 'n/a'],
};

describe('readSentFields', () => {
  it.each(['1200', '1200.5', ' 1200.50 ', '0.125', '-3', '+7', '0', '1000000'])('reads %j as a number', (text) => {
    expect(read({ NumberOfEmployees: text })).toEqual({ fields: { NumberOfEmployees: Number(text) }, warnings: [] });
  });

  it.each([
    ...['1.200', '90.000', '1,200', '1.200,5', '1 200', '$1,500,000', '45%', '1E2', '0x10', '007', '5.', 'many', '-'],
    ...['12345678901234567890', '１２', true],
  ])('reads %j as no number, and says so', (value) => {
    expect(read({ NumberOfEmployees: value })).toEqual({
      fields: { NumberOfEmployees: null },
      warnings: [{ code: 'not_a_number', field: 'NumberOfEmployees' }],
    });
  });

  it('reads a percentage and a checkbox, and warns of what is neither yes nor no', () => {
    expect(read({ Share__c: '12.5', DoNotCall: 'Yes' })).toEqual({
      fields: { Share__c: 12.5, DoNotCall: true },
      warnings: [],
    });
    expect(read({ Share__c: '12,5', DoNotCall: 'perhaps' }).warnings).toEqual([
      { code: 'not_a_number', field: 'Share__c' },
      { code: 'not_a_yes_or_no', field: 'DoNotCall' },
    ]);
  });

  it('warns of a creation date that is not in ISO form', () => {
    expect(read({ CreatedDate: '2025-12-31T10:00:00Z' }).warnings).toEqual([]);
    for (const value of ['31/12/2025', '2025-02-30', 45_000]) {
      expect(read({ CreatedDate: value })).toEqual({
        fields: { CreatedDate: null },
        warnings: [{ code: 'not_a_date', field: 'CreatedDate' }],
      });
    }
  });

  it('treats empty text and null as empty, without a warning', () => {
    const empty = { NumberOfEmployees: '', DoNotCall: ' ', CreatedDate: null };
    const nulls = { NumberOfEmployees: null, DoNotCall: null, CreatedDate: null };
    expect(read(empty)).toEqual({ fields: nulls, warnings: [] });
    expect(readSentFields(table, { Visits: 'N/A' }, undefined)).toEqual({ fields: { Visits: null }, warnings: [] });
  });

  it('reads text of a field of which only matters whether it is filled', () => {
    expect(read({ Phone: '+49 30 1.200', LeadSource: '1.200' }).warnings).toEqual([]);
  });

  it('warns of a field that neither the model nor the org has', () => {
    expect(read({ LastName: 'Wildgruber', Leadsource: 'Web' }).warnings).toEqual([
      { code: 'unknown_field', field: 'Leadsource' },
    ]);
    const ofModelOnly = readSentFields(schema, { LastName: 'Wildgruber' }, undefined);
    expect(ofModelOnly.warnings).toEqual([{ code: 'unknown_field', field: 'LastName' }]);
  });

  it('names at most twenty unknown fields and counts the others', () => {
    const many = Object.fromEntries(Array.from({ length: 450 }, (_, index) => [`Field${index}`, 1]));
    const { warnings } = read(many);
    expect(warnings).toHaveLength(21);
    expect(warnings.at(-1)).toEqual({ code: 'unknown_field', count: 430 });
  });

  it('reads a column that is named like an inherited member', () => {
    const ofTable: FeatureSchema = { version: 1, features: [column('__proto__', 'numeric')] };
    const { fields, warnings } = readSentFields(ofTable, JSON.parse('{"__proto__":"7"}'), undefined);
    expect([Object.entries(fields), warnings]).toEqual([[['__proto__', 7]], []]);
  });

  it('reads the columns of a table that a model was trained on, and the days between its dates', () => {
    const sent = { Visits: '1,200', Plan: '1.200', Webinar: '2025-12-01', Created: '2025-12-31' };
    const { fields, warnings } = readSentFields(table, sent, undefined);
    expect(warnings).toEqual([{ code: 'not_a_number', field: 'Visits' }]);
    const asOf = Date.UTC(2026, 0, 1);
    expect(rowOf(table, snapshotAt(historyFromFields('L1', fields, asOf), asOf))).toEqual([Number.NaN, '1.200', 30]);
    const local = readSentFields(table, { ...sent, Webinar: '01.12.2025' }, undefined);
    expect(local.warnings).toContainEqual({ code: 'not_a_date', field: 'Webinar' });
    expect(rowOf(table, snapshotAt(historyFromFields('L1', local.fields, asOf), asOf))[2]).toBeNaN();
  });
});
