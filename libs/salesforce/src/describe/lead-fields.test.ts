import { afterEach, describe, expect, it } from 'vitest';
import { respondToDescribe, ordinaryObjects, queryResponse } from '../testing/described-objects.ts';
import { errorResponse, startFixtureOrg, type FixtureResponse, type FixtureOrg } from '../testing/fixture-org.ts';
import { describeLeadFields } from './lead-fields.ts';
import { createOrgSchema } from './org-schema.ts';

let org: FixtureOrg | undefined;
afterEach(() => org?.close());

const NOW = Date.parse('2026-11-22T12:00:00Z');
const tracked = ['LeadSource', 'Address', 'Description', 'Score_Formula__c'].map((name) => ({
  QualifiedApiName: name,
  IsFieldHistoryTracked: true,
}));
const earliest = [{ Field: 'LeadSource', earliest: '2025-08-01T00:00:00.000+0000', changes: 40 }];

async function fieldsOf(objects = ordinaryObjects, earliestAnswer: FixtureResponse = queryResponse(earliest)) {
  org = await startFixtureOrg((request) => {
    const soql = request.query.get('q') ?? '';
    if (soql.includes('FROM FieldDefinition')) return queryResponse(tracked);
    if (soql.includes('GROUP BY Field')) return earliestAnswer;
    return respondToDescribe(request, objects);
  });
  const connection = await org.connect();
  const fields = await describeLeadFields(connection, createOrgSchema(connection), NOW);
  return new Map(fields.map((field) => [field.name, field]));
}

describe('describeLeadFields', () => {
  it('takes the first of many changes as the start of tracking', async () => {
    const fields = await fieldsOf();
    expect(fields.get('LeadSource')).toEqual({
      name: 'LeadSource',
      label: 'LeadSource',
      type: 'picklist',
      custom: false,
      past: { kind: 'tracked', since: Date.parse('2025-08-01T00:00:00Z') },
    });
  });

  it('assumes 24 months of tracking for a field without changes, and for the parts of a tracked compound', async () => {
    expect((await fieldsOf()).get('City')?.past).toEqual({
      kind: 'tracked',
      since: Date.parse('2024-11-22T12:00:00Z'),
    });
  });

  it('allows a rarely changed field to begin late by chance', async () => {
    const rare = [{ Field: 'LeadSource', earliest: '2025-08-01T00:00:00.000+0000', changes: 2 }];
    const fields = await fieldsOf(ordinaryObjects, queryResponse(rare));
    expect(fields.get('LeadSource')?.past).toEqual({ kind: 'tracked', since: Date.parse('2024-11-22T12:00:00Z') });
  });

  it('reports the past of untracked fields as unknown and of immutable fields as complete', async () => {
    const fields = await fieldsOf();
    expect(fields.get('Company')?.past).toEqual({ kind: 'unknown', journalable: true });
    expect(fields.get('CreatedDate')?.past).toEqual({ kind: 'immutable' });
    expect(fields.get('Number__c')?.past).toEqual({ kind: 'immutable' });
  });

  it('reports long text, whose history has no values, and formulas as untracked', async () => {
    const fields = await fieldsOf();
    expect(fields.get('Description')?.past).toEqual({ kind: 'unknown', journalable: true });
    expect(fields.get('Score_Formula__c')?.past).toEqual({ kind: 'unknown' });
  });

  it('leaves out fields that reveal the outcome', async () => {
    const names = [...(await fieldsOf()).keys()];
    expect(names).not.toEqual(expect.arrayContaining(['IsConverted']));
    expect(names.filter((name) => /^(Converted|System|Leadlight|Id$|Address$)/.test(name))).toEqual([]);
  });

  it('reports no past in an org without history tracking', async () => {
    const { LeadHistory: _, ...objects } = ordinaryObjects;
    expect((await fieldsOf(objects)).get('LeadSource')?.past).toEqual({ kind: 'unknown', journalable: true });
  });

  it('falls back to the retention period when history is too large to group', async () => {
    const fields = await fieldsOf(
      ordinaryObjects,
      errorResponse(400, 'QUERY_TIMEOUT', 'Your query request was running for too long.'),
    );
    expect(fields.get('LeadSource')?.past).toEqual({ kind: 'tracked', since: Date.parse('2024-11-22T12:00:00Z') });
  });

  it('reports the objects that a lookup refers to', async () => {
    const Lead = { ...ordinaryObjects.Lead, Executive__c: { type: 'reference', referenceTo: ['User'] } };
    expect((await fieldsOf({ ...ordinaryObjects, Lead })).get('Executive__c')).toMatchObject({
      type: 'reference',
      referenceTo: ['User'],
    });
  });
});
