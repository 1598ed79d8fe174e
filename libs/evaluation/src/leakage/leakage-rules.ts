import { messageValue, Z_95 } from '@leadlight/common';
import { countConverted } from '../predictions.ts';
import {
  countConversions,
  countFilledAndEmpty,
  rateOf,
  wilsonLowerBound,
  type ConversionCounts,
} from './conversion-counts.ts';
import type { ChangeCount, LeakageInput, RawColumn, RuleFinding } from './leakage-finding.ts';
import { leakageMessage } from './leakage-messages.ts';
import { aucStandardError, isMissing, singleColumnAuc } from './single-column-auc.ts';

/** No single field known before the outcome reaches this AUC; even all of them together rarely do. */
const EXCLUDED_AUC = 0.9;
const SUSPECT_AUC = 0.85;
/** AUC of whether a field is filled. */
const MAX_EMPTINESS_AUC = 2 / 3;
/** Nearly all leads with the field filled converted. */
const NEARLY_ALL = 0.9;
/** If more of all leads convert than this, a high rate among the leads with the field proves little. */
const MAX_CONVERSION_RATE = 0.6;
/** Suspect from this conversion rate on, and from this multiple of the rate of all leads. */
const SUSPECT_RATE = 0.5;
const SUSPECT_RATIO = 4;
const MIN_ROWS = 20;
const MIN_SHARE_AT_OUTCOME = 0.5;
const MIN_RANK_CORRELATION = 0.98;
const MIN_SHARE_OF_LATER_DATES = 0.02;

const auc = (value: number) => messageValue('auc', value);
const count = (value: number) => messageValue('count', value);
const share = (value: number) => messageValue('share', value);

/** Lower end of an AUC's 90 % interval, given the labels it was measured on. */
function aucLowerBound(value: number, labels: ArrayLike<number>): number {
  const positives = countConverted(labels);
  return value - Z_95 * aucStandardError(value, positives, labels.length - positives);
}

export function predictsTooWell(alone: number, labels: ArrayLike<number>): RuleFinding {
  const lowerBound = aucLowerBound(alone, labels);
  if (lowerBound >= EXCLUDED_AUC)
    return { verdict: 'excluded', message: leakageMessage('alone_excluded', [auc(alone)]) };
  if (lowerBound < SUSPECT_AUC) return undefined;
  return { verdict: 'suspect', message: leakageMessage('alone_suspect', [auc(alone)]) };
}

/**
 * Whether a column that has only current values predicts what has become of the leads by today. Where they are asked about at
 * several times, what was written last follows the latest outcome, and agrees less with the earlier ones that are learned from.
 */
export function revealsToday(column: RawColumn, { labels, convertedToday }: LeakageInput): RuleFinding {
  if (!column.hasCurrentValues || !convertedToday) return undefined;
  const converted = countConverted(convertedToday);
  if (converted === 0 || converted === labels.length) return undefined;
  return predictsTooWell(singleColumnAuc(column, convertedToday), convertedToday);
}

export function emptinessPredicts(column: RawColumn, { labels }: LeakageInput): RuleFinding {
  const { part: filled, rest: empty } = countFilledAndEmpty(column, labels);
  if (Math.min(filled.rows, empty.rows) < MIN_ROWS) return undefined;
  const positives = filled.converted + empty.converted;
  const negatives = labels.length - positives;
  const right = filled.converted / positives + (empty.rows - empty.converted) / negatives;
  const emptinessAuc = Math.max(right / 2, 1 - right / 2);
  if (aucLowerBound(emptinessAuc, labels) < MAX_EMPTINESS_AUC) return undefined;
  const message = leakageMessage('emptiness', [
    share(rateOf(empty)),
    count(empty.rows),
    share(rateOf(filled)),
    count(filled.rows),
    auc(emptinessAuc),
  ]);
  return { verdict: 'suspect', message };
}

/** [rows] The outcome that a column's values may reveal; current values may reveal today's outcome. */
function outcomeFor(
  { hasCurrentValues }: RawColumn,
  { labels, everConverted = labels, convertedToday = everConverted }: LeakageInput,
): ArrayLike<number> {
  return hasCurrentValues ? convertedToday : everConverted;
}

export function filledForConverted(column: RawColumn, input: LeakageInput): RuleFinding {
  const counts = countFilledAndEmpty(column, outcomeFor(column, input));
  const verdict = purityVerdict(counts);
  if (verdict === undefined) return undefined;
  const code = verdict === 'excluded' ? 'filled_after' : 'filled_meanwhile';
  return { verdict, message: leakageMessage(code, purityValues(counts)) };
}

