import { EvaluationError } from './errors.ts';
import { countConverted, tiedRows, type Predictions } from './predictions.ts';

/**
 * Area under the ROC curve: how often a converted lead ranks above one that did not convert; a tie counts half.
 * @returns NaN where one outcome is missing
 * @source Mann and Whitney 1947
 */
export function rocAuc(predictions: Predictions): number {
  const positives = countConverted(predictions.labels);
  const negatives = predictions.labels.length - positives;
  let above = 0;
  let pairs = 0;
  for (const { count, converted } of tiedRows(predictions)) {
    const others = count - converted;
    pairs += others * (above + converted / 2);
    above += converted;
  }
  return positives === 0 || negatives === 0 ? Number.NaN : pairs / (positives * negatives);
}

/**
 * Average precision, the area under the precision-recall curve by steps: Σ (recall − recall before) × precision, over
 * distinct probabilities.
 * @returns NaN where no lead converted
 */
export function prAuc(predictions: Predictions): number {
  const positives = countConverted(predictions.labels);
  let seen = 0;
  let found = 0;
  let area = 0;
  for (const { count, converted } of tiedRows(predictions)) {
    seen += count;
    found += converted;
    area += (converted / positives) * (found / seen);
  }
  return positives === 0 ? Number.NaN : area;
}

/**
 * The conversion rate of the highest-ranked share of leads as a multiple of the rate of all. A tie at the end counts by its mean.
 * @returns NaN where no lead converted
 * @throws EvaluationError `bad_evaluation_setting`
 */
export function liftInTop(predictions: Predictions, share = 0.1): number {
  if (!(share > 0 && share <= 1)) {
    throw new EvaluationError('bad_evaluation_setting', {
      setting: 'share',
      value: share,
      allowed: 'above 0 and at most 1',
    });
  }
  const rows = predictions.labels.length;
  const positives = countConverted(predictions.labels);
  const top = Math.max(1, Math.round(rows * share));
  return positives === 0 ? Number.NaN : convertedInTop(predictions, top) / top / (positives / rows);
}

/** How many of the `top` highest-ranked leads converted; a tie at the end counts by its mean. */
export function convertedInTop(predictions: Predictions, top: number): number {
  let left = top;
  let found = 0;
  for (const { count, converted } of tiedRows(predictions)) {
    const taken = Math.min(left, count);
    found += (converted * taken) / count;
    left -= taken;
    if (left === 0) break;
  }
  return found;
}
