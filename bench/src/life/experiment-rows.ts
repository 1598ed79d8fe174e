import { experimentResult, sampleSizePerArm, type InterimAnalysis } from '@leadlight/evaluation';
import {
  isCovered,
  rememberedBoundaries,
  simulatedFortnightAnalyses,
  simulatedAnalyses,
  simulatedMixedAnalyses,
  totalEffect,
} from '@leadlight/evaluation/testing';
import type { RowOnData } from './life-row.ts';

const BASE_RATE = 0.06;
const FACTOR = 1.2;
const PLANNED_POWER = 0.8;
const DAYS = 120;
const EXPERIMENTS = 500;
/** Coverage is a share near 90 %: 2,000 experiments give it a standard error of 0.7 points. */
const FOR_COVERAGE = 2000;
const TEAM = { reps: 40, fortnights: 12, leadsPerFortnight: 30, factor: FACTOR };

const plannedLeads = 2 * sampleSizePerArm({ baseRate: BASE_RATE, relativeEffect: FACTOR - 1, power: PLANNED_POWER });
const teamLeads = TEAM.reps * TEAM.fortnights * TEAM.leadsPerFortnight;
const boundariesOf = rememberedBoundaries();

const shareOf = (count: number, holds: (index: number) => boolean): number =>
  Array.from({ length: count }, (_, index) => holds(index)).filter(Boolean).length / count;
const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;

/** Share of experiments, analysed daily, that say that the score helps. */
const helpsIn = (factor: number): number =>
  shareOf(EXPERIMENTS, (index) => {
    const analyses = simulatedAnalyses({ plannedLeads, days: DAYS, factor, seed: 1 + index });
    return experimentResult(analyses, { plannedLeads }, boundariesOf).verdict === 'helps';
  });

const isBetween = (share: number, low: number, high: number): boolean => share >= low && share <= high;

const coverageRow = (
  name: string,
  data: string,
  plan: {
    readonly leads: number;
    readonly difference: number;
    readonly analysesOf: (seed: number) => InterimAnalysis[];
  },
): RowOnData => ({
  name,
  must: '88–92 %',
  data,
  run: () => {
    const covered = shareOf(FOR_COVERAGE, (index) =>
      isCovered(plan.analysesOf(1 + index), plan.difference, { plannedLeads: plan.leads, alpha: 0.1 }, boundariesOf),
    );
    return { measured: percent(covered), isReached: isBetween(covered, 0.88, 0.92) };
  },
});

/** What an experiment says about showing scores, analysed every day. */
export const experimentRows: readonly RowOnData[] = [
  {
    name: 'false “it helps” where the score has no effect',
    must: 'at most 5 %',
    data: `${EXPERIMENTS} simulated experiments of ${plannedLeads.toLocaleString('en')} leads, analysed on ${DAYS} days, seeds 1 to ${EXPERIMENTS}`,
    run: () => {
      const share = helpsIn(1);
      return { measured: percent(share), isReached: share <= 0.05 };
    },
  },
  {
    name: 'planned power of 80 % for a fifth more conversions',
    must: '77–83 %',
    data: 'the same with the effect',
    run: () => {
      const share = helpsIn(FACTOR);
      return { measured: percent(share), isReached: isBetween(share, PLANNED_POWER - 0.03, PLANNED_POWER + 0.03) };
    },
  },
  coverageRow(
    'nominal 90 % intervals hold on all days',
    `${FOR_COVERAGE.toLocaleString('en')} simulated experiments with the effect`,
    {
      leads: plannedLeads,
      difference: BASE_RATE * (FACTOR - 1),
      analysesOf: (seed) => simulatedAnalyses({ plannedLeads, days: DAYS, factor: FACTOR, seed }),
    },
  ),
  coverageRow(
    'the same by rep and fortnight, where reps share their time',
    `${FOR_COVERAGE.toLocaleString('en')} simulated teams of ${TEAM.reps} reps, ${TEAM.fortnights} fortnights, ${teamLeads.toLocaleString('en')} leads`,
    {
      leads: teamLeads,
      difference: totalEffect(TEAM),
      analysesOf: (seed) => simulatedFortnightAnalyses({ ...TEAM, interference: 0.8, seed }),
    },
  ),
  {
    name: 'for comparison: each lead drawn on its own, where reps share their time',
    must: 'shown, not required',
    data: `${EXPERIMENTS} of these teams`,
    run: () => {
      const covered = shareOf(EXPERIMENTS, (index) => {
        const analyses = simulatedMixedAnalyses({ ...TEAM, interference: 0.8, seed: 1 + index });
        return isCovered(analyses, totalEffect(TEAM), { plannedLeads: teamLeads, alpha: 0.1 }, boundariesOf);
      });
      return { measured: `${percent(covered)} of the 90 % intervals hold`, isReached: null };
    },
  },
];
