import { countConverted } from '../predictions.ts';
import { aucStandardError, isMissing } from './single-column-auc.ts';
import {
  countFilledAndEmpty,
  wilsonLowerBound,
  countConversions,
  percent,
  rateOf,
  type ConversionCounts,
} from './conversion-counts.ts';
import type { ChangeCount, LeakageInput, RuleFinding, RawColumn } from './leakage-finding.ts';

/** One-sided 95 %: a rule speaks only where chance would hardly have it. */
const Z = 1.6448536269514722;
/** Alone, no fact known beforehand reaches this; the whole of them seldom does. */
const TOO_WELL = 0.9;
const RATHER_WELL = 0.85;
/** Whether a field is filled places two of three pairs right. */
const EMPTINESS = 2 / 3;
/** Nearly all leads with the field filled converted. */
const NEARLY_ALL = 0.9;
/** Where most leads convert anyway, purity tells little. */
const COMMON = 0.6;
/** Or most of them, and so many times more than of all. */
const MOST = 0.5;
const MANY_TIMES = 4;
const FEWEST_ROWS = 20;
const MOSTLY = 0.5;
const SAME_ORDER = 0.98;
const FEW_LATER_DATES = 0.02;

const auc = (value: number): string => value.toFixed(2);

/** Lower end of an AUC's 90 % interval, given the labels it was measured on. */
function aucLowerBound(value: number, labels: ArrayLike<number>): number {
  const positives = countConverted(labels);
  return value - Z * aucStandardError(value, positives, labels.length - positives);
}

export function predictsTooWell(alone: number, labels: ArrayLike<number>): RuleFinding {
  const least = aucLowerBound(alone, labels);
  if (least >= TOO_WELL) {
    const evidence = `Alone it reaches AUC ${auc(alone)}, which nothing known before the outcome does: it was filled in afterwards.`;
    return { verdict: 'excluded', evidence, told: { code: 'alone_excluded', values: [alone] } };
  }
  return least >= RATHER_WELL
    ? {
        verdict: 'suspect',
        evidence: `Alone it reaches AUC ${auc(alone)}: make sure that it is known before the outcome.`,
        told: { code: 'alone_suspect', values: [alone] },
      }
    : undefined;
}

export function emptinessPredicts(column: RawColumn, { labels }: LeakageInput): RuleFinding {
  const { part: filled, rest: empty } = countFilledAndEmpty(column, labels);
  if (Math.min(filled.rows, empty.rows) < FEWEST_ROWS) return undefined;
  const positives = filled.converted + empty.converted;
  const negatives = labels.length - positives;
  const right = filled.converted / positives + (empty.rows - empty.converted) / negatives;
  const told = Math.max(right / 2, 1 - right / 2);
  if (aucLowerBound(told, labels) < EMPTINESS) return undefined;
  return {
    verdict: 'suspect',
    evidence: `Being empty predicts: ${percent(rateOf(empty))} of the ${empty.rows} leads without it converted, ${percent(rateOf(filled))} of the ${filled.rows} with it (AUC ${auc(told)}): it is probably filled in while the outcome takes shape.`,
    told: { code: 'emptiness', values: [rateOf(empty), empty.rows, rateOf(filled), filled.rows, told] },
  };
}

/** [rows] The outcome that a column's values may tell of: what has been written by today tells of what is known today. */
function outcomeFor(
  { hasCurrentValues: isOfToday }: RawColumn,
  { labels, everConverted = labels, convertedToday = everConverted }: LeakageInput,
): ArrayLike<number> {
  return isOfToday ? convertedToday : everConverted;
}

export function filledForConverted(column: RawColumn, input: LeakageInput): RuleFinding {
  const parted = countFilledAndEmpty(column, outcomeFor(column, input));
  const verdict = purityOf(parted);
  const told = `It is filled for ${numbersOf(parted)}`;
  const values = valuesOf(parted);
  if (verdict === 'excluded') {
    const evidence = `${told}: it is written once a lead has converted.`;
    return { verdict, evidence, told: { code: 'filled_after', values } };
  }
  const evidence = `${told}: it is probably written as a lead converts.`;
  return verdict && { verdict, evidence, told: { code: 'filled_meanwhile', values } };
}