export function tickedForConverted(column: RawColumn, input: LeakageInput): RuleFinding {
  if (column.kind !== 'boolean') return undefined;
  const outcome = outcomeFor(column, input);
  const counts = countConversions(input.labels.length, outcome, (row) => column.values[row] === 1);
  if (purityVerdict(counts) === undefined) return undefined;
  return { verdict: 'suspect', message: leakageMessage('ticked', purityValues(counts)) };
}

/** Whether nearly all of a part converted, or most of it and many times more than elsewhere. */
function purityVerdict({ part, rest }: ConversionCounts): 'excluded' | 'suspect' | undefined {
  if (Math.min(part.rows, rest.rows) < MIN_ROWS) return undefined;
  const overall = (part.converted + rest.converted) / (part.rows + rest.rows);
  const lowerBound = wilsonLowerBound(part.converted, part.rows);
  if (overall <= MAX_CONVERSION_RATE && lowerBound >= NEARLY_ALL) return 'excluded';
  return lowerBound >= SUSPECT_RATE && lowerBound >= SUSPECT_RATIO * overall ? 'suspect' : undefined;
}

const purityValues = ({ part, rest }: ConversionCounts) => [
  count(part.rows),
  share(rateOf(part)),
  share((part.converted + rest.converted) / (part.rows + rest.rows)),
];

const filledRows = ({ values }: RawColumn): number[] =>
  Array.from(values, (_, row) => row).filter((row) => !isMissing(values[row]));

export function datesAreLater(column: RawColumn, { createdAt }: LeakageInput): RuleFinding {
  if (column.kind !== 'date' || !createdAt) return undefined;
  const filled = filledRows(column);
  const later = filled.filter((row) => Number(column.values[row]) > createdAt[row]!).length;
  if (later < MIN_ROWS || later < MIN_SHARE_OF_LATER_DATES * filled.length) return undefined;
  return { verdict: 'suspect', message: leakageMessage('later_dates', [count(later), count(filled.length)]) };
}

export function followsCreation(column: RawColumn, { createdAt }: LeakageInput): RuleFinding {
  if (column.kind !== 'numeric' || !createdAt) return undefined;
  const filled = filledRows(column);
  if (filled.length < MIN_ROWS) return undefined;
  const correlation = rankCorrelation(
    filled.map((row) => Number(column.values[row])),
    filled.map((row) => createdAt[row]!),
  );
  if (!(Math.abs(correlation) >= MIN_RANK_CORRELATION)) return undefined;
  return { verdict: 'suspect', message: leakageMessage('follows_creation', [messageValue('number', correlation)]) };
}

export function changesAtOutcome(changes: ChangeCount | undefined): RuleFinding {
  if (!changes || changes.changes < MIN_ROWS || changes.atOutcome < MIN_SHARE_AT_OUTCOME * changes.changes) {
    return undefined;
  }
  const values = [share(changes.atOutcome / changes.changes), count(changes.changes)];
  return changes.isTracked
    ? { verdict: 'fine', message: leakageMessage('changed_but_kept', values) }
    : { verdict: 'suspect', message: leakageMessage('changed_at_outcome', values) };
}

/** Spearman's rank correlation; NaN where one side is constant. */
function rankCorrelation(xs: readonly number[], ys: readonly number[]): number {
  const [a, b] = [ranksOf(xs), ranksOf(ys)];
  const mean = (a.length - 1) / 2;
  let covariance = 0;
  let [varianceA, varianceB] = [0, 0];
  for (let i = 0; i < a.length; i++) {
    covariance += (a[i]! - mean) * (b[i]! - mean);
    varianceA += (a[i]! - mean) ** 2;
    varianceB += (b[i]! - mean) ** 2;
  }
  return covariance / Math.sqrt(varianceA * varianceB);
}

/** Mid-ranks from 0. */
function ranksOf(values: readonly number[]): Float64Array {
  const order = values.map((_, index) => index).sort((a, b) => values[a]! - values[b]!);
  const ranks = new Float64Array(values.length);
  for (let from = 0; from < order.length;) {
    let to = from;
    while (to + 1 < order.length && values[order[to + 1]!] === values[order[from]!]) to++;
    for (let place = from; place <= to; place++) ranks[order[place]!] = (from + to) / 2;
    from = to + 1;
  }
  return ranks;
}
