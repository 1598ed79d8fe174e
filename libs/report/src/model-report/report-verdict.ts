import type {
  LeaderboardEntry,
  MeasureIntervals,
  Metrics,
  TrainingPlanCode,
  CodedMessage,
} from '@leadlight/evaluation';
import type { ModelReportInput } from './model-report.ts';
import { displayName } from './sentences.ts';

export interface ReportVerdict {
  readonly level: 'ready' | 'use with care' | 'not ready';
  /** Sentences, the gravest first. */
  readonly reasons: readonly string[];
  /** The same by code, one for each. */
  readonly told?: readonly CodedMessage<VerdictCode | TrainingPlanCode>[];
}

const FEWEST_CONVERTED = 20;
const CHANCE = 0.55;
const CALIBRATED = 0.05;
const UNSTEADY = 0.1;
const GAP = 0.05;
const MOST_NAMED = 3;

type Holdout = Metrics & { readonly intervals: MeasureIntervals };

/** What a verdict can say beside what the plan says; the comment names what fills the places. */
export type VerdictCode =
  /** AUC, lift */
  | 'ready_over_time'
  | 'ready_on_newer'
  /** converted, rows */
  | 'few_converted'
  /** AUC, lower end of its range */
  | 'no_better_than_chance'
  | 'no_better_than_average'
  /** AUC of the points table, AUC */
  | 'points_table_as_good'
  /** calibration error, as a share */
  | 'probabilities_off'
  /** AUC, AUC on a random split */
  | 'worse_on_newer'
  /** width of the range of the AUC */
  | 'unsteady'
  /** names: features that moved */
  | 'moved'
  | 'no_dates';

/** A sentence, and the same by code. */
interface Reason {
  readonly sentence: string;
  readonly told: CodedMessage<VerdictCode | TrainingPlanCode>;
}
type Reasons = readonly (Reason | false | undefined)[];

const reason = (code: VerdictCode, values: readonly number[], sentence: string, names?: readonly string[]): Reason => ({
  sentence,
  told: { code, values, ...(names && { names }) },
});

/** Whether the model can be relied on, and what speaks against it. */
export function verdictOf(
  input: ModelReportInput,
  holdout: Holdout,
  leaderboard: readonly LeaderboardEntry[],
): ReportVerdict {
  const against = said(blockers(holdout, entryOf(leaderboard, 'base-rate'), input.published));
  const care = said(cautions(input, holdout, entryOf(leaderboard, 'rules')));
  if (against.length > 0) return verdict('not ready', [...against, ...care]);
  if (care.length > 0) return verdict('use with care', care);
  const { auc, lift } = holdout;
  const [code, steady] = input.backtest
    ? (['ready_over_time', 'it was steady over time'] as const)
    : (['ready_on_newer', 'it was measured on leads newer than those it learned from'] as const);
  const sentence = `It ranks leads well (AUC ${auc.toFixed(2)}, ${lift.toFixed(1)} × conversions in the top tenth), its probabilities hold, and ${steady}.`;
  return verdict('ready', [reason(code, [auc, lift], sentence)]);
}

const verdict = (level: ReportVerdict['level'], reasons: readonly Reason[]): ReportVerdict => ({
  level,
  reasons: reasons.map(({ sentence }) => sentence),
  told: reasons.map(({ told }) => told),
});

const said = (reasons: Reasons): Reason[] => reasons.filter((each) => typeof each === 'object');

const entryOf = (board: readonly LeaderboardEntry[], id: string): LeaderboardEntry | undefined =>
  board.find((entry) => entry.id === id);

function blockers(holdout: Holdout, baseRate: LeaderboardEntry | undefined, published: string): Reasons {
  const { auc, converted, rows, intervals, logLoss } = holdout;
  return [
    Math.min(converted, rows - converted) < FEWEST_CONVERTED &&
      reason(
        'few_converted',
        [converted, rows],
        `Only ${converted} of the ${rows} leads it was measured on converted: too few to tell anything. Bring a longer history.`,
      ),
    intervals.auc.low < CHANCE &&
      reason(
        'no_better_than_chance',
        [auc, intervals.auc.low],
        `It may rank leads no better than chance (AUC ${auc.toFixed(2)}, 90 % range from ${intervals.auc.low.toFixed(2)}): bring fields that say something about fit or interest.`,
      ),
    baseRate !== undefined &&
      published !== 'base-rate' &&
      baseRate.metrics.logLoss <= logLoss &&
      reason(
        'no_better_than_average',
        [],
        'Its probabilities are no better than giving everybody the average: do not use them.',
      ),
  ];
}

function cautions(
  { split, backtest, randomSplitAuc, drift = [], plan }: ModelReportInput,
  holdout: Holdout,
  rules: LeaderboardEntry | undefined,
): Reasons {
  const { auc, ece, intervals } = holdout;
  const moved = drift.filter(({ verdict }) => verdict === 'moved').slice(0, MOST_NAMED);
  const width = backtest ? backtest.interval.high - backtest.interval.low : 0;
  return [
    plan?.kind === 'small' && { sentence: plan.reason, told: plan.told },
    rules !== undefined &&
      rules.metrics.auc >= intervals.auc.low &&
      reason(
        'points_table_as_good',
        [rules.metrics.auc, auc],
        `A plain points table does almost as well (AUC ${rules.metrics.auc.toFixed(2)} against ${auc.toFixed(2)}).`,
      ),
    ece > CALIBRATED &&
      reason(
        'probabilities_off',
        [ece],
        `Its probabilities are off by ${(ece * 100).toFixed(1)} points on average: trust the order more than the percentages.`,
      ),
    randomSplitAuc !== undefined &&
      randomSplitAuc - auc > GAP &&
      reason(
        'worse_on_newer',
        [auc, randomSplitAuc],
        `It does clearly worse on newer leads (AUC ${auc.toFixed(2)}) than on leads of its own time (${randomSplitAuc.toFixed(2)}): train again often.`,
      ),
    width > UNSTEADY &&
      reason(
        'unsteady',
        [width],
        `From month to month it was unsteady: the 90 % range of its AUC is ${width.toFixed(2)} wide.`,
      ),
    moved.length > 0 &&
      reason(
        'moved',
        [],
        `The newest leads differ from those it learned from in ${moved.map(displayName).join(', ')}.`,
        moved.map(({ field }) => field),
      ),
    split.kind === 'random' &&
      reason('no_dates', [], 'The data has no dates, so nobody knows how it does on leads of a later time.'),
  ];
}
