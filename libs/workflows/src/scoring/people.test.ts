import { describe, expect, it } from 'vitest';
import { scoreLeads } from './score-leads.ts';
import { peopleFeaturesOf, withNames } from './people.ts';
import { scoreBatch } from './batch-scores.ts';
import { historyOf, NOW, schema, scoringModel, scoringPorts } from '../testing/scoring.ts';

const people = { features: new Set(['lead_source']), names: new Map([['Referral', 'Amelia Stone']]) };
const model = { ...scoringModel, people };
/** Its source is taken for a lookup to a user whose id is the word. */
const lead = (source: string) => historyOf(source, { LeadSource: source, NumberOfEmployees: 250 });

describe('people in reasons', () => {
  it('are called by their names: in the answer, in the log and on the lead, and the input hash stays', async () => {
    const ports = scoringPorts([lead('Referral')]);
    const named = { ...ports, activeModels: { get: () => Promise.resolve(model) } };
    const [answered] = (await scoreLeads(named, 'org', { leads: [{ leadId: 'Referral' }] }, 'api:k')).response.scores;
    expect(answered!.reasons.map(({ value }) => value)).toEqual(['Amelia Stone', 250]);
    expect(JSON.stringify(ports.logged)).toContain('Amelia Stone');
    const { updates } = scoreBatch(model, [lead('Referral')], NOW, 'batch');
    expect(updates[0]!.reasons).toContain('Amelia Stone');
    expect(updates[0]!.inputHash).toBe(
      scoreBatch(scoringModel, [lead('Referral')], NOW, 'batch').updates[0]!.inputHash,
    );
  });

  it('whose name is not known stay ids', () => {
    const { updates } = scoreBatch(model, [lead('Web')], NOW, 'batch');
    expect(updates[0]!.reasons).toContain('"value":"Web"');
  });

  it('are looked for only where a feature names people', () => {
    expect(peopleFeaturesOf(schema)).toBeUndefined();
    const { score } = scoredOnce();
    expect(withNames(score, undefined)).toBe(score);
  });
});

function scoredOnce() {
  const { entries } = scoreBatch(scoringModel, [lead('Referral')], NOW, 'batch');
  return { score: entries[0]!.answer as Parameters<typeof withNames>[0] };
}
