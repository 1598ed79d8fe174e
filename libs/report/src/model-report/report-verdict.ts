import { codedMessage, messageValue, type CodedMessage, type MessageValue, type NamedLabel } from '@leadlight/common';
import type { LeaderboardEntry, MeasureIntervals, Metrics, TrainingPlanCode } from '@leadlight/evaluation';
import { inGoalWords } from './goal-words.ts';
import type { LeadCounts, ModelReportInput } from './model-report-input.ts';

/** What a verdict can say in addition to what the training plan says; `force-app/labels.csv` has the translations. */
export const verdictTemplates = {
  ready_over_time:
    'It ranks leads well (AUC {0}, lift {1} in the top tenth), its probabilities are right, and its quality was steady over time.',
  ready_on_newer:
    'It ranks leads well (AUC {0}, lift {1} in the top tenth), its probabilities are right, and it was measured on newer leads than it was trained on.',
  few_converted:
    'Only {0} of the {1} leads that it was measured on reached the goal: too few for a conclusion. Provide a longer history.',
  no_better_than_chance:
    'It may rank leads no better than chance (AUC {0}, 90% range from {1}): add fields that describe fit or interest.',
  lift_may_be_chance:
    'The leads it ranks highest may reach the goal no more often than the average (lift {0}, 90% range from {1}).',
  no_better_than_average:
    'Its probabilities are no better than predicting the average for every lead: do not use them.',
  points_table_as_good: 'A plain points table is almost as good (AUC {0} compared with {1}).',
  probabilities_off:
    'Its probabilities are off by {0} points on average: rely on the order more than on the percentages.',
  worse_on_newer:
    'It performs clearly worse on newer leads (AUC {0}) than on leads from its own period ({1}): retrain it often.',
  unsteady: 'Its quality varied from month to month: the 90% range of its AUC is {0} wide.',
  moved: 'The newest leads differ from the training data in: {0}.',
  no_dates: 'The data has no dates, so the quality on later leads is unknown.',
  dates_unused:
    'No column of creation dates is named, so the quality on later leads is unknown. The data has dates in: {0}.',
} as const;

export type VerdictCode = keyof typeof verdictTemplates;

export type VerdictReason = CodedMessage<VerdictCode | TrainingPlanCode>;

export interface ReportVerdict {
  readonly level: 'ready' | 'use with care' | 'not ready';
  /** The most severe first. */
  readonly reasons: readonly VerdictReason[];
}

const MIN_CONVERTED = 20;
/** A lower end of the AUC's range under this may be chance. */
const MIN_AUC = 0.55;
const MAX_CALIBRATION_ERROR = 0.05;
const MAX_AUC_RANGE = 0.1;
const MAX_RANDOM_SPLIT_GAP = 0.05;
const MAX_NAMED_FEATURES = 3;

/** The conversion rate of any tenth of the leads, relative to the average, if the order is chance. */
const AVERAGE_LIFT = 1;

type Holdout = Metrics & { readonly intervals: MeasureIntervals };
type Reasons = readonly (VerdictReason | false | undefined)[];

type Reason = (code: VerdictCode, values?: readonly MessageValue[], names?: readonly NamedLabel[]) => VerdictReason;

const reasonFor =
  ({ goal }: Pick<ModelReportInput, 'goal'>): Reason =>
  (code, values, names) =>
    codedMessage(code, inGoalWords(verdictTemplates[code], goal), values, names);

const auc = (value: number) => messageValue('auc', value);
const count = (value: number) => messageValue('count', value);

/** Whether the model can be relied on, and what speaks against it. */
export function verdictOf(
  input: ModelReportInput,
  holdout: Holdout,
  leaderboard: readonly LeaderboardEntry[],
): ReportVerdict {
  const entryOf = (id: string) => leaderboard.find((entry) => entry.id === id);
  const against = blockers(input, holdout, entryOf('base-rate')).filter(isReason);
  const care = cautions(input, holdout, entryOf('rules')).filter(isReason);
  if (against.length > 0) return { level: 'not ready', reasons: [...against, ...care] };
  if (care.length > 0) return { level: 'use with care', reasons: care };
  const values = [auc(holdout.auc), messageValue('times', holdout.lift)];
  return { level: 'ready', reasons: [reasonFor(input)(input.backtest ? 'ready_over_time' : 'ready_on_newer', values)] };
}

