import { LightningElement, api } from 'lwc';
import type { TrainingReport } from '@leadlight/contract';
import { formatMeasure, formatMeasuredShare, textsOfGoal } from 'c/reportFormat';
import { fill, formatCount } from 'c/scoreFormat';
import { goalLabels, labels, subjectLabels } from './labels';
import { publicationStops, recordVerdictSentences, verdictSentences, type KeyedSentence } from './verdictSentences';

interface Figure {
  readonly name: string;
  readonly value: string;
  /** Empty if it was not measured. */
  readonly range: string;
  readonly help: string;
}

type Decisions = NonNullable<TrainingReport['holdout']>['decisions'];
type GoalTexts = (typeof goalLabels)['converted'];
type Interval = { readonly low: number | null; readonly high: number | null };

const VERDICT_LABELS = {
  ready: { word: labels.ready, toneClass: 'verdict verdict-ready' },
  'use with care': { word: labels.care, toneClass: 'verdict verdict-care' },
  'not ready': { word: labels.notReady, toneClass: 'verdict verdict-not' },
} as const;

const figure = (name: string, value: string, range: string, help: string): Figure => ({ name, value, range, help });

function rangeOf({ low, high }: Interval, decimals: number): string {
  if (low === null || high === null) return '';
  return fill(labels.range, formatMeasure(low, decimals), formatMeasure(high, decimals));
}

/** The results if all leads from the threshold on are called. */
function decisionFigures(
  { threshold, accuracy, precision, recall }: Decisions,
  { precisionHelp, recallHelp }: GoalTexts,
): readonly Figure[] {
  const from = formatMeasuredShare(threshold);
  return [
    figure(labels.accuracy, formatMeasuredShare(accuracy), '', fill(labels.accuracyHelp, from)),
    figure(labels.precision, formatMeasuredShare(precision), '', fill(precisionHelp, from)),
    figure(labels.recall, formatMeasuredShare(recall), '', fill(recallHelp, from)),
  ];
}

/** Whether a model can be relied on, the reasons, and its main figures. */
export default class ReportVerdict extends LightningElement {
  @api report?: TrainingReport;
  /** What the model scores: leads, or other records. */
  @api subject: 'lead' | 'record' = 'lead';
  labels = labels;

  get verdict(): (typeof VERDICT_LABELS)[keyof typeof VERDICT_LABELS] | undefined {
    return this.report?.verdict && VERDICT_LABELS[this.report.verdict.level];
  }

  get sentences(): readonly KeyedSentence[] {
    const sentencesOf = this.subject === 'lead' ? verdictSentences : recordVerdictSentences;
    return this.report ? sentencesOf(this.report) : [];
  }

  get stops(): readonly KeyedSentence[] {
    return this.report ? publicationStops(this.report) : [];
  }

  get hasStops(): boolean {
    return this.stops.length > 0;
  }

  get figures(): readonly Figure[] {
    const { holdout, goal } = this.report ?? {};
    if (!holdout) return [];
    const texts = textsOfGoal(goal, goalLabels);
    const { auc, lift, ece, converted, rows, intervals, decisions } = holdout;
    const times = (value: number | null) => fill(labels.times, formatMeasure(value, 1));
    const { aucHelp, liftHelp } = subjectLabels[this.subject];
    const common = [
      figure(labels.auc, formatMeasure(auc, 2), rangeOf(intervals.auc, 2), aucHelp),
      figure(labels.lift, times(lift), rangeOf(intervals.lift, 1), liftHelp),
      figure(labels.ece, formatMeasuredShare(ece), '', labels.eceHelp),
    ];
    if (this.subject === 'record') return common;
    return [
      ...common,
      figure(
        texts.rate,
        formatMeasuredShare(rows > 0 ? converted / rows : null),
        '',
        fill(labels.rateHelp, formatCount(converted), formatCount(rows)),
      ),
      ...decisionFigures(decisions, texts),
    ];
  }
}
