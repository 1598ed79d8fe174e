import { readExample, CreateAudienceRequest } from '@leadlight/contract';
import type { LeadField } from '@leadlight/lead-features';
import { describe, expect, it } from 'vitest';
import { audienceDocument, definitionOfRequest } from './audience-contract.ts';
import { DEFAULT_DEFINITION } from './audience.ts';

const field = (name: string, type: LeadField['type']): LeadField => ({
  ...{ name, label: name, type, custom: false },
  past: { kind: 'unknown' } as unknown as LeadField['past'],
});
const FIELDS = [field('Country', 'picklist'), field('AnnualRevenue', 'currency'), field('Partner__c', 'boolean')];
const { definition: EXAMPLE } = CreateAudienceRequest.parse(readExample('create-audience.request'));

const definitionWith = (change: Partial<typeof EXAMPLE>) => definitionOfRequest({ ...EXAMPLE, ...change }, FIELDS);
const condition = (name: string, operator: 'equals' | 'at_least' | 'filled', ...values: string[]) => ({
  conditions: [{ field: name, operator, values }],
});

describe('definitionOfRequest', () => {
  it('reads values by the type of their field', () => {
    expect(definitionWith(condition('country', 'equals', 'Germany')).filters).toEqual([
      { field: 'Country', is: ['Germany'] },
    ]);
    expect(definitionWith(condition('Partner__c', 'equals', 'True')).filters).toEqual([
      { field: 'Partner__c', is: [true] },
    ]);
    expect(definitionWith(condition('AnnualRevenue', 'at_least', '1e6')).filters).toEqual([
      { field: 'AnnualRevenue', atLeast: 1_000_000 },
    ]);
    expect(definitionWith(condition('Country', 'filled')).filters).toEqual([{ field: 'Country', missing: false }]);
  });

  it('names each member that does not fit the fields of the org', () => {
    const problemsOf = (change: Partial<typeof EXAMPLE>) => {
      try {
        definitionWith(change);
      } catch (error) {
        return (error as { facts: { problems: readonly { pointer: string }[] } }).facts.problems.map(
          ({ pointer }) => pointer,
        );
      }
      return [];
    };
    expect(problemsOf(condition('Shoe', 'equals', '42'))).toEqual(['/definition/conditions/0/field']);
    expect(problemsOf(condition('AnnualRevenue', 'equals', 'much'))).toEqual(['/definition/conditions/0/values']);
    expect(problemsOf(condition('Country', 'at_least', 'Germany'))).toEqual(['/definition/conditions/0/values']);
    expect(problemsOf(condition('Country', 'equals'))).toEqual(['/definition/conditions/0/values']);
    expect(problemsOf({ range: { kind: 'score', lowest: 60, highest: 50 } })).toEqual(['/definition/range']);
    expect(problemsOf({ range: { kind: 'value', leads: 5, field: 'Country' } })).toEqual(['/definition/range/field']);
    expect(problemsOf({})).toEqual([]);
  });

  it('is shown again as it was asked for', () => {
    for (const range of [
      EXAMPLE.range,
      { kind: 'score', lowest: 60, highest: 99 },
      { kind: 'top', leads: 200 },
      { kind: 'value', leads: 20, field: 'AnnualRevenue' },
    ] as const) {
      const asked = { ...EXAMPLE, range };
      const shown = audienceDocument(
        {
          ...{ id: 'aud_1', name: 'Spring', campaignId: null, listView: false, revision: 1, confirmedRevision: null },
          ...{ definition: definitionOfRequest(asked, FIELDS), confirmedBy: null, changedAt: 0 },
          ...{ writeRequestedAt: null, lastWrite: null },
        },
        { added: 0, heldOut: 0 },
        0,
      );
      expect(shown.definition).toEqual(asked);
    }
  });

  it('shows no confirmation of an earlier revision', () => {
    const changed = {
      ...{
        id: 'aud_1',
        name: 'Spring',
        campaignId: null,
        listView: false,
        revision: 2,
        confirmedRevision: 1,
        confirmedBy: 'cli',
      },
      ...{ definition: DEFAULT_DEFINITION, changedAt: 0, writeRequestedAt: null, lastWrite: null },
    };
    expect(audienceDocument(changed, { added: 0, heldOut: 0 }, 0)).toMatchObject({
      confirmed: false,
      confirmedBy: null,
    });
  });
});
