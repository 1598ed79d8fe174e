import { describe, expect, it } from 'vitest';
import { bayesOptimalProbabilityAt, simulateCompany, trueProbabilityAt } from './index.ts';

const DAY_MS = 86_400_000;
const HORIZON_DAYS = 90;
const now = Date.parse('2026-11-20T09:00:00Z');
const company = simulateCompany({ leads: 5_000, months: 24, seed: 4, now });
const campaignTypes = new Map(company.campaigns.map(({ Id, Type }) => [String(Id), String(Type)]));
const leads = [...company.leads()];

interface LeadProbabilities {
  readonly state: number;
  readonly known: number;
  readonly facts: number;
  readonly converted: number;
}

/** What the truths say of every undecided lead a week after it appeared, and what came of it. */
const undecidedLeads: LeadProbabilities[] = leads.flatMap(({ records, truth }) => {
  const asOf = truth.createdAt + 7 * DAY_MS;
  const state = trueProbabilityAt(truth, asOf, HORIZON_DAYS);
  if (asOf + (HORIZON_DAYS + 1) * DAY_MS > now || !(state > 0 && state < 1)) return [];
  const known = bayesOptimalProbabilityAt(truth, records, campaignTypes, asOf, HORIZON_DAYS);
  const converted = Number(truth.convertedAt !== null && truth.convertedAt <= asOf + HORIZON_DAYS * DAY_MS);
  return [{ state, known, facts: truth.probabilityFromProfile, converted }];
});

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
const logLoss = (which: 'state' | 'known' | 'facts'): number =>
  mean(undecidedLeads.map((lead) => -Math.log(lead.converted === 1 ? lead[which] : 1 - lead[which])));

describe('what can be known of a lead from its facts and doings', () => {
  it('lies between what its facts tell and what is true', () => {
    expect(undecidedLeads.length).toBeGreaterThan(3_000);
    expect(logLoss('known')).toBeLessThan(logLoss('facts') - 0.003);
    expect(logLoss('known')).toBeGreaterThan(logLoss('state') + 0.003);
  });

  it('is right on average, also among the likely and the unlikely', () => {
    const sorted = [...undecidedLeads].sort((a, b) => a.known - b.known);
    for (let bin = 0; bin < 5; bin += 1) {
      const part = sorted.slice((bin * sorted.length) / 5, ((bin + 1) * sorted.length) / 5);
      const expected = mean(part.map(({ known }) => known));
      const error = 3 * Math.sqrt((expected * (1 - expected)) / part.length);
      expect(Math.abs(expected - mean(part.map(({ converted }) => converted)))).toBeLessThan(error + 0.005);
    }
  });

  it('is changed by nothing that happens after the instant asked about', () => {
    for (const { records, truth } of leads.slice(0, 300)) {
      const asOf = truth.createdAt + 7 * DAY_MS;
      const state = trueProbabilityAt(truth, asOf, HORIZON_DAYS);
      if (!(state > 0 && state < 1)) continue;
      const until = new Date(asOf).toISOString();
      const known = (field: string) => (record: Readonly<Record<string, unknown>>) => String(record[field]) <= until;
      const { EmailMessage, Event, CampaignMember } = records.related;
      const cut = {
        ...records,
        related: {
          ...records.related,
          EmailMessage: EmailMessage.filter(known('MessageDate')),
          Event: Event.filter(known('CreatedDate')),
          CampaignMember: CampaignMember.filter(known('CreatedDate')),
        },
      };
      const probability = (of: typeof records) =>
        bayesOptimalProbabilityAt(truth, of, campaignTypes, asOf, HORIZON_DAYS);
      expect(probability(cut)).toBe(probability(records));
    }
  });

  it('is certain where the lead has been given up, and nothing before it exists', () => {
    const lost = leads.find(({ truth }) => truth.givenUpAt !== null);
    if (!lost) return expect.fail('no lead was given up');
    const at = (asOf: number) => bayesOptimalProbabilityAt(lost.truth, lost.records, campaignTypes, asOf, HORIZON_DAYS);
    expect(at((lost.truth.givenUpAt ?? 0) + 1)).toBe(0);
    expect(at(lost.truth.createdAt - 1)).toBeNaN();
  });
});
