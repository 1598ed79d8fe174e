import type { PropensityModel, TrainingReport } from '@leadlight/contract';
import { ownText } from 'c/featureLabels';
import { joinMessages, messageValues, type LocalizedText } from 'c/localizedMessages';
import { recordFeatureName } from 'c/recordFeatures';
import { formatMeasure, formatMeasuredShare, learnerName } from 'c/reportFormat';
import { fill, formatCount, formatShare } from 'c/scoreFormat';
import { labels, verdictLabels } from './labels';

type Feature = NonNullable<TrainingReport['features']>[number];

export interface Figure {
  readonly name: string;
  readonly value: string;
  readonly range: string;
  readonly help: string;
}

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

export function figures({ holdout }: TrainingReport): readonly Figure[] {
  if (!holdout) return [];
  const { auc, lift, ece, intervals } = holdout;
  return [
    { name: labels.auc, value: formatMeasure(auc, 2), range: rangeOf(intervals.auc, 2), help: labels.aucHelp },
    {
      ...{ name: labels.lift, value: fill(labels.times, formatMeasure(lift, 1)) },
      ...{ range: rangeOf(intervals.lift, 1), help: labels.liftHelp },
    },
    { name: labels.ece, value: formatMeasuredShare(ece), range: '', help: labels.eceHelp },
  ];
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

/** Features of related records are named `relation_measure`, and their field is the relation. */
const nameOf = ({ name, field, label }: Feature): string => {
  const relationLabel = label.includes(': ') ? label.slice(0, label.indexOf(': ')).split(',')[0]! : label;
  return recordFeatureName({ feature: name, field, label }, [{ name: field, label: relationLabel }]);
};

export function featureRows({ features = [] }: TrainingReport): readonly FeatureRow[] {
  const total = features.reduce((sum, { importance }) => sum + importance, 0) || 1;
  const maxImportance = features[0]?.importance || 1;
  return features.slice(0, MAX_FEATURES).map((feature) => ({
    name: feature.name,
    label: nameOf(feature),
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

/** Why the model may be relied on or not, in the words for records. */
export function verdictSentences({
  verdict,
  features = [],
}: TrainingReport): readonly (LocalizedText & { key: string })[] {
  const named = new Map(features.map((feature) => [feature.name, nameOf(feature)]));
  const name = (field: string) => named.get(field) ?? named.get(field.replace(/^field:/, '')) ?? field;
  return (verdict?.reasons ?? []).map((reason) => {
    const label = ownText(verdictLabels, reason.code);
    const text =
      label === undefined ? joinMessages([reason], name) : { text: fill(label, ...messageValues(reason, name)) };
    return { key: reason.code, lang: undefined, ...text };
  });
}
