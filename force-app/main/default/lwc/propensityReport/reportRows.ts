import type { PropensityModel, TrainingReport } from '@leadlight/contract';
import { reportFeatureName } from 'c/recordFeatures';
import { formatMeasure, learnerName } from 'c/reportFormat';
import { fill, formatCount, formatShare } from 'c/scoreFormat';
import { labels } from './labels';

export interface ContenderRow {
  readonly id: string;
  readonly name: string;
  readonly isPublished: boolean;
  readonly auc: string;
  readonly range: string;
}

export interface FeatureRow {
  readonly name: string;
  readonly label: string;
  readonly share: string;
  readonly barStyle: string;
}

const MAX_FEATURES = 8;

function rangeOf({ low, high }: { readonly low: number | null; readonly high: number | null }, decimals: number) {
  return low === null || high === null
    ? ''
    : fill(labels.range, formatMeasure(low, decimals), formatMeasure(high, decimals));
}

/** What was learned from, what was left out, and what it was measured on; without what is not known. */
export function countSentences(
  { counts, reportingDelayDays }: Partial<PropensityModel>,
  { holdout }: TrainingReport,
): readonly string[] {
  return [
    ...(counts ? [fill(labels.learned, ...[counts.snapshots, counts.subjects, counts.positive].map(formatCount))] : []),
    ...(holdout ? [fill(labels.measured, formatCount(holdout.rows), formatCount(holdout.converted))] : []),
    ...(counts ? [fill(labels.leftOut, formatCount(counts.undecided), formatCount(counts.censored))] : []),
    ...(reportingDelayDays === undefined ? [] : [fill(labels.delay, formatCount(reportingDelayDays))]),
  ];
}

export function featureRows({ features = [] }: TrainingReport): readonly FeatureRow[] {
  const total = features.reduce((sum, { importance }) => sum + importance, 0) || 1;
  const maxImportance = features[0]?.importance || 1;
  return features.slice(0, MAX_FEATURES).map((feature) => ({
    name: feature.name,
    label: reportFeatureName(feature),
    share: formatShare(feature.importance / total),
    barStyle: `width:${((100 * feature.importance) / maxImportance).toFixed(1)}%`,
  }));
}

export const contenderRows = ({ leaderboard = [], published }: TrainingReport): readonly ContenderRow[] =>
  leaderboard.map(({ id, name, metrics, intervals }) => ({
    ...{ id, name: learnerName(id, name), isPublished: id === published },
    auc: formatMeasure(metrics.auc, 2),
    range: rangeOf(intervals.auc, 2),
  }));

/** Fields that may reveal the outcome, with what was done about each. */
export const suspects = ({ leakage }: TrainingReport): readonly string[] =>
  (leakage?.findings ?? [])
    .filter(({ verdict }) => verdict !== 'fine')
    .map(({ field, label = field, allowed }) => fill(allowed ? labels.suspectUsed : labels.suspectExcluded, label));
