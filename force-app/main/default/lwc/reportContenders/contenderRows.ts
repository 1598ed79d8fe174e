import type { TrainingReport } from '@leadlight/contract';
import { linearScale } from 'c/charts';
import { formatMeasure, learnerName } from 'c/reportFormat';
import { fill, formatCount } from 'c/scoreFormat';
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
  /** The coordinates of the AUC and its range in the picture; absent if they were not measured. */
  readonly bar?: { readonly x1: number; readonly x2: number; readonly x: number; readonly dotClass: string };
}

/** The picture of a row goes from chance to a perfect ranking. */
const CHANCE_AUC = 0.5;
const PICTURE_WIDTH = 100;

/** Contenders in the order of the report, the best first. */
export function contenderRows(leaderboard: Leaderboard, published: string | undefined): readonly ContenderRow[] {
  const scale = linearScale({ low: CHANCE_AUC, high: 1 }, 0, PICTURE_WIDTH);
  const xOf = (auc: number) => Math.min(PICTURE_WIDTH, Math.max(0, scale(auc)));
  return leaderboard.map(({ id, name, newestRows, metrics, intervals, isWinner }) => {
    const { low, high } = intervals.auc;
    const isMeasured = metrics.auc !== null && low !== null && high !== null;
    return {
      id,
      name:
        newestRows === undefined
          ? learnerName(id, name)
          : fill(labels.newest, learnerName(id), formatCount(newestRows)),
      isPublished: id === published,
      isWinner,
      auc: formatMeasure(metrics.auc, 2),
      range: isMeasured ? fill(labels.range, formatMeasure(low, 2), formatMeasure(high, 2)) : '',
      lift: fill(labels.times, formatMeasure(metrics.lift, 1)),
      bar: isMeasured
        ? { x1: xOf(low), x2: xOf(high), x: xOf(metrics.auc!), dotClass: id === published ? 'dot own' : 'dot' }
        : undefined,
    };
  });
}
