import {
  pairedDifference,
  bootstrapMeasures,
  intervalsOf,
  type MeasureIntervals,
  type PairedDifference,
} from '../bootstrap/intervals.ts';
import { metricsOf, type Metrics } from '../metrics.ts';
import type { GroupKey } from '../groups.ts';

/** Any predictor, with its probabilities on the rows of one test part. */
export interface Contender {
  readonly id: string;
  /** English name for people. */
  readonly name: string;
  /** How many of the newest rows it learned from; absent if from all. */
  readonly newestRows?: number;
  /** 0 = simplest. */
  readonly complexity: number;
  /** False for what cannot be published as a model, such as people's own judgement. */
  readonly canWin: boolean;
  /** [test rows] */
  readonly probabilities: ArrayLike<number>;
}

export interface LeaderboardEntry {
  readonly id: string;
  readonly name: string;
  readonly newestRows?: number;
  readonly metrics: Metrics;
  readonly intervals: MeasureIntervals;
  /** Log loss of this entry minus that of the best one that can win. */
  readonly againstBest: PairedDifference;
  readonly isWinner: boolean;
}

export interface LeaderboardSettings {
  readonly seed: number;
  readonly threshold?: number;
  readonly replicates?: number;
  /** [test rows] Rows of one lead share a key. */
  readonly groups?: ArrayLike<GroupKey>;
  /** The id of the winner, as `chooseContender` chose it; by default the lowest log loss on these rows of those that can win. */
  readonly winner?: string;
  /** What the rows are, for messages: `newest fifth`. */
  readonly part?: string;
}

/**
 * Compares contenders on the same rows, the lowest log loss first, and marks the winner.
 * @throws EvaluationError as `metricsOf` does
 */
export function leaderboardOf(
  labels: ArrayLike<number>,
  contenders: readonly Contender[],
  settings: LeaderboardSettings,
): readonly LeaderboardEntry[] {
  const predicted = contenders.map(({ probabilities }) => ({ labels, probabilities }));
  const metrics = predicted.map((predictions) => metricsOf(predictions, settings.threshold, settings.part));
  const drawn = bootstrapMeasures(predicted, settings);
  const measured = contenders
    .map((contender, at) => ({ contender, metrics: metrics[at]!, drawn: drawn[at]! }))
    .sort((a, b) => a.metrics.logLoss - b.metrics.logLoss || a.contender.complexity - b.contender.complexity);
  const best = measured.find(({ contender }) => contender.canWin) ?? measured[0];
  if (!best) return [];
  const compared = measured.map((entry) => ({
    ...entry,
    // On the same draws, so that common variation cancels.
    againstBest: pairedDifference(
      entry.metrics.logLoss - best.metrics.logLoss,
      entry.drawn.map(({ logLoss }, draw) => logLoss - best.drawn[draw]!.logLoss),
    ),
  }));
  const winner = settings.winner ?? best.contender.id;
  return compared.map((entry) => ({
    id: entry.contender.id,
    name: entry.contender.name,
    ...(entry.contender.newestRows !== undefined && { newestRows: entry.contender.newestRows }),
    metrics: entry.metrics,
    intervals: intervalsOf(entry.drawn),
    againstBest: entry.againstBest,
    isWinner: entry.contender.id === winner,
  }));
}

/**
 * One sentence on how much better one contender is than others.
 * @param others ids, such as those of what teams use today
 * @param subject the winner by default
 */
export function comparisonSentence(
  board: readonly LeaderboardEntry[],
  others: readonly string[],
  subject?: string,
): string {
  const one = board.find(({ id, isWinner }) => (subject === undefined ? isWinner : id === subject));
  if (!one) return 'No contender could be compared.';
  const compared = board
    .filter(({ id }) => others.includes(id) && id !== one.id)
    .map(({ name, metrics }) => `${metrics.lift.toFixed(1)} × (AUC ${metrics.auc.toFixed(2)}) for ${name}`);
  const own = `In the tenth that ${one.name} ranks highest, leads reached the goal ${one.metrics.lift.toFixed(1)} × as often as on average (AUC ${one.metrics.auc.toFixed(2)})`;
  return compared.length === 0 ? `${own}.` : `${own}, against ${compared.join(' and ')}.`;
}
