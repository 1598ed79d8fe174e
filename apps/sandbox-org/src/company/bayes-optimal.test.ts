import { DAY_MS } from '@leadlight/common';
import { describe, expect, it } from 'vitest';
import { bayesOptimalProbabilityAt, simulateCompany, trueProbabilityAt } from './index.ts';

const HORIZON_DAYS = 90;
const TEST_NOW = Date.parse('2026-11-20T09:00:00Z');
const company = simulateCompany({ leads: 5_000, months: 24, seed: 4, now: TEST_NOW });
const campaignTypes = new Map(company.campaigns.map(({ Id, Type }) => [String(Id), String(Type)]));
const leads = [...company.leads()];

interface LeadProbabilities {
  readonly true: number;
  readonly optimal: number;
  readonly profile: number;
  readonly converted: number;
}

/** The probabilities of every undecided lead a week after its creation, and its outcome. */
const undecidedLeads: LeadProbabilities[] = leads.flatMap(({ records, truth }) => {
  const asOf = truth.createdAt + 7 * DAY_MS;
  const probability = trueProbabilityAt(truth, asOf, HORIZON_DAYS);
  if (asOf + (HORIZON_DAYS + 1) * DAY_MS > TEST_NOW || !(probability > 0 && probability < 1)) return [];
  const optimal = bayesOptimalProbabilityAt(truth, records, campaignTypes, asOf, HORIZON_DAYS);
  const converted = Number(truth.convertedAt !== null && truth.convertedAt <= asOf + HORIZON_DAYS * DAY_MS);
  return [{ true: probability, optimal, profile: truth.probabilityFromProfile, converted }];
});

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
const logLoss = (which: 'true' | 'optimal' | 'profile'): number =>
  mean(undecidedLeads.map((lead) => -Math.log(lead.converted === 1 ? lead[which] : 1 - lead[which])));

describe('bayesOptimalProbabilityAt', () => {
  it('has a log loss between the profile’s and the true probability’s', () => {
    expect(undecidedLeads.length).toBeGreaterThan(3_000);
    expect(logLoss('optimal')).toBeLessThan(logLoss('profile') - 0.003);
    expect(logLoss('optimal')).toBeGreaterThan(logLoss('true') + 0.003);
  });

  it('is calibrated in every fifth', () => {
    const sorted = [...undecidedLeads].sort((a, b) => a.optimal - b.optimal);
    for (let bin = 0; bin < 5; bin += 1) {
      const part = sorted.slice((bin * sorted.length) / 5, ((bin + 1) * sorted.length) / 5);
      const expected = mean(part.map(({ optimal }) => optimal));
      const error = 3 * Math.sqrt((expected * (1 - expected)) / part.length);
      expect(Math.abs(expected - mean(part.map(({ converted }) => converted)))).toBeLessThan(error + 0.005);
    }
  });

  it('ignores records after asOf', () => {
    for (const { records, truth } of leads.slice(0, 300)) {
      const asOf = truth.createdAt + 7 * DAY_MS;
      const probability = trueProbabilityAt(truth, asOf, HORIZON_DAYS);
      if (!(probability > 0 && probability < 1)) continue;
      const until = new Date(asOf).toISOString();
      const isBefore = (field: string) => (record: Readonly<Record<string, unknown>>) => String(record[field]) <= until;
      const { EmailMessage, Event, CampaignMember } = records.related;
      const cut = {
        ...records,
        related: {
          ...records.related,
          EmailMessage: EmailMessage.filter(isBefore('MessageDate')),
          Event: Event.filter(isBefore('CreatedDate')),
          CampaignMember: CampaignMember.filter(isBefore('CreatedDate')),
        },
      };
      const optimal = (of: typeof records) => bayesOptimalProbabilityAt(truth, of, campaignTypes, asOf, HORIZON_DAYS);
      expect(optimal(cut)).toBe(optimal(records));
    }
  });

  it('is 0 once the lead was given up, and NaN before its creation', () => {
    const lost = leads.find(({ truth }) => truth.givenUpAt !== null);
    if (!lost) return expect.fail('no lead was given up');
    const at = (asOf: number) => bayesOptimalProbabilityAt(lost.truth, lost.records, campaignTypes, asOf, HORIZON_DAYS);
    expect(at((lost.truth.givenUpAt ?? 0) + 1)).toBe(0);
    expect(at(lost.truth.createdAt - 1)).toBeNaN();
  });
});