export function tickedForConverted(column: RawColumn, input: LeakageInput): RuleFinding {
  if (column.kind !== 'boolean') return undefined;
  const parted = countConversions(input.labels.length, outcomeFor(column, input), (row) => column.values[row] === 1);
  if (purityOf(parted) === undefined) return undefined;
  return {
    verdict: 'suspect',
    evidence: `It is ticked for ${numbersOf(parted)}: it is probably ticked once the outcome stands.`,
    told: { code: 'ticked', values: valuesOf(parted) },
  };
}

/** Whether nearly all of a part converted, or most of it and many times more than elsewhere. */
function purityOf({ part, rest }: ConversionCounts): 'excluded' | 'suspect' | undefined {
  if (Math.min(part.rows, rest.rows) < FEWEST_ROWS) return undefined;
  const overall = (part.converted + rest.converted) / (part.rows + rest.rows);
  const least = wilsonLowerBound(part.converted, part.rows);
  if (overall <= COMMON && least >= NEARLY_ALL) return 'excluded';
  return least >= MOST && least >= MANY_TIMES * overall ? 'suspect' : undefined;
}

const valuesOf = ({ part, rest }: ConversionCounts) =>
  [part.rows, rateOf(part), (part.converted + rest.converted) / (part.rows + rest.rows)] as const;

function numbersOf(parted: ConversionCounts): string {
  const [rows, rate, overall] = valuesOf(parted);
  return `${rows} leads, of which ${percent(rate)} converted, against ${percent(overall)} of all`;
}

export function datesAreLater(column: RawColumn, { createdAt }: LeakageInput): RuleFinding {
  if (column.kind !== 'date' || !createdAt) return undefined;
  const filled = Array.from(column.values, (_, row) => row).filter((row) => !isMissing(column.values[row]));
  const later = filled.filter((row) => Number(column.values[row]) > createdAt[row]!).length;
  if (later < FEWEST_ROWS || later < FEW_LATER_DATES * filled.length) return undefined;
  return {
    verdict: 'suspect',
    evidence: `${later} of its ${filled.length} dates are later than the lead's creation: it tells what happened afterwards.`,
    told: { code: 'later_dates', values: [later, filled.length] },
  };
}

export function followsCreation(column: RawColumn, { createdAt }: LeakageInput): RuleFinding {
  if (column.kind !== 'numeric' || !createdAt) return undefined;
  const filled = Array.from(column.values, (_, row) => row).filter((row) => !isMissing(column.values[row]));
  if (filled.length < FEWEST_ROWS) return undefined;
  const correlation = rankCorrelation(
    filled.map((row) => Number(column.values[row])),
    filled.map((row) => createdAt[row]!),
  );
  if (!(Math.abs(correlation) >= SAME_ORDER)) return undefined;
  return {
    verdict: 'suspect',
    evidence: `It runs with the time of creation (rank correlation ${correlation.toFixed(2)}): it numbers or dates the record and will be out of range for the next lead.`,
    told: { code: 'follows_creation', values: [correlation] },
  };
}

export function changesAtOutcome(count: ChangeCount | undefined): RuleFinding {
  if (!count || count.changes < FEWEST_ROWS || count.atOutcome < MOSTLY * count.changes) return undefined;
  const share = count.atOutcome / count.changes;
  const values = [share, count.changes];
  const begin = `${percent(share)} of its ${count.changes} changes came within a day of the conversion or after it`;
  if (count.isTracked) {
    const evidence = `${begin}; its history is kept, so every snapshot has the value from before.`;
    return { verdict: 'fine', evidence, told: { code: 'changed_but_kept', values } };
  }
  const evidence = `${begin}: it is filled in because the lead converts.`;
  return { verdict: 'suspect', evidence, told: { code: 'changed_at_outcome', values } };
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
