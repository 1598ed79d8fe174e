import {
  EvaluationError,
  FEWEST_OF_EACH,
  holdoutByTime,
  randomSplit,
  trainingPlanFor,
  type PlanCode,
  type Split,
  type Told,
  type TrainingPlan,
} from '@leadlight/evaluation';
import type { AssessSettings } from './assess.ts';
import { hasEnough } from './contenders.ts';
import type { Dataset } from './dataset.ts';

type SplitSettings = Pick<AssessSettings, 'holdout' | 'seed'>;

/**
 * What a dataset is enough for, by its leads, and by the looks that are left to learn from and to measure on where the
 * newest are held out.
 */
export function trainingPlanOf(dataset: Dataset, settings: SplitSettings): TrainingPlan {
  const plan = trainingPlanFor(leadsByOutcome(dataset));
  if (plan.kind === 'rules') return plan;
  const lack = lackOf(dataset, settings);
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

interface Lack {
  /** Without its end. */
  readonly sentence: string;
  readonly told: Told<PlanCode>;
}

/** Why no model can be learned and measured; undefined where one can. */
function lackOf(dataset: Dataset, settings: SplitSettings): Lack | undefined {
  const split = splitIfAny(dataset, settings);
  const train = countsOf(dataset, split?.train ?? new Int32Array());
  if (!split || !hasEnough(dataset, split.train)) {
    return {
      sentence: `With the newest looks at leads held out to measure on, ${train.converted} looks that converted and ${train.not} that did not are left to learn from; a model needs at least ${FEWEST_OF_EACH} of each`,
      told: { code: 'too_few_to_learn_from', values: [train.converted, train.not, FEWEST_OF_EACH] },
    };
  }
  const { converted, not } = countsOf(dataset, split.test);
  if (Math.min(converted, not) > 0) return undefined;
  const looks = split.test.length;
  return {
    sentence: `${converted === 0 ? 'None' : 'All'} of the ${looks} looks held out to measure on converted; a model needs some of each`,
    told: { code: converted === 0 ? 'none_converted' : 'all_converted', values: [looks] },
  };
}

function splitIfAny(dataset: Dataset, settings: SplitSettings): Split | undefined {
  try {
    return splitOf(dataset, settings);
  } catch (error) {
    if (error instanceof EvaluationError && error.code === 'no_rows') return undefined;
    throw error;
  }
}

function countsOf({ labels }: Dataset, rows: Int32Array): { converted: number; not: number } {
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
