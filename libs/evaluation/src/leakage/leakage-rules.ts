import { codedMessage, messageValue } from '@leadlight/common';
import { countConverted } from '../predictions.ts';
import {
  countConversions,
  countFilledAndEmpty,
  rateOf,
  wilsonLowerBound,
  type ConversionCounts,
} from './conversion-counts.ts';
import type { ChangeCount, LeakageInput, RawColumn, RuleFinding } from './leakage-finding.ts';
import { aucStandardError, isMissing } from './single-column-auc.ts';

/** One-sided 95 %: a rule reports only what chance would hardly produce. */
const Z = 1.6448536269514722;
/** No single fact known before the outcome reaches this AUC; all of them together seldom do. */
const EXCLUDED_AUC = 0.9;
const SUSPECT_AUC = 0.85;
/** AUC of whether a field is filled. */
const MAX_EMPTINESS_AUC = 2 / 3;
/** Nearly all leads with the field filled converted. */
const NEARLY_ALL = 0.9;
/** Where more leads than this convert anyway, a pure field proves little. */
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
  return value - Z * aucStandardError(value, positives, labels.length - positives);
}

export function predictsTooWell(alone: number, labels: ArrayLike<number>): RuleFinding {
  const least = aucLowerBound(alone, labels);
  if (least >= EXCLUDED_AUC) {
    const template =
      'Alone it reaches AUC {0}, which nothing known before the outcome does: it was filled in afterwards.';
    return { verdict: 'excluded', message: codedMessage('alone_excluded', template, [auc(alone)]) };
  }
  if (least < SUSPECT_AUC) return undefined;
  const template = 'Alone it reaches AUC {0}: make sure that it is known before the outcome.';
  return { verdict: 'suspect', message: codedMessage('alone_suspect', template, [auc(alone)]) };
}

export function emptinessPredicts(column: RawColumn, { labels }: LeakageInput): RuleFinding {
  const { part: filled, rest: empty } = countFilledAndEmpty(column, labels);
  if (Math.min(filled.rows, empty.rows) < MIN_ROWS) return undefined;
  const positives = filled.converted + empty.converted;
  const negatives = labels.length - positives;
  const right = filled.converted / positives + (empty.rows - empty.converted) / negatives;
  const emptinessAuc = Math.max(right / 2, 1 - right / 2);
  if (aucLowerBound(emptinessAuc, labels) < MAX_EMPTINESS_AUC) return undefined;
  const message = codedMessage(
    'emptiness',
    'Being empty predicts: {0} of the {1} leads without it converted, {2} of the {3} with it (AUC {4}): it is probably filled in while the outcome takes shape.',
    [share(rateOf(empty)), count(empty.rows), share(rateOf(filled)), count(filled.rows), auc(emptinessAuc)],
  );
  return { verdict: 'suspect', message };
}

/** [rows] The outcome that a column's values may reveal: values of today may reveal what is known today. */
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
  const [code, ending] =
    verdict === 'excluded'
      ? (['filled_after', 'it is written once a lead has converted'] as const)
      : (['filled_meanwhile', 'it is probably written as a lead converts'] as const);
  const template = `It is filled for {0} leads, of which {1} converted, against {2} of all: ${ending}.`;
  return { verdict, message: codedMessage(code, template, purityValues(counts)) };
}

export function tickedForConverted(column: RawColumn, input: LeakageInput): RuleFinding {
  if (column.kind !== 'boolean') return undefined;
  const outcome = outcomeFor(column, input);
  const counts = countConversions(input.labels.length, outcome, (row) => column.values[row] === 1);
  if (purityVerdict(counts) === undefined) return undefined;
  const template =
    'It is ticked for {0} leads, of which {1} converted, against {2} of all: it is probably ticked once the outcome is known.';
  return { verdict: 'suspect', message: codedMessage('ticked', template, purityValues(counts)) };
}

/** Whether nearly all of a part converted, or most of it and many times more than elsewhere. */
function purityVerdict({ part, rest }: ConversionCounts): 'excluded' | 'suspect' | undefined {
  if (Math.min(part.rows, rest.rows) < MIN_ROWS) return undefined;
  const overall = (part.converted + rest.converted) / (part.rows + rest.rows);
  const least = wilsonLowerBound(part.converted, part.rows);
  if (overall <= MAX_CONVERSION_RATE && least >= NEARLY_ALL) return 'excluded';
  return least >= SUSPECT_RATE && least >= SUSPECT_RATIO * overall ? 'suspect' : undefined;
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
  const template = "{0} of its {1} dates are later than the lead's creation: it says what happened afterwards.";
  return { verdict: 'suspect', message: codedMessage('later_dates', template, [count(later), count(filled.length)]) };
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
  const template =
    'It follows the time of creation (rank correlation {0}): it numbers or dates the record and will be out of range for the next lead.';
  const message = codedMessage('follows_creation', template, [messageValue('number', correlation)]);
  return { verdict: 'suspect', message };
}

export function changesAtOutcome(changes: ChangeCount | undefined): RuleFinding {
  if (!changes || changes.changes < MIN_ROWS || changes.atOutcome < MIN_SHARE_AT_OUTCOME * changes.changes) {
    return undefined;
  }
  const values = [share(changes.atOutcome / changes.changes), count(changes.changes)];
  const begin = '{0} of its {1} changes were made within a day of the conversion or after it';
  if (changes.isTracked) {
    const template = `${begin}; its history is stored, so every snapshot has the value from before.`;
    return { verdict: 'fine', message: codedMessage('changed_but_kept', template, values) };
  }
  const template = `${begin}: it is filled in because the lead converts.`;
  return { verdict: 'suspect', message: codedMessage('changed_at_outcome', template, values) };
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
