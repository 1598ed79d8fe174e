import { describe, expect, it } from 'vitest';
import {
  isCovered,
  rememberedBoundaries,
  simulatedFortnightAnalyses,
  simulatedAnalyses,
  simulatedMixedAnalyses,
  totalEffect,
} from '../testing/index.ts';
import { experimentResult, type InterimAnalysis } from './experiment-result.ts';
import { stratifiedEffect } from './effect.ts';
import { sampleSizePerArm } from './sample-size.ts';

const PLANNED = 2 * sampleSizePerArm({ baseRate: 0.06, relativeEffect: 0.2 });
const DAYS = 120;
const boundariesOf = rememberedBoundaries();

const analysis = (settledLeads: number, shownRate: number, hiddenRate: number): InterimAnalysis => {
  const leads = settledLeads / 2;
  return {
    settledLeads,
    effect: stratifiedEffect([
      {
        shown: { leads, converted: Math.round(leads * shownRate), viewed: Math.round(leads * 0.8) },
        hidden: { leads, converted: Math.round(leads * hiddenRate), viewed: 0 },
      },
    ]),
  };
};

describe('experiment result', () => {
  it('is not known until an interval excludes 0, and stays decided afterwards', () => {
    const plan = { plannedLeads: 10_000 };
    const analyses = [analysis(1000, 0.08, 0.06), analysis(5000, 0.1, 0.05), analysis(6000, 0.06, 0.06)];
    expect(experimentResult(analyses.slice(0, 1), plan)).toMatchObject({
      verdict: 'notKnown',
      share: 0.1,
      analysis: 0,
    });
    expect(experimentResult(analyses.slice(0, 2), plan)).toMatchObject({ verdict: 'helps', decidedAt: 1 });
    const later = experimentResult(analyses, plan);
    expect(later).toMatchObject({ verdict: 'helps', decidedAt: 1, analysis: 2 });
    expect(later.effect!.low).toBeLessThan(0);
  });

  it('says that it harms where the hidden arm converts more', () => {
    expect(experimentResult([analysis(10_000, 0.04, 0.06)], { plannedLeads: 10_000 }).verdict).toBe('harms');
  });

  it('ends at the planned size without a finding', () => {
    const plan = { plannedLeads: 10_000 };
    const atEnd = experimentResult([analysis(9990, 0.06, 0.06), analysis(10_400, 0.061, 0.06)], plan);
    expect(atEnd).toMatchObject({ verdict: 'notFound', share: 1, analysis: 1 });
    // What comes after the end cannot turn chance into a finding.
    expect(experimentResult([analysis(10_400, 0.061, 0.06), analysis(20_000, 0.09, 0.06)], plan).verdict).toBe(
      'notFound',
    );
  });

  it('knows nothing before the first leads have settled', () => {
    expect(experimentResult([], { plannedLeads: 100 })).toEqual({
      verdict: 'notKnown',
      decidedAt: undefined,
      analysis: undefined,
      effect: undefined,
      effectOnViewed: undefined,
      shownRate: undefined,
      hiddenRate: undefined,
      share: 0,
    });
  });

  it('divides the effect by the share that was viewed', () => {
    const { effect, effectOnViewed } = experimentResult([analysis(10_000, 0.08, 0.06)], { plannedLeads: 10_000 });
    expect(effectOnViewed!.difference).toBeCloseTo(effect!.difference / 0.8, 12);
    expect(effectOnViewed!.high - effectOnViewed!.low).toBeGreaterThan(effect!.high - effect!.low);
  });

  // The long form is `npm run bench:life`.
  it('rarely finds an effect where there is none, and mostly finds the planned one, if analysed daily', () => {
    const verdicts = (factor: number) =>
      Array.from({ length: 100 }, (_, index) => {
        const analyses = simulatedAnalyses({ plannedLeads: PLANNED, days: DAYS, factor, seed: 7000 + index });
        return experimentResult(analyses, { plannedLeads: PLANNED }, boundariesOf).verdict;
      });
    // 2.5 % on each side; 80 % power. Bounds that a right method misses once in 1,000 seeds.
    expect(verdicts(1).filter((verdict) => verdict === 'helps').length).toBeLessThanOrEqual(8);
    expect(verdicts(1.2).filter((verdict) => verdict === 'helps').length).toBeGreaterThanOrEqual(66);
  });

  it('covers the total effect by whole fortnights where reps share their time, which mixed leads do not', () => {
    const plan = { plannedLeads: 40 * 12 * 30, alpha: 0.1 };
    const coveredBy = (simulate: typeof simulatedFortnightAnalyses) =>
      Array.from({ length: 60 }, (_, index) => {
        const team = {
          reps: 40,
          fortnights: 12,
          leadsPerFortnight: 30,
          factor: 1.2,
          interference: 0.8,
          seed: 900 + index,
        };
        return isCovered(simulate(team), totalEffect(team), plan, boundariesOf);
      }).filter(Boolean).length;
    expect(coveredBy(simulatedFortnightAnalyses)).toBeGreaterThanOrEqual(46);
    expect(coveredBy(simulatedMixedAnalyses)).toBeLessThanOrEqual(35);
  });
});
