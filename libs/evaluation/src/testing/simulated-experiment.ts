import { normalVariate, seededRandom } from '@leadlight/common';
import { armOfRepFortnight, pairOfFortnight, type Arm } from '../experiments/assign-arm.ts';
import {
  pairedFortnightEffect,
  stratifiedEffect,
  type ComparedArms,
  type RepFortnight,
} from '../experiments/effect.ts';
import { experimentResult, type ExperimentPlan, type InterimAnalysis } from '../experiments/experiment-result.ts';
import { spendingBoundaries } from '../experiments/spending-boundaries.ts';

/** Rates of the bands A to D, whose mean over the leads of a day is 6 %. */
const BANDS = [
  { share: 0.1, rate: 0.2 },
  { share: 0.2, rate: 0.09 },
  { share: 0.3, rate: 0.045 },
  { share: 0.4, rate: 0.02125 },
];
const VIEWED_SHARE = 0.7;

export interface SimulatedExperiment {
  readonly plannedLeads: number;
  readonly days: number;
  /** Factor of the rate of leads whose score is shown; 1 = no effect. */
  readonly factor: number;
  readonly seed: number;
}

/** Leads drawn one by one, half of them hidden, analysed daily. */
export function simulatedAnalyses({ plannedLeads, days, factor, seed }: SimulatedExperiment): InterimAnalysis[] {
  const random = seededRandom(seed);
  const strata: ComparedArms[] = BANDS.map(() => ({ shown: noLeads(), hidden: noLeads() }));
  const analyses: InterimAnalysis[] = [];
  let settledLeads = 0;
  for (let day = 1; day <= days; day++) {
    const until = Math.round((plannedLeads * day) / days);
    for (; settledLeads < until; settledLeads++) {
      const band = drawBand(random());
      const isShown = random() < 0.5;
      const counts = strata[band]![isShown ? 'shown' : 'hidden'] as Mutable;
      counts.leads++;
      if (random() < BANDS[band]!.rate * (isShown ? factor : 1)) counts.converted++;
      if (isShown && random() < VIEWED_SHARE) counts.viewed++;
    }
    analyses.push({ settledLeads, effect: stratifiedEffect(strata) });
  }
  return analyses;
}

export interface SimulatedTeam {
  readonly reps: number;
  readonly fortnights: number;
  readonly leadsPerFortnight: number;
  /** Factor of the rate of all leads in a fortnight in which every score is shown. */
  readonly factor: number;
  /**
   * 0 to 1: how much of a rep's time the shown leads take away from the hidden ones, where both are mixed. The total stays.
   */
  readonly interference: number;
  readonly seed: number;
}

/** What the rate changes by if every score is shown instead of none. */
export const totalEffect = ({ factor }: Pick<SimulatedTeam, 'factor'>): number => 0.06 * (factor - 1);

/** Whole fortnights of a rep shown or hidden; analysed when a fortnight has ended. Reps differ, and so do fortnights. */
export function simulatedFortnightAnalyses(team: SimulatedTeam): InterimAnalysis[] {
  const random = seededRandom(team.seed);
  const cells: RepFortnight[] = [];
  const levels = repLevels(team, random);
  return Array.from({ length: team.fortnights }, (_, fortnight) => {
    for (let rep = 0; rep < team.reps; rep++) {
      const arm = armOfRepFortnight(`seed ${team.seed}`, `rep ${rep}`, fortnight);
      const level = levels[rep]! * Math.exp(0.2 * normalVariate(random));
      const cell = drawCell(team, { level, arm, hiddenShare: arm === 'hidden' ? 1 : 0 }, random);
      cells.push({ ...cell, arm, pair: `${rep} ${pairOfFortnight(fortnight)}` });
    }
    return { settledLeads: cells.reduce((sum, { leads }) => sum + leads, 0), effect: pairedFortnightEffect(cells) };
  });
}

/** The same team with each lead drawn on its own, so that shown and hidden leads compete for the rep's time. */
export function simulatedMixedAnalyses(team: SimulatedTeam): InterimAnalysis[] {
  const random = seededRandom(team.seed);
  const [shown, hidden] = [noLeads(), noLeads()];
  const levels = repLevels(team, random);
  return Array.from({ length: team.fortnights }, () => {
    for (let rep = 0; rep < team.reps; rep++) {
      const level = levels[rep]! * Math.exp(0.2 * normalVariate(random));
      for (const [arm, total] of [
        ['shown', shown],
        ['hidden', hidden],
      ] as const) {
        const half = { ...team, leadsPerFortnight: team.leadsPerFortnight / 2 };
        const { leads, converted, viewed } = drawCell(half, { level, arm, hiddenShare: 0.5 }, random);
        total.leads += leads;
        total.converted += converted;
        total.viewed += viewed;
      }
    }
    return {
      settledLeads: shown.leads + hidden.leads,
      effect: stratifiedEffect([{ shown: { ...shown }, hidden: { ...hidden } }]),
    };
  });
}

interface Cell {
  readonly level: number;
  readonly arm: Arm;
  /** Share of the rep's leads whose score is hidden in this fortnight. */
  readonly hiddenShare: number;
}

function drawCell(
  { leadsPerFortnight, factor, interference }: SimulatedTeam,
  { level, arm, hiddenShare }: Cell,
  random: () => number,
): Mutable {
  // Shown leads take time from hidden ones: what one side gains beyond the effect of the score, the other loses.
  const taken = interference * (factor - 1);
  const own = arm === 'shown' ? factor + taken * hiddenShare : 1 - taken * (1 - hiddenShare);
  const rate = Math.min(0.9, 0.06 * level * own);
  const cell = noLeads();
  cell.leads = Math.max(1, Math.round(leadsPerFortnight * (0.5 + random())));
  for (let lead = 0; lead < cell.leads; lead++) if (random() < rate) cell.converted++;
  if (arm === 'shown') cell.viewed = Math.round(VIEWED_SHARE * cell.leads);
  return cell;
}

/** With a mean of 1. */
const repLevels = ({ reps }: SimulatedTeam, random: () => number): number[] =>
  Array.from({ length: reps }, () => Math.exp(0.4 * normalVariate(random) - 0.08 - 0.02));

/** Computes each series of boundaries once. */
export function rememberedBoundaries(): typeof spendingBoundaries {
  const known = new Map<string, number[]>();
  return (shares, alpha) => {
    const key = `${alpha} ${shares.join(' ')}`;
    const boundaries = known.get(key) ?? spendingBoundaries(shares, alpha);
    known.set(key, boundaries);
    return boundaries;
  };
}

/** Whether the intervals of all analyses contain this difference of rates. */
export function isCovered(
  analyses: readonly InterimAnalysis[],
  difference: number,
  plan: ExperimentPlan,
  boundariesOf: typeof spendingBoundaries,
): boolean {
  const shifted = analyses.map(({ settledLeads, effect }) => ({
    settledLeads,
    effect: effect && { ...effect, difference: effect.difference - difference },
  }));
  return experimentResult(shifted, plan, boundariesOf).decidedAt === undefined;
}

type Mutable = { leads: number; converted: number; viewed: number };
const noLeads = (): Mutable => ({ leads: 0, converted: 0, viewed: 0 });

function drawBand(uniform: number): number {
  let below = 0;
  for (const [band, { share }] of BANDS.entries()) {
    below += share;
    if (uniform < below) return band;
  }
  return BANDS.length - 1;
}
