import type { TrainingReport } from '@leadlight/contract';
import { formatMeasure, labelsByField, learnerName, createFieldNamer } from 'c/reportFormat';
import { fill } from 'c/scoreFormat';
import { messageSentences, type Sentences } from 'c/localizedMessages';
import { labels } from './labels';

type Leaderboard = NonNullable<TrainingReport['leaderboard']>;

export interface KeyedSentence extends Sentences {
  readonly key: string;
}

/** What teams go by today. */
const RIVALS: readonly string[] = ['people', 'rules'];

/** What speaks for or against a model, and how it compares with what teams go by today. */
export function verdictSentences(report: TrainingReport): readonly KeyedSentence[] {
  const { verdict, leaderboard, published, features, drift } = report;
  const nameOf = createFieldNamer(features, labelsByField(drift));
  const reasons = verdict?.reasons.map((reason) => messageSentences([reason], nameOf)) ?? [];
  const compared = leaderboard && comparedWith(leaderboard, published);
  return [...reasons, ...(compared ?? [])].map((sentence, index) => ({ key: String(index), ...sentence }));
}

/** From the leaderboard itself; undefined where the published one is not on it. */
function comparedWith(leaderboard: Leaderboard, published: string | undefined): readonly Sentences[] | undefined {
  const said = (label: string, ...values: readonly string[]) => ({ text: fill(label, ...values), lang: undefined });
  if (leaderboard.length === 0) return published === 'rules' ? [said(labels.comparisonNone)] : undefined;
  const own = leaderboard.find(({ id }) => id === published);
  if (!own) return undefined;
  const figures = ({ metrics }: Leaderboard[number]) =>
    [formatMeasure(metrics.lift, 1), formatMeasure(metrics.auc, 2)] as const;
  const rivals = leaderboard.filter(({ id }) => RIVALS.includes(id) && id !== published);
  return [
    said(labels.comparison, ...figures(own)),
    ...rivals.map((rival) => said(labels.comparisonRival, learnerName(rival.id, rival.name), ...figures(rival))),
  ];
}
