import {
  EvaluationError,
  MIN_LEADS_PER_OUTCOME,
  holdoutByTime,
  randomSplit,
  trainingPlanFor,
  type TrainingPlanCode,
  type Split,
  type CodedMessage,
  type TrainingPlan,
} from '@leadlight/evaluation';
import type { AssessSettings } from './assess.ts';
import { hasEnoughOutcomes } from './contenders.ts';
import type { Dataset } from '../examples/dataset.ts';

type SplitSettings = Pick<AssessSettings, 'holdout' | 'seed'>;

/**
 * What a dataset is enough for, by its leads, and by the looks that are left to learn from and to measure on where the
 * newest are held out.
 */
export function trainingPlanOf(dataset: Dataset, settings: SplitSettings): TrainingPlan {
  const plan = trainingPlanFor(leadsByOutcome(dataset));
  if (plan.kind === 'rules') return plan;
  const lack = missingOutcomes(dataset, settings);
  return lack === undefined
    ? plan
    : {
        kind: 'rules',
        reason: `${lack.sentence}, so leads are scored by the rules table until then.`,
        told: lack.told,
      };
}

/** What is held out to measure on: the newest rows where there are dates, else a random share. @throws EvaluationError `no_rows` */
export function splitOf({ times, leads, groups = [], labels }: Dataset, { holdout, seed }: SplitSettings): Split {
  return times
    ? holdoutByTime({ ...times, groups: [leads, ...groups] }, holdout)
    : randomSplit(labels, seed, holdout, [leads, ...groups]);
}

interface MissingOutcomes {
  /** Without its end. */
  readonly sentence: string;
  readonly told: CodedMessage<TrainingPlanCode>;
}

/** Why no model can be learned and measured; undefined where one can. */
function missingOutcomes(dataset: Dataset, settings: SplitSettings): MissingOutcomes | undefined {
  const split = findSplit(dataset, settings);
  const train = outcomeCounts(dataset, split?.train ?? new Int32Array());
  if (!split || !hasEnoughOutcomes(dataset, split.train)) {
    return {
      sentence: `With the newest looks at leads held out to measure on, ${train.converted} looks that converted and ${train.not} that did not are left to learn from; a model needs at least ${MIN_LEADS_PER_OUTCOME} of each`,
      told: { code: 'too_few_to_learn_from', values: [train.converted, train.not, MIN_LEADS_PER_OUTCOME] },
    };
  }
  const { converted, not } = outcomeCounts(dataset, split.test);
  if (Math.min(converted, not) > 0) return undefined;
  const looks = split.test.length;
  return {
    sentence: `${converted === 0 ? 'None' : 'All'} of the ${looks} looks held out to measure on converted; a model needs some of each`,
    told: { code: converted === 0 ? 'none_converted' : 'all_converted', values: [looks] },
  };
}

function findSplit(dataset: Dataset, settings: SplitSettings): Split | undefined {
  try {
    return splitOf(dataset, settings);
  } catch (error) {
    if (error instanceof EvaluationError && error.code === 'no_rows') return undefined;
    throw error;
  }
}

function outcomeCounts({ labels }: Dataset, rows: Int32Array): { converted: number; not: number } {
  const converted = rows.reduce((sum, row) => sum + labels[row]!, 0);
  return { converted, not: rows.length - converted };
}

/** How many leads converted at any look, and how many at none. */
function leadsByOutcome({ labels, leads }: Dataset): { converted: number; not: number } {
  const outcome = new Map<number, number>();
  leads.forEach((lead, row) => outcome.set(lead, Math.max(outcome.get(lead) ?? 0, labels[row]!)));
  const converted = [...outcome.values()].reduce((sum, label) => sum + label, 0);
  return { converted, not: outcome.size - converted };
}
