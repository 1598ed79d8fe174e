import { z } from 'zod';
import type { DeepReadonly } from './deep-readonly.ts';
import { Unit } from './score-leads.ts';
import { LocalizedMessage } from './localized-message.ts';

/** Null where it was not measured, as with too few outcomes. */
const Measure = z.number().nullable();
const Count = z.int().min(0);
/** A share from 0 to 1. */
const Share = z.number().min(0).max(1);
const Milliseconds = z.number().meta({ description: 'Milliseconds since 1970, UTC.' });

const Interval = z
  .object({ low: Measure, high: Measure })
  .meta({ id: 'Interval', description: 'The middle 90 % of bootstrap draws of the same leads.' });

const Decisions = z
  .object({ threshold: z.number(), accuracy: Measure, precision: Measure, recall: Measure, f1: Measure })
  .meta({ id: 'Decisions', description: 'The results if all leads from the threshold on are called.' });

const Metrics = z
  .object({
    rows: Count,
    converted: Count,
    auc: Measure,
    prAuc: Measure,
    logLoss: Measure,
    brier: Measure,
    ece: Measure.meta({ description: 'Expected calibration error: how far probabilities are off on average.' }),
    lift: Measure.meta({ description: 'Conversion rate in the top tenth as a multiple of the average.' }),
    decisions: Decisions,
  })
  .meta({ id: 'Metrics' });

const Intervals = z
  .object({ auc: Interval, prAuc: Interval, logLoss: Interval, brier: Interval, ece: Interval, lift: Interval })
  .meta({ id: 'MetricIntervals' });

const Verdict = z
  .object({
    level: z.enum(['ready', 'use with care', 'not ready']),
    reasons: z.array(LocalizedMessage).meta({ description: 'The most severe first.' }),
  })
  .meta({ id: 'ReportVerdict' });

const Split = z
  .object({
    kind: z.enum(['time', 'random']),
    splitAt: Milliseconds.nullable(),
    trainRows: Count,
    testRows: Count,
    dropped: z.object({ unsettled: Count, straddling: Count }),
    randomSplitAuc: Measure.optional(),
  })
  .meta({ id: 'ReportSplit', description: 'How leads were held out.' });

const MonthRate = z
  .object({ month: Milliseconds, rows: Count, observed: Measure, predicted: Measure })
  .meta({ id: 'MonthRate', description: 'Share of a month’s leads that converted, and the predicted share.' });

const BacktestFold = z
  .object({ splitAt: Milliseconds, trainRows: Count, metrics: Metrics, aucError: Measure })
  .meta({ id: 'BacktestFold' });

const Backtest = z
  .object({ folds: z.array(BacktestFold), auc: Measure, interval: Interval })
  .meta({ id: 'Backtest', description: 'The evaluation repeated at the start of each past month, oldest first.' });

const CalibrationBin = z
  .object({ count: Count, predicted: Share, observed: Share })
  .meta({ id: 'CalibrationBin', description: 'A tenth of the leads, those with the lowest probabilities first.' });

const DependencePoint = z
  .object({
    value: z
      .union([z.number(), z.string()])
      .nullable()
      .meta({ description: 'A value of the feature; null = not known.' }),
    rows: Count,
    effect: z.number().meta({ description: 'Mean contribution to the probability.' }),
  })
  .meta({ id: 'DependencePoint' });

const FeatureDependence = z
  .object({
    name: z.string(),
    field: z.string(),
    label: z.string(),
    labelKey: z.string().optional().meta({ description: 'Name of the custom label without its prefix.' }),
    unit: Unit.optional(),
    kind: z.enum(['numeric', 'categorical', 'boolean']),
    importance: z.number().meta({ description: 'Mean absolute contribution.' }),
    dependence: z.array(DependencePoint),
  })
  .meta({ id: 'FeatureDependence' });

/** In the org's language; absent where it equals the name. */
const Label = z.string().optional().meta({ description: 'What people called it at the time of training.' });

const LeakageFinding = z
  .object({
    field: z.string(),
    label: Label,
    verdict: z.enum(['excluded', 'suspect', 'fine']),
    evidence: z.array(LocalizedMessage),
    auc: Measure.optional(),
    allowed: z.boolean().optional().meta({
      description: 'True = suspect, and used because an administrator allowed it; false = excluded anyway.',
    }),
  })
  .meta({ id: 'LeakageFinding' });

const Leakage = z
  .object({ findings: z.array(LeakageFinding), aucWithLeaks: Measure.optional() })
  .meta({ id: 'ReportLeakage', description: 'Fields that reveal the outcome instead of predicting it.' });

const ColumnQuality = z
  .object({ field: z.string(), label: Label, kind: z.string(), rows: Count, missing: Measure, distinct: Count })
  .meta({ id: 'ColumnQuality' });

const ColumnDrift = z
  .object({
    field: z.string(),
    label: Label,
    stability: Measure.meta({ description: 'Population stability index: under 0.1 steady, over 0.25 moved.' }),
    missingBefore: Measure,
    missingNow: Measure,
    verdict: z.enum(['steady', 'moving', 'moved']),
  })
  .meta({ id: 'ColumnDrift' });

