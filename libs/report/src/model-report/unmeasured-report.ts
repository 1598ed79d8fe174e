import type {
  ColumnQuality,
  Interval,
  LeakageFinding,
  MeasureIntervals,
  Metrics,
  TrainingPlanCode,
  CodedMessage,
} from '@leadlight/evaluation';
import type { TrainingFact, ModelReport } from './model-report.ts';

/** What can be told of a model that could not be measured. */
export interface UnmeasuredInput {
  readonly title: string;
  readonly generatedAt: number;
  /** Id of the learner that is published: the points table. */
  readonly published: string;
  /** Why nothing was measured, in a sentence. */
  readonly reason: string;
  /** The same by code. */
  readonly told: CodedMessage<TrainingPlanCode>;
  readonly rows: number;
  readonly threshold: number;
  readonly horizonDays?: number;
  readonly leakage: readonly LeakageFinding[];
  readonly quality?: readonly ColumnQuality[];
  readonly facts: readonly TrainingFact[];
}

const UNKNOWN = Number.NaN;
const unknownRange: Interval = { low: UNKNOWN, high: UNKNOWN };

/** The report of a model for an org too young to measure any: a verdict with its reason, and no figures. */
export function unmeasuredReport(input: UnmeasuredInput): ModelReport {
  const { title, generatedAt, published, reason, told, rows, horizonDays, leakage, quality = [], facts } = input;
  return {
    version: 1,
    ...{ title, generatedAt, published, horizonDays, quality, facts },
    verdict: { level: 'not ready', reasons: [reason], told: [told] },
    comparison: 'Nothing could be compared yet: leads are scored by the points table.',
    split: {
      kind: 'time',
      splitAt: null,
      trainRows: rows,
      testRows: 0,
      dropped: { unsettled: 0, straddling: 0 },
      sentence: 'Nothing was held out: there are too few outcomes to measure a model on.',
    },
    holdout: { ...unknownMetrics(input), intervals: unknownIntervals },
    leakage: { findings: leakage, sentence: 'Too few outcomes to search for leakage in the values.' },
    ...{ curve: [], calibration: [], histogram: [], months: [], features: [], segments: [], drift: [] },
    ...{ leaderboard: [], thresholds: [] },
  };
}

const unknownMetrics = ({ threshold }: UnmeasuredInput): Metrics => ({
  ...{
    rows: 0,
    converted: 0,
    auc: UNKNOWN,
    prAuc: UNKNOWN,
    logLoss: UNKNOWN,
    brier: UNKNOWN,
    ece: UNKNOWN,
    lift: UNKNOWN,
  },
  decisions: {
    ...{ threshold, truePositives: 0, falsePositives: 0, trueNegatives: 0, falseNegatives: 0 },
    ...{ accuracy: UNKNOWN, precision: UNKNOWN, recall: UNKNOWN, f1: UNKNOWN },
  },
});

const unknownIntervals: MeasureIntervals = {
  ...{ auc: unknownRange, prAuc: unknownRange, logLoss: unknownRange, brier: unknownRange, ece: unknownRange },
  ...{ lift: unknownRange, accuracy: unknownRange, precision: unknownRange, recall: unknownRange, f1: unknownRange },
};
