import {
  EvaluationError,
  holdoutByTime,
  oneOutcomeHeldOut,
  randomSplit,
  tooFewToLearnFrom,
  trainingPlanFor,
  type Split,
  type TrainingPlan,
  type TrainingPlanReason,
} from '@leadlight/evaluation';
import type { AssessSettings } from './assess-settings.ts';
import { hasEnoughOutcomes } from './enough-outcomes.ts';
import { countLeads, type Dataset } from '../examples/dataset.ts';

type SplitSettings = Pick<AssessSettings, 'holdout' | 'seed'>;

/**
 * What a dataset has enough outcomes for: counted by lead, and by the snapshots on either side of the split.
 */
export function trainingPlanOf(dataset: Dataset, settings: SplitSettings): TrainingPlan {
  const plan = trainingPlanFor(leadsByOutcome(dataset));
  if (plan.kind === 'rules') return plan;
  const reason = findMissingOutcomes(dataset, settings);
  return reason ? { kind: 'rules', reason } : plan;
}

/** Holds out the newest rows if there are dates, otherwise a random share. @throws EvaluationError `empty_split` */
export function splitOf(
  { times, leads, groups = [], labels, isRecurring }: Dataset,
  { holdout, seed }: SplitSettings,
): Split {
  return times
    ? holdoutByTime({ ...times, groups: [leads, ...groups], isRecurring }, holdout)
    : randomSplit(labels, seed, holdout, [leads, ...groups]);
}

/** Why no model can be trained and measured; undefined if it can. */
function findMissingOutcomes(dataset: Dataset, settings: SplitSettings): TrainingPlanReason | undefined {
  const split = findSplit(dataset, settings);
  const train = outcomeCounts(dataset, split?.train ?? new Int32Array());
  if (!split || !hasEnoughOutcomes(dataset, split.train)) return tooFewToLearnFrom(train);
  const { converted, not } = outcomeCounts(dataset, split.test);
  if (Math.min(converted, not) > 0) return undefined;
  return oneOutcomeHeldOut(split.test.length, converted === 0 ? 'none' : 'all');
}

function findSplit(dataset: Dataset, settings: SplitSettings): Split | undefined {
  try {
    return splitOf(dataset, settings);
  } catch (error) {
    if (error instanceof EvaluationError && error.code === 'empty_split') return undefined;
    throw error;
  }
}

function outcomeCounts({ labels }: Dataset, rows: Int32Array): { converted: number; not: number } {
  const converted = rows.reduce((sum, row) => sum + labels[row]!, 0);
  return { converted, not: rows.length - converted };
}

/** How many leads converted after any of their snapshots, and how many after none. */
export function leadsByOutcome(dataset: Dataset): { converted: number; not: number } {
  const { leads, converted } = countLeads(dataset, Int32Array.from(dataset.labels.keys()));
  return { converted, not: leads - converted };
}
