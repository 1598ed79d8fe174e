import type { LeaderboardEntry, MeasureIntervals, Metrics } from '@leadlight/evaluation';
import type { ModelReportInput } from './model-report.ts';

export interface ReportVerdict {
  readonly level: 'ready' | 'use with care' | 'not ready';
  /** Sentences, the gravest first. */
  readonly reasons: readonly string[];
}

const FEWEST_CONVERTED = 20;
const CHANCE = 0.55;
const CALIBRATED = 0.05;
const UNSTEADY = 0.1;
const GAP = 0.05;

type Holdout = Metrics & { readonly intervals: MeasureIntervals };
type Told = readonly (string | false | undefined)[];

/** Whether the model can be relied on, and what speaks against it. */
export function verdictOf(
  input: ModelReportInput,
  holdout: Holdout,
  leaderboard: readonly LeaderboardEntry[],
): ReportVerdict {
  const against = sentences(graveDoubts(holdout, entryOf(leaderboard, 'base-rate'), input.published));
  const care = sentences(doubts(input, holdout, entryOf(leaderboard, 'rules')));
  if (against.length > 0) return { level: 'not ready', reasons: [...against, ...care] };
  if (care.length > 0) return { level: 'use with care', reasons: care };
  const { auc, lift } = holdout;
  const steady = input.backtest
    ? 'it was steady over time'
    : 'it was measured on leads newer than those it learned from';
  const told = `It ranks leads well (AUC ${auc.toFixed(2)}, ${lift.toFixed(1)} × conversions in the top tenth), its probabilities hold, and ${steady}.`;
  return { level: 'ready', reasons: [told] };
}

const sentences = (told: Told): string[] => told.filter((sentence) => typeof sentence === 'string');

const entryOf = (board: readonly LeaderboardEntry[], id: string): LeaderboardEntry | undefined =>
  board.find((entry) => entry.id === id);

function graveDoubts(holdout: Holdout, baseRate: LeaderboardEntry | undefined, published: string): Told {
  const { converted, rows, intervals, logLoss } = holdout;
  return [
    Math.min(converted, rows - converted) < FEWEST_CONVERTED &&
      `Only ${converted} of the ${rows} leads it was measured on converted: too few to tell anything. Bring a longer history.`,
    intervals.auc.low < CHANCE &&
      `It may rank leads no better than chance (AUC ${holdout.auc.toFixed(2)}, 90 % range from ${intervals.auc.low.toFixed(2)}): bring fields that say something about fit or interest.`,
    baseRate !== undefined &&
      published !== 'base-rate' &&
      baseRate.metrics.logLoss <= logLoss &&
      'Its probabilities are no better than giving everybody the average: do not use them.',
  ];
}

function doubts(
  { split, backtest, randomSplitAuc, drift = [], plan }: ModelReportInput,
  holdout: Holdout,
  rules: LeaderboardEntry | undefined,
): Told {
  const { auc, ece, intervals } = holdout;
  const moved = drift.filter(({ verdict }) => verdict === 'moved').map(({ field }) => field);
  const width = backtest ? backtest.interval.high - backtest.interval.low : 0;
  return [
    plan?.kind === 'small' && plan.reason,
    rules !== undefined &&
      rules.metrics.auc >= intervals.auc.low &&
      `A plain points table does almost as well (AUC ${rules.metrics.auc.toFixed(2)} against ${auc.toFixed(2)}).`,
    ece > CALIBRATED &&
      `Its probabilities are off by ${(ece * 100).toFixed(1)} points on average: trust the order more than the percentages.`,
    randomSplitAuc !== undefined &&
      randomSplitAuc - auc > GAP &&
      `It does clearly worse on newer leads (AUC ${auc.toFixed(2)}) than on leads of its own time (${randomSplitAuc.toFixed(2)}): train again often.`,
    width > UNSTEADY && `From month to month it was unsteady: the 90 % range of its AUC is ${width.toFixed(2)} wide.`,
    moved.length > 0 && `The newest leads differ from those it learned from in ${moved.slice(0, 3).join(', ')}.`,
    split.kind === 'random' && 'The data has no dates, so nobody knows how it does on leads of a later time.',
  ];
}
