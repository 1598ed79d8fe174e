import type { TrainingReport } from '@leadlight/contract';
import { reportFeatureName } from 'c/recordFeatures';
import { formatMeasure, labelsByField, learnerName, createFieldNamer } from 'c/reportFormat';
import { fill } from 'c/scoreFormat';
import { joinMessages, type LocalizedText } from 'c/localizedMessages';
import { labels, recordVerdictLabels } from './labels';

type Leaderboard = NonNullable<TrainingReport['leaderboard']>;

export interface KeyedSentence extends LocalizedText {
  readonly key: string;
}

/** What a team uses without a model. */
const BASELINES: readonly string[] = ['people', 'rules'];

/** The reasons of the verdict, and how the model compares with what a team uses without a model. */
export function verdictSentences(report: TrainingReport): readonly KeyedSentence[] {
  const { verdict, leaderboard, published, features, drift } = report;
  const nameOf = createFieldNamer(features, labelsByField(drift));
  const reasons = verdict?.reasons.map((reason) => joinMessages([reason], nameOf)) ?? [];
  const comparison = leaderboard ? comparisonTexts(leaderboard, published) : [];
  return [...reasons, ...comparison].map((sentence, index) => ({ key: String(index), ...sentence }));
}

/** The reasons of the verdict on a model that scores other records than leads. */
export function recordVerdictSentences({ verdict, features = [] }: TrainingReport): readonly KeyedSentence[] {
  const named = new Map(features.map((feature) => [feature.name, reportFeatureName(feature)]));
  const nameOf = (field: string) => named.get(field) ?? named.get(field.replace(/^field:/, '')) ?? field;
  return (verdict?.reasons ?? []).map((reason, index) => ({
    key: String(index),
    ...joinMessages([reason], nameOf, recordVerdictLabels),
  }));
}

/** Why the model was not published when it was trained; empty where nothing spoke against it. */
export function publicationStops({ publication, features, drift }: TrainingReport): readonly KeyedSentence[] {
  const nameOf = createFieldNamer(features, labelsByField(drift));
  return (publication?.stops ?? []).map((stop, index) => ({ key: String(index), ...joinMessages([stop], nameOf) }));
}

/** Empty if the published model is not in the leaderboard. */
function comparisonTexts(leaderboard: Leaderboard, published: string | undefined): readonly LocalizedText[] {
  const toText = (label: string, ...values: readonly string[]) => ({ text: fill(label, ...values), lang: undefined });
  if (leaderboard.length === 0) return published === 'rules' ? [toText(labels.comparisonNone)] : [];
  const own = leaderboard.find(({ id }) => id === published);
  if (!own) return [];
  const figures = ({ metrics }: Leaderboard[number]) =>
    [formatMeasure(metrics.lift, 1), formatMeasure(metrics.auc, 2)] as const;
  const others = leaderboard.filter(({ id }) => BASELINES.includes(id) && id !== published);
  return [
    toText(labels.comparison, ...figures(own)),
    ...others.map((other) => toText(labels.comparisonContender, learnerName(other.id, other.name), ...figures(other))),
  ];
}
