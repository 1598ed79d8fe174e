import { describe, expect, it } from 'vitest';
import type { DriftKind } from './drift.ts';
import { simulateCompany } from './index.ts';
import { simulateOutcomes, type LeadOutcome } from './simulate-outcomes.ts';

const NOW = Date.UTC(2026, 10, 1);
const AT = Date.UTC(2026, 0, 1);
const HORIZON_DAYS = 90;
const settings = { leads: 10_000, months: 14, seed: 11, now: NOW };

const simulated = new Map<DriftKind | undefined, readonly LeadOutcome[]>();
function outcomes(kind?: DriftKind): readonly LeadOutcome[] {
  const leads = simulated.get(kind) ?? [...simulateOutcomes({ ...settings, drift: kind && { kind, at: AT } })];
  simulated.set(kind, leads);
  return leads;
}
const isNew = ({ createdAt }: LeadOutcome) => createdAt >= AT;
const share = <T>(list: readonly T[], has: (item: T) => boolean) => list.filter(has).length / list.length;
const rateOf = (leads: readonly LeadOutcome[]) => share(leads, ({ waitDays }) => waitDays <= HORIZON_DAYS);
const medianWait = (leads: readonly LeadOutcome[]) => {
  const waits = leads.map(({ waitDays }) => waitDays).filter((wait) => wait <= HORIZON_DAYS);
  return waits.sort((a, b) => a - b)[Math.floor(waits.length / 2)]!;
};
const meanOf = (leads: readonly LeadOutcome[]) =>
  leads.reduce((sum, { trueProbability }) => sum + trueProbability, 0) / leads.length;

describe('simulateOutcomes', () => {
  const steady = outcomes();
  const rate = rateOf(steady.filter(isNew));
  const before = (leads: readonly LeadOutcome[]) => JSON.stringify(leads.filter((lead) => !isNew(lead)));

  it('gives outcomes as often as their true probabilities say, with and without a drift', () => {
    for (const leads of [steady, outcomes('concept'), outcomes('rate')]) {
      expect(Math.abs(rateOf(leads) - meanOf(leads))).toBeLessThan(0.015);
    }
  });

  it.each(['concept', 'source', 'rate', 'delay', 'feature', 'form'] as const)(
    'changes nothing before the time of the drift: %s',
    (kind) => {
      expect(before(outcomes(kind))).toBe(before(steady));
    },
  );

  it('lets the same share convert where only the fit is worth half', () => {
    expect(Math.abs(rateOf(outcomes('concept').filter(isNew)) - rate)).toBeLessThan(0.02);
  });

  it('lets 40 % fewer leads convert', () => {
    expect(rateOf(outcomes('rate').filter(isNew)) / rate).toBeCloseTo(0.6, 1);
  });

  it('lets only leads from the web turn bad', () => {
    const drifted = outcomes('source').filter(isNew);
    const fromWeb = ({ profile }: LeadOutcome) => profile.source === 'Web';
    expect(rateOf(drifted.filter(fromWeb))).toBeLessThan(0.4 * rateOf(steady.filter(isNew).filter(fromWeb)));
    const others = (leads: readonly LeadOutcome[]) => JSON.stringify(leads.filter((lead) => !fromWeb(lead)));
    expect(others(drifted)).toBe(others(steady.filter(isNew)));
  });

  it('lets conversions come later, but as many of them', () => {
    const drifted = outcomes('delay').filter(isNew);
    expect(rateOf(drifted)).toBeCloseTo(rate, 2);
    expect(medianWait(drifted) - medianWait(steady.filter(isNew))).toBeGreaterThan(3);
  });

  it('brings leads from a new market, or none with an industry', () => {
    const countries = (leads: readonly LeadOutcome[]) =>
      share(leads, ({ profile }) => profile.country.value === 'Brazil');
    expect(countries(outcomes('feature').filter(isNew))).toBeGreaterThan(0.3);
    expect(
      outcomes('form')
        .filter(isNew)
        .every(({ fields }) => fields.get('Industry') === null),
    ).toBe(true);
  });

  it('skips earlier leads on request without changing the later ones', () => {
    const later = [...simulateOutcomes({ ...settings, drift: { kind: 'rate', at: AT } }, AT)];
    expect(JSON.stringify(later)).toBe(JSON.stringify(outcomes('rate').filter(isNew)));
  });
});

describe('simulateCompany', () => {
  it('drifts too', () => {
    const company = { leads: 2_000, months: 12, seed: 2, now: NOW };
    const industries = (drift?: { kind: DriftKind; at: number }) =>
      [...simulateCompany({ ...company, drift }).leads()].map(({ records }) => [
        Date.parse(String(records.lead.CreatedDate)),
        records.lead.Industry,
      ]);
    const isEmptySince = (rows: readonly (readonly unknown[])[], at: number) =>
      share(
        rows.filter(([createdAt]) => Number(createdAt) >= at),
        ([, industry]) => industry === null,
      );
    expect(isEmptySince(industries(), AT)).toBeLessThan(0.3);
    // Reps fill it in for some of those that convert.
    expect(isEmptySince(industries({ kind: 'form', at: AT }), AT)).toBeGreaterThan(0.8);
  });
});
