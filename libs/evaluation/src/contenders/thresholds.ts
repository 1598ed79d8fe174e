import { decisionsAt, type Decisions } from '../decisions.ts';
import { EvaluationError } from '../errors.ts';
import { rowsByProbability, type Predictions } from '../predictions.ts';

/** How many leads can be worked, and how many arrive. */
export interface Capacity {
  readonly leadsPerWeek: number;
  readonly incomingPerWeek: number;
}

/** What a conversion is worth and what working a lead costs, in the same currency. */
export interface DealValue {
  readonly deal: number;
  readonly call: number;
}

export interface ThresholdChoice {
  readonly name: 'half' | 'bestF1' | 'capacity' | 'value';
  /** The results on the measured leads if those with probability ≥ threshold are called. */
  readonly decisions: Decisions;
  /** Share of leads that are called. */
  readonly called: number;
  /** Value of the conversions less the cost of the calls, per 100 leads; absent where no values are given. */
  readonly gainPer100?: number;
}

export interface ThresholdOptions {
  readonly capacity?: Capacity;
  readonly value?: DealValue;
}

/**
 * Thresholds chosen on one set of predictions (out of bag) and measured on another (the holdout), so that the choice has
 * not seen the rows it is measured on.
 * @throws EvaluationError `bad_evaluation_setting`
 */
export function thresholdChoices(
  choose: Predictions,
  measure: Predictions,
  { capacity, value }: ThresholdOptions = {},
): readonly ThresholdChoice[] {
  const thresholds: [ThresholdChoice['name'], number][] = [
    ['half', 0.5],
    ['bestF1', bestF1Threshold(choose)],
  ];
  if (capacity) thresholds.push(['capacity', capacityThreshold(choose.probabilities, capacity)]);
  if (value) thresholds.push(['value', valueThreshold(value)]);
  return thresholds.map(([name, threshold]) => choiceOf(name, threshold, measure, value));
}

function choiceOf(name: ThresholdChoice['name'], threshold: number, measure: Predictions, value?: DealValue) {
  const decisions = decisionsAt(measure, threshold);
  const { truePositives, falsePositives } = decisions;
  const rows = measure.labels.length;
  const called = truePositives + falsePositives;
  const gain = value && { gainPer100: (100 * (truePositives * value.deal - called * value.call)) / rows };
  return { name, decisions, called: called / rows, ...gain };
}

/** The probability that, as a threshold, gives the best F1; of equal ones the highest. */
export function bestF1Threshold({ labels, probabilities }: Predictions): number {
  const order = rowsByProbability(probabilities);
  const positives = order.reduce((sum, row) => sum + labels[row]!, 0);
  let best = { f1: -1, threshold: 0.5 };
  let hits = 0;
  order.forEach((row, rank) => {
    hits += labels[row]!;
    const next = order[rank + 1];
    if (next !== undefined && probabilities[next] === probabilities[row]) return;
    const f1 = (2 * hits) / (rank + 1 + positives);
    if (f1 > best.f1) best = { f1, threshold: probabilities[row]! };
  });
  return best.threshold;
}

/** The lowest probability among the share of leads that can be worked. */
export function capacityThreshold(
  probabilities: ArrayLike<number>,
  { leadsPerWeek, incomingPerWeek }: Capacity,
): number {
  requirePositive('leads per week', leadsPerWeek);
  requirePositive('incoming leads per week', incomingPerWeek);
  const share = Math.min(1, leadsPerWeek / incomingPerWeek);
  const descending = Float64Array.from(probabilities).sort().reverse();
  return descending[Math.max(0, Math.round(share * descending.length) - 1)] ?? 1;
}

/** Where the expected value of a call equals its cost. @source Elkan 2001, "The foundations of cost-sensitive learning" */
export function valueThreshold({ deal, call }: DealValue): number {
  requirePositive('deal value', deal);
  requirePositive('call cost', call);
  return Math.min(1, call / deal);
}

function requirePositive(setting: string, value: number): void {
  if (!(value > 0 && Number.isFinite(value))) {
    throw new EvaluationError('bad_evaluation_setting', { setting, value, allowed: 'above 0' });
  }
}