const AgainstBest = z
  .object({ difference: Measure, interval: Interval, challenger: z.enum(['better', 'worse', 'within noise']) })
  .meta({ id: 'AgainstBest', description: 'Log loss less that of the best.' });

const LeaderboardEntry = z
  .object({
    id: z.string(),
    name: z.string(),
    newestRows: Count.optional().meta({
      description: 'How many of the newest rows it learned from; absent = all. The English `name` says so too.',
    }),
    metrics: Metrics,
    intervals: Intervals,
    againstBest: AgainstBest,
    isWinner: z.boolean(),
  })
  .meta({ id: 'LeaderboardEntry' });

const ThresholdChoice = z
  .object({
    name: z.enum(['half', 'bestF1', 'capacity', 'value']),
    decisions: Decisions,
    called: Measure,
    gainPer100: Measure.optional(),
  })
  .meta({ id: 'ThresholdChoice' });

const BandRate = z
  .object({ band: z.string(), rows: Count, converted: Count, interval: z.object({ low: Measure, high: Measure }) })
  .meta({
    id: 'BandRate',
    description: 'How the held-out leads of a band turned out, with the 90 % range of the rate.',
  });

const MeasuredShare = z
  .object({ value: Measure, interval: z.object({ low: Measure, high: Measure }) })
  .meta({ id: 'MeasuredShare', description: 'With its 90 % interval by lead.' });

const GroupName = z
  .discriminatedUnion('kind', [
    z.object({ kind: z.literal('value'), value: z.string() }),
    z.object({ kind: z.literal('range'), atLeast: z.number().optional(), below: z.number().optional() }),
    z.object({ kind: z.literal('missing') }),
  ])
  .meta({
    id: 'GroupName',
    description: 'What the leads of a group have in common: a value, atLeast ≤ number < below, or none.',
  });

const GroupMeasures = z
  .object({
    name: GroupName,
    rows: Count,
    leads: Count,
    converted: Count,
    share: Share.meta({ description: 'Of all held-out rows.' }),
    called: MeasuredShare.meta({ description: 'Rows whose probability reaches the threshold.' }),
    expected: Share.meta({ description: 'Mean probability.' }),
    actual: MeasuredShare,
    calibration: MeasuredShare.meta({ description: 'Actual less expected rate.' }),
    auc: MeasuredShare,
    missed: MeasuredShare.meta({ description: 'Share of the converted rows that were not called.' }),
    falseCalls: MeasuredShare.meta({ description: 'Share of the rows that did not convert and were called.' }),
    differs: z.array(z.enum(['calibration', 'auc', 'missed', 'falseCalls'])).meta({
      description:
        'Differ from all other rows by more than chance, after Holm’s correction over all groups and measures.',
    }),
  })
  .meta({ id: 'GroupMeasures' });

const FieldGroups = z
  .object({
    field: z.string(),
    label: Label,
    groups: z.array(GroupMeasures),
    small: z.object({ groups: Count, rows: Count }).meta({
      description: 'Groups of fewer than 30 leads, which are not shown one by one.',
    }),
  })
  .meta({ id: 'FieldGroups' });

const Fact = z.object({ name: z.string(), value: z.string() }).meta({ id: 'ReportFact' });

/** The figures of a model on leads held out of its training. */
export const Holdout = Metrics.extend({ intervals: Intervals }).meta({ id: 'Holdout' });

/** The report of a training. An imported model has none. */
export const TrainingReport = z
  .object({
    title: z.string(),
    generatedAt: Milliseconds,
    verdict: Verdict,
    published: z.string().meta({ description: 'Id of the contender that became the model.' }),
    horizonDays: z.number(),
    goal: z.enum(['converted', 'opportunity', 'won', 'status']).meta({
      description: 'What counts as converted in the figures; absent = not known.',
    }),
    split: Split,
    holdout: Holdout,
    calibration: z.array(CalibrationBin),
    months: z.array(MonthRate),
    backtest: Backtest,
    features: z.array(FeatureDependence).meta({ description: 'The strongest first.' }),
    leakage: Leakage,
    quality: z.array(ColumnQuality),
    drift: z.array(ColumnDrift),
    leaderboard: z.array(LeaderboardEntry).meta({ description: 'Lowest log loss first.' }),
    thresholds: z.array(ThresholdChoice),
    publication: z.object({ stops: z.array(LocalizedMessage) }).meta({
      id: 'ReportPublication',
      description: 'What spoke against publishing it when it was trained; empty = nothing.',
    }),
    bands: z.array(BandRate).meta({ description: 'The best band first.' }),
    groups: z.array(FieldGroups).meta({ description: 'The held-out leads by each of the fields in `groupFields`.' }),
    facts: z.array(Fact),
    converted: Count.meta({ description: 'Converted leads among those that were learned from.' }),
  })
  .partial()
  .meta({ id: 'TrainingReport', description: 'Evaluation and training facts; absent members are not known.' });
export type TrainingReport = DeepReadonly<z.infer<typeof TrainingReport>>;
