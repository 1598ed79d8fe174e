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
const turnedOn = [
  { Display: 'Track History for Account field Lead Source on', CreatedDate: '2026-11-01T00:00:00.000+0000' },
  { Display: 'Track History for Lead field Lead Source on', CreatedDate: '2026-08-01T00:00:00.000+0000' },
  { Display: 'Track History for Lead field Address on', CreatedDate: '2026-09-01T00:00:00.000+0000' },
];
const RETAINED_SINCE = Date.parse('2024-11-22T12:00:00Z');
const LOG_SINCE = Date.parse('2026-05-26T12:00:00Z');

async function fieldsOf(objects = ordinaryObjects, setupLog: FixtureResponse = queryResponse([])) {
  org = await startFixtureOrg((request) => {
    const soql = request.query.get('q') ?? '';
    if (soql.includes('FROM FieldDefinition')) return queryResponse(tracked);
    if (soql.includes('FROM SetupAuditTrail')) return setupLog;
    return respondToDescribe(request, objects);
  });
  const connection = await org.connect();
  const fields = await describeLeadFields(connection, createOrgSchema(connection), NOW);
  return new Map(fields.map((field) => [field.name, field]));
}

describe('describeLeadFields', () => {
  it('reports a tracked field as tracked for as long as history is kept, and how far the setup audit trail goes back', async () => {
    const past = { kind: 'tracked', since: RETAINED_SINCE, setupLogSince: LOG_SINCE };
    expect((await fieldsOf()).get('LeadSource')).toEqual({
      name: 'LeadSource',
      label: 'LeadSource',
      type: 'picklist',
      custom: false,
      past,
    });
  });

  it('reports when tracking was turned on, by the labels in the setup audit trail', async () => {
    const Lead = { ...ordinaryObjects.Lead, LeadSource: { type: 'picklist', label: 'Lead Source' } };
    const fields = await fieldsOf({ ...ordinaryObjects, Lead }, queryResponse(turnedOn));
    expect(fields.get('LeadSource')?.past).toMatchObject({
      untrackedUntil: { at: Date.parse('2026-08-01T00:00:00Z'), code: 'history_turned_on' },
    });
    expect(fields.get('City')?.past).toMatchObject({
      untrackedUntil: { at: Date.parse('2026-09-01T00:00:00Z'), code: 'history_turned_on' },
    });
  });

  it.each([
    [
      'that the user may not read',
      errorResponse(400, 'INVALID_TYPE', "sObject type 'SetupAuditTrail' is not supported."),
    ],
    [
      'in another language',
      queryResponse([{ Display: 'Verlauf von Lead verfolgen', CreatedDate: '2026-08-01T00:00:00.000+0000' }]),
    ],
  ])('takes no evidence from a setup audit trail %s', async (_, setupLog) => {
    expect((await fieldsOf(ordinaryObjects, setupLog)).get('LeadSource')?.past).toEqual({
      kind: 'tracked',
      since: RETAINED_SINCE,
    });
  });

  it('reports the past of untracked fields as unknown and of immutable fields as complete', async () => {
    const fields = await fieldsOf();
    expect(fields.get('Company')?.past).toEqual({ kind: 'unknown', journalable: true, isUntracked: true });
    expect(fields.get('CreatedDate')?.past).toEqual({ kind: 'immutable' });
    expect(fields.get('Number__c')?.past).toEqual({ kind: 'immutable' });
  });

  it('reports long text, whose history has no values, and formulas as untracked', async () => {
    const fields = await fieldsOf();
    expect(fields.get('Description')?.past).toEqual({ kind: 'unknown', journalable: true, isUntracked: true });
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

  it('reports the objects that a lookup refers to', async () => {
    const Lead = { ...ordinaryObjects.Lead, Executive__c: { type: 'reference', referenceTo: ['User'] } };
    expect((await fieldsOf({ ...ordinaryObjects, Lead })).get('Executive__c')).toMatchObject({
      type: 'reference',
      referenceTo: ['User'],
    });
  });
});
