import { describe, expect, it } from 'vitest';
import { historyOf, NOW, schema, scoringModel, scoringPorts } from '../testing/scoring.ts';
import { scoreBatch } from './batch-scores.ts';
import { findPeopleFeatures } from './people.ts';
import { scoreLeads } from './score-leads.ts';

const people = { features: new Set(['lead_source']), names: new Map([['Referral', 'Amelia Stone']]) };
const model = { ...scoringModel, people };
/** The test treats the lead's source as a lookup to a user with this id. */
const lead = (source: string) => historyOf(source, { LeadSource: source, NumberOfEmployees: 250 });

describe('withNames', () => {
  it('shows people’s names in the response, the log and the update, and keeps the input hash', async () => {
    const ports = { ...scoringPorts([lead('Referral')]), activeModels: { get: () => Promise.resolve(model) } };
    const [score] = (await scoreLeads(ports, 'org', { leads: [{ leadId: 'Referral' }] }, 'api:k')).response.scores;
    expect(score!.reasons.map(({ value }) => value)).toEqual(['Amelia Stone', 250]);
    expect(JSON.stringify(ports.logged)).toContain('Amelia Stone');
    const { updates } = await scoreBatch(model, [lead('Referral')], NOW, 'batch');
    const withoutNames = await scoreBatch(scoringModel, [lead('Referral')], NOW, 'batch');
    expect(updates[0]!.reasons).toContain('Amelia Stone');
    expect(updates[0]!.inputHash).toBe(withoutNames.updates[0]!.inputHash);
  });

  it('shows the id of a person whose name is unknown', async () => {
    const { updates } = await scoreBatch(model, [lead('Web')], NOW, 'batch');
    expect(updates[0]!.reasons).toContain('"value":"Web"');
  });
});

describe('findPeopleFeatures', () => {
  it('returns undefined if no feature names people', () => {
    expect(findPeopleFeatures(schema)).toBeUndefined();
  });
});