/** An AUC of 0.5 is chance. */
const CHANCE = 0.5;

/** The verdict in a few words: the level, and for a model that is not ready the most severe reason. */
export function verdictHeadline({ level, reasons }: ReportVerdict): string {
  if (level !== 'not ready') return level;
  const chance = reasons.find(({ code }) => code === 'no_better_than_chance');
  if (chance) {
    const lowest = Number(chance.values[1]?.value);
    return `${level}: ${lowest <= CHANCE ? 'no better than chance' : 'hardly better than chance'}`;
  }
  const code = reasons[0]?.code;
  if (code === 'few_converted') return `${level}: too few outcomes to measure it`;
  return code === 'no_better_than_average' ? `${level}: no better than predicting the average` : level;
}

const isReason = (candidate: Reasons[number]): candidate is VerdictReason => typeof candidate === 'object';

function blockers(input: ModelReportInput, holdout: Holdout, baseRate: LeaderboardEntry | undefined): Reasons {
  const { leads, published } = input;
  const reason = reasonFor(input);
  const { intervals, logLoss } = holdout;
  const { converted, all } = measuredLeads(holdout, leads);
  return [
    Math.min(converted, all - converted) < MIN_CONVERTED && reason('few_converted', [count(converted), count(all)]),
    intervals.auc.low < MIN_AUC && reason('no_better_than_chance', [auc(holdout.auc), auc(intervals.auc.low)]),
    baseRate !== undefined &&
      published !== 'base-rate' &&
      baseRate.metrics.logLoss <= logLoss &&
      reason('no_better_than_average'),
  ];
}

const dateReason = (reason: Reason, unusedDates: readonly string[]): VerdictReason =>
  unusedDates.length === 0
    ? reason('no_dates')
    : reason(
        'dates_unused',
        [],
        unusedDates.map((name) => ({ name })),
      );

const measuredLeads = ({ converted, rows }: Holdout, leads: LeadCounts | undefined) =>
  leads ? { converted: leads.testConverted, all: leads.test } : { converted, all: rows };

function cautions(input: ModelReportInput, holdout: Holdout, rules: LeaderboardEntry | undefined): Reasons {
  const { goal, split, backtest, randomSplitAuc, drift = [], plan, unusedDates = [] } = input;
  const reason = reasonFor(input);
  const { ece, intervals } = holdout;
  const moved = drift.filter(({ verdict }) => verdict === 'moved').slice(0, MAX_NAMED_FEATURES);
  const range = backtest ? backtest.interval.high - backtest.interval.low : 0;
  return [
    plan?.kind === 'small' && { ...plan.reason, english: inGoalWords(plan.reason.english, goal) },
    intervals.lift.low <= AVERAGE_LIFT &&
      reason('lift_may_be_chance', [messageValue('times', holdout.lift), messageValue('times', intervals.lift.low)]),
    rules !== undefined &&
      rules.metrics.auc >= intervals.auc.low &&
      reason('points_table_as_good', [auc(rules.metrics.auc), auc(holdout.auc)]),
    ece > MAX_CALIBRATION_ERROR && reason('probabilities_off', [messageValue('points', ece)]),
    randomSplitAuc !== undefined &&
      randomSplitAuc - holdout.auc > MAX_RANDOM_SPLIT_GAP &&
      reason('worse_on_newer', [auc(holdout.auc), auc(randomSplitAuc)]),
    range > MAX_AUC_RANGE && reason('unsteady', [auc(range)]),
    moved.length > 0 &&
      reason(
        'moved',
        [],
        moved.map(({ field, label }) => ({ name: field, label })),
      ),
    split.kind === 'random' && dateReason(reason, unusedDates),
  ];
}
