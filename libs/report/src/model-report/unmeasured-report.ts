import type {
  ColumnQuality,
  LeakageFinding,
  MeasureIntervals,
  Metrics,
  TrainingPlanReason,
} from '@leadlight/evaluation';
import type { GoalKind, ModelReport, TrainingFact } from './model-report.ts';

export interface UnmeasuredInput {
  readonly title: string;
  readonly generatedAt: number;
  /** Id of the learner that is published: the points table. */
  readonly published: string;
  /** Why nothing was measured. */
  readonly reason: TrainingPlanReason;
  readonly rows: number;
  readonly threshold: number;
  readonly horizonDays?: number;
  readonly goal?: GoalKind;
  readonly leakage: readonly LeakageFinding[];
  readonly quality?: readonly ColumnQuality[];
  readonly facts: readonly TrainingFact[];
}

/** The report of a model for an org too young to measure any: a verdict with its reason, and no figures. */
export function unmeasuredReport(input: UnmeasuredInput): ModelReport {
  const { title, generatedAt, published, reason, rows, horizonDays, goal, leakage, quality = [], facts } = input;
  return {
    version: 1,
    title,
    generatedAt,
    published,
    horizonDays,
    goal,
    quality,
    facts,
    verdict: { level: 'not ready', reasons: [reason] },
    comparison: 'Nothing could be compared yet: leads are scored by the points table.',
    split: {
      kind: 'time',
      splitAt: null,
      trainRows: rows,
      testRows: 0,
      dropped: { unsettled: 0, straddling: 0 },
      sentence: 'Nothing was held out: there are too few outcomes to measure a model on.',
    },
    holdout: { ...unmeasuredMetrics(input.threshold), intervals: unmeasuredIntervals },
    leakage: { findings: leakage, sentence: 'Too few outcomes to search for leakage in the values.' },
    curve: [],
    calibration: [],
    histogram: [],
    months: [],
    features: [],
    segments: [],
    drift: [],
    leaderboard: [],
    thresholds: [],
  };
}

/** The same value for each of the names. */
const forEach = <Name extends string, Value>(names: readonly Name[], value: Value): Record<Name, Value> =>
  Object.fromEntries(names.map((name) => [name, value])) as Record<Name, Value>;

const MEASURES = ['auc', 'prAuc', 'logLoss', 'brier', 'ece', 'lift'] as const;
const DECISION_MEASURES = ['accuracy', 'precision', 'recall', 'f1'] as const;
const DECISION_COUNTS = ['truePositives', 'falsePositives', 'trueNegatives', 'falseNegatives'] as const;

const unmeasuredMetrics = (threshold: number): Metrics => ({
  rows: 0,
  converted: 0,
  ...forEach(MEASURES, NaN),
  decisions: { threshold, ...forEach(DECISION_COUNTS, 0), ...forEach(DECISION_MEASURES, NaN) },
});

const unmeasuredIntervals: MeasureIntervals = forEach([...MEASURES, ...DECISION_MEASURES], { low: NaN, high: NaN });
