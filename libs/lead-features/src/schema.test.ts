import { describe, expect, it } from 'vitest';
import { catalogue, catalogueLabels } from './catalogue/catalogue.ts';
import type { FieldPast, LeadHistory } from './lead-history.ts';
import type { FieldType, LeadField } from './lead-field.ts';
import { canonicalRowText, rowOf } from './row.ts';
import { leftOutReasons } from './left-out-reasons.ts';
import { featureSchemaFor } from './schema.ts';
import { snapshotAt } from './snapshot.ts';

const tracked: FieldPast = { kind: 'tracked', since: 0 };
const field = (name: string, type: FieldType = 'string', past: FieldPast = tracked): LeadField => ({
  name,
  label: `The ${name}`,
  type,
  custom: name.endsWith('__c'),
  past,
});
const bare: LeadHistory = {
  leadId: '00Q1',
  createdAt: Date.UTC(2025, 0, 6, 14),
  fields: {},
  changes: [],
  activities: [],
  campaigns: [],
  convertedAt: null,
  isDeleted: false,
};
const names = (fields: readonly LeadField[], options = {}) =>
  featureSchemaFor(fields, options).schema.features.map((feature) => feature.name);

describe('featureSchemaFor', () => {
  it('has a catalogue of at least 25 features with unique names and labels', () => {
    expect(catalogue.length).toBeGreaterThanOrEqual(25);
    expect(new Set(catalogue.map(({ name }) => name)).size).toBe(catalogue.length);
    expect(Object.keys(catalogueLabels)).toHaveLength(catalogue.length);
  });

  it('returns a feature or a reason for every field', () => {
    const fields = [
      field('Industry', 'picklist'),
      field('IsConverted', 'boolean'),
      field('LastActivityDate', 'date'),
      field('Leadlight_Score__c', 'number'),
      field('acme__Leadlight_Band__c', 'picklist'),
      field('ActionCadenceState'),
      field('Street', 'textarea'),
      field('Title', 'string', { kind: 'unknown' }),
      field('Notes__c', 'textarea'),
      field('Budget__c', 'currency'),
      field('Secret__c', 'picklist'),
    ];
    const { schema, leftOut } = featureSchemaFor(fields, { exclude: ['Secret__c'] });
    const read = new Set(
      schema.features.flatMap(({ source }) =>
        source.type === 'catalogue' ? source.inputs : source.type === 'field' ? [source.field] : [],
      ),
    );
    expect([...read].sort()).toEqual(['Budget__c', 'Industry']);
    expect(leftOut.map((left) => left.field).sort()).toEqual(
      fields
        .map(({ name }) => name)
        .filter((name) => !read.has(name))
        .sort(),
    );
    const reasons = Object.fromEntries(leftOut.map(({ field: name, reason }) => [name, reason]));
    expect(reasons.Title).toBe(leftOutReasons.unknownPast);
    expect(reasons.IsConverted).toBe(leftOutReasons.revealsOutcome);
    expect(reasons.acme__Leadlight_Band__c).toBe(leftOutReasons.writtenByLeadlight);
    expect(reasons.Secret__c).toBe(leftOutReasons.excludedBySettings);
  });

  it('uses a field of unknown past where the admin vouches for it, but never one that reveals the outcome', () => {
    const fields = [field('Title', 'string', { kind: 'unknown' }), field('Status', 'picklist', { kind: 'unknown' })];
    expect(names(fields)).not.toContain('title_seniority');
    const vouched = featureSchemaFor(fields, { include: ['Title', 'Status'] });
    expect(vouched.schema.features.map(({ name }) => name)).toContain('title_seniority');
    expect(vouched.leftOut.map((left) => left.field)).toEqual(['Status']);
  });

  it('needs no field for age, activities and campaigns', () => {
    expect(names([])).toEqual(
      expect.arrayContaining(['age_days', 'activities_30d', 'campaign_responses', 'created_hour']),
    );
    expect(names([])).not.toContain('industry');
  });

  it('reads custom fields by their type', () => {
    const { schema } = featureSchemaFor([
      field('Fit__c', 'picklist'),
      field('Budget__c', 'currency'),
      field('Chance__c', 'percent'),
      field('Partner__c', 'boolean'),
      field('Interests__c', 'multipicklist'),
    ]);
    const own = { version: 1 as const, features: schema.features.filter(({ source }) => source.type === 'field') };
    const fields = { Fit__c: ' Good ', Budget__c: '1200', Chance__c: 45, Partner__c: true, Interests__c: 'A;B;C' };
    const row = rowOf(own, snapshotAt({ ...bare, fields }, bare.createdAt));
    expect(Object.fromEntries(own.features.map(({ field }, index) => [field, row[index]]))).toEqual({
      Fit__c: 'Good',
      Budget__c: 1200,
      Chance__c: 0.45,
      Partner__c: 1,
      Interests__c: 3,
    });
  });

  it('learns from a lookup to people only where it is included by name, and from no other lookup', () => {
    const lookup = (name: string, to: string) => ({ ...field(name, 'reference'), referenceTo: [to] });
    const fields = [lookup('Account_Executive__c', 'User'), lookup('Reseller__c', 'Account')];
    const choose = (include: readonly string[]) => featureSchemaFor(fields, { include });
    expect(choose([]).leftOut).toContainEqual({
      field: 'Account_Executive__c',
      reason: leftOutReasons.namesPeople,
    });
    const { schema, leftOut } = choose(['Account_Executive__c', 'Reseller__c']);
    const own = schema.features.filter(({ source }) => source.type === 'field');
    expect(own).toMatchObject([{ name: 'field:Account_Executive__c', kind: 'categorical', people: true }]);
    expect(leftOut.map(({ field: name }) => name)).toContain('Reseller__c');
  });

  it('treats a journaled field as missing before the lead was first read', () => {
    const since = bare.createdAt - 10;
    const { schema } = featureSchemaFor([
      field('Industry', 'picklist', { kind: 'journal', since }),
      field('Tier__c', 'picklist', { kind: 'journal', since }),
      field('LeadSource', 'picklist'),
    ]);
    const fields = { Industry: 'Retail', Tier__c: 'Gold', LeadSource: 'Web' };
    const observed = { since: bare.createdAt + 100, later: { Tier__c: bare.createdAt + 200 } };
    const at = (ms: number) => {
      const row = rowOf(schema, snapshotAt({ ...bare, fields, observed }, bare.createdAt + ms));
      return ['industry', 'field:Tier__c', 'lead_source'].map(
        (name) => row[schema.features.findIndex((feature) => feature.name === name)],
      );
    };
    expect(at(99)).toEqual([null, null, 'Web']);
    expect(at(100)).toEqual(['Retail', null, 'Web']);
    expect(at(200)).toEqual(['Retail', 'Gold', 'Web']);
    const unsynced = snapshotAt({ ...bare, fields }, bare.createdAt);
    expect(rowOf(schema, unsynced)).toContain('Gold');
  });

  it('treats a feature as missing before its past is known', () => {
    const since = bare.createdAt + 10;
    const { schema } = featureSchemaFor([field('Industry', 'picklist', { kind: 'journal', since })]);
    const industry = schema.features.findIndex(({ name }) => name === 'industry');
    const history = { ...bare, fields: { Industry: 'Retail' } };
    expect(rowOf(schema, snapshotAt(history, since - 1))[industry]).toBeNull();
    expect(rowOf(schema, snapshotAt(history, since))[industry]).toBe('Retail');
  });

  it('counts only fields whose past is known in completeness', () => {
    const { schema } = featureSchemaFor([
      field('Company'),
      field('Email'),
      field('Title', 'string', { kind: 'unknown' }),
    ]);
    const history = { ...bare, fields: { Company: 'Acme', Email: null, Title: 'CEO' } };
    const row = rowOf(schema, snapshotAt(history, bare.createdAt));
    expect(row[schema.features.findIndex(({ name }) => name === 'completeness')]).toBe(0.5);
  });
});

