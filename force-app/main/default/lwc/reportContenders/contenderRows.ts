import type { TrainingReport } from '@leadlight/contract';
import { scaleOf } from 'c/charts';
import { formatMeasure, learnerName } from 'c/reportFormat';
import { fill } from 'c/scoreFormat';
import { labels } from './labels';

type Leaderboard = NonNullable<TrainingReport['leaderboard']>;

export interface ContenderRow {
  readonly id: string;
  readonly name: string;
  readonly isPublished: boolean;
  readonly isWinner: boolean;
  readonly auc: string;
  readonly range: string;
  readonly lift: string;
  /** Where the AUC and its range stand in the picture of the row; absent where they were not measured. */
  readonly bar?: { readonly x1: number; readonly x2: number; readonly at: number; readonly dotClass: string };
}

/** The picture of a row goes from chance to a perfect ranking. */
const CHANCE = 0.5;
const PICTURE = 100;

/** Contenders as the report ranks them, the best first. */
export function contenderRows(leaderboard: Leaderboard, published: string | undefined): readonly ContenderRow[] {
  const placeOf = scaleOf({ low: CHANCE, high: 1 }, 0, PICTURE);
  const place = (auc: number) => Math.min(PICTURE, Math.max(0, placeOf(auc)));
  return leaderboard.map(({ id, name, metrics, intervals, isWinner }) => {
    const { low, high } = intervals.auc;
    const isMeasured = metrics.auc !== null && low !== null && high !== null;
    return {
      id,
      name: learnerName(id, name),
      isPublished: id === published,
      isWinner,
      auc: formatMeasure(metrics.auc, 2),
      range: isMeasured ? fill(labels.range, formatMeasure(low, 2), formatMeasure(high, 2)) : '',
      lift: fill(labels.times, formatMeasure(metrics.lift, 1)),
      bar: isMeasured
        ? { x1: place(low), x2: place(high), at: place(metrics.auc!), dotClass: id === published ? 'dot own' : 'dot' }
        : undefined,
    };
  });
}
