import type { TrainingReport } from '@leadlight/contract';
import { axisAround, roundTicks, type Axis, type Chart } from 'c/charts';
import { formatMeasure, formatMeasuredShare, formatMonth } from 'c/reportFormat';
import { fill, formatCount, formatShare } from 'c/scoreFormat';
import { labels } from './labels';

type Months = NonNullable<TrainingReport['months']>;
type Backtest = NonNullable<TrainingReport['backtest']>;

const MOST_MONTHS_WRITTEN = 4;

/** Months side by side, each as far from the next as any other; a few of them are written. */
function monthAxis(months: readonly number[]): Axis {
  const last = months.length - 1;
  const every = Math.max(1, Math.ceil(last / (MOST_MONTHS_WRITTEN - 1)));
  const ticks = months
    .map((month, at) => ({ at, text: formatMonth(month) }))
    .filter(({ at }) => (last - at) % every === 0);
  return { low: -0.25, high: last + 0.25, ticks };
}

/** The share of each month's leads that converted, beside what the model foresaw. */
export function ratesChart(months: Months): Chart | undefined {
  const told = months.flatMap(({ month, observed, predicted }) => {
    if (observed === null || predicted === null) return [];
    return [{ month, observed, predicted }];
  });
  if (told.length === 0) return undefined;
  const texts = told.map(({ month, observed, predicted }) =>
    fill(labels.ratesPoint, formatMonth(month), formatShare(observed), formatShare(predicted)),
  );
  return {
    title: labels.rates,
    spoken: fill(labels.ratesSpoken, told.length, texts.join('; ')),
    x: monthAxis(told.map(({ month }) => month)),
    y: axisAround([0, ...told.flatMap(({ observed, predicted }) => [observed, predicted])], formatShare, 4),
    series: [
      { name: labels.observed, points: told.map(({ observed }, x) => ({ x, y: observed })) },
      { name: labels.predicted, points: told.map(({ predicted }, x) => ({ x, y: predicted })) },
    ],
    header: [labels.month, labels.leads, labels.observed, labels.predicted],
    rows: months.map(({ month, rows, observed, predicted }) => [
      formatMonth(month),
      formatCount(rows),
      formatMeasuredShare(observed),
      formatMeasuredShare(predicted),
    ]),
  };
}

/** Half of a 90 % range in standard errors. */
const NORMAL = 1.645;

/** From chance to a perfect ranking, and further down where a month was worse than chance. */
function aucAxis(lowest: number): Axis {
  const ticks = roundTicks(Math.min(0.5, lowest), 1, 6).map((at) => ({ at, text: formatMeasure(at, 1) }));
  return { low: ticks[0]!.at, high: 1, ticks };
}

/** How well the model ranked in each past month, had it been trained before it. */
export function aucChart({ folds, auc }: Backtest): Chart | undefined {
  const told = folds.flatMap(({ splitAt, metrics, aucError }) => {
    if (metrics.auc === null) return [];
    return [{ splitAt, auc: metrics.auc, rows: metrics.rows, spread: NORMAL * (aucError ?? 0) }];
  });
  if (told.length === 0) return undefined;
  const points = told.map(({ auc: y, spread }, x) => ({
    ...{ x, y },
    low: Math.max(0, y - spread),
    high: Math.min(1, y + spread),
  }));
  const texts = told.map((fold) => `${formatMonth(fold.splitAt)} ${formatMeasure(fold.auc, 2)}`);
  return {
    title: labels.aucByMonth,
    spoken: fill(labels.aucSpoken, told.length, formatMeasure(auc, 2), texts.join('; ')),
    x: monthAxis(told.map(({ splitAt }) => splitAt)),
    y: aucAxis(Math.min(...points.map(({ low }) => low))),
    series: [{ name: labels.auc, points }],
    header: [labels.month, labels.leads, labels.auc, labels.range.replace(/ ?\{0\}.*$/, '')],
    rows: told.map((fold, index) => [
      formatMonth(fold.splitAt),
      formatCount(fold.rows),
      formatMeasure(fold.auc, 2),
      `${formatMeasure(points[index]!.low, 2)}–${formatMeasure(points[index]!.high, 2)}`,
    ]),
  };
}