describe('rowOf', () => {
  it('throws for a feature that this version does not have', () => {
    const schema = featureSchemaFor([]).schema;
    const newer = { ...schema, features: [{ ...schema.features[0]!, name: 'mood' }] };
    expect(() => rowOf(newer, snapshotAt(bare, bare.createdAt))).toThrow(/"mood".*Update Leadlight/);
  });
});

describe('inputText', () => {
  it('is the same for the same input, and differs for a changed value', () => {
    const schema = featureSchemaFor([]).schema;
    const row = rowOf(schema, snapshotAt(bare, bare.createdAt));
    const negativeZero = row.map((value) => (value === 0 ? -0 : value));
    expect(canonicalRowText(schema, negativeZero)).toBe(canonicalRowText(schema, row));
    expect(canonicalRowText(schema, row.with(0, 7))).not.toBe(canonicalRowText(schema, row));
    expect(canonicalRowText(schema, row.with(0, Number.NaN))).toContain('null');
  });

  it('is JSON, character for character', () => {
    const { schema } = featureSchemaFor([]);
    const names = schema.features.map(({ name }) => name);
    const values = [0.1, 1e21, 5e-324, Infinity, 'née "漢字"\\\u0000', '\ud800', null, -3, ''];
    for (let start = 0; start < values.length; start++) {
      const row = names.map((_, at) => values[(start + at) % values.length]!);
      expect(canonicalRowText(schema, row)).toBe(JSON.stringify(names.map((name, at) => [name, row[at]])));
    }
  });
});
