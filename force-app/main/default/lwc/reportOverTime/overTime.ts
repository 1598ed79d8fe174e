import type { TrainingReport } from '@leadlight/contract';
import { axisAround, roundTicks, type Axis, type Chart } from 'c/charts';
import { formatMeasure, formatMeasuredShare, formatMonth, textsOfGoal } from 'c/reportFormat';
import { fill, formatCount, formatShare } from 'c/scoreFormat';
import { goalLabels, labels } from './labels';

type Months = NonNullable<TrainingReport['months']>;
type Backtest = NonNullable<TrainingReport['backtest']>;

const MAX_MONTH_LABELS = 4;

/** Months at equal distances, of which only some are labelled. */
function monthAxis(months: readonly number[]): Axis {
  const last = months.length - 1;
  const every = Math.max(1, Math.ceil(last / (MAX_MONTH_LABELS - 1)));
  const ticks = months
    .map((month, value) => ({ value, text: formatMonth(month) }))
    .filter(({ value }) => (last - value) % every === 0);
  return { low: -0.25, high: last + 0.25, ticks };
}

/** The share of each month's leads that reached the goal, and the predicted one. */
export function ratesChart(months: Months, goal?: TrainingReport['goal']): Chart | undefined {
  const { observed: observedName, rates, ratesPoint } = textsOfGoal(goal, goalLabels);
  const measured = months.flatMap(({ month, observed, predicted }) => {
    if (observed === null || predicted === null) return [];
    return [{ month, observed, predicted }];
  });
  if (measured.length === 0) return undefined;
  const texts = measured.map(({ month, observed, predicted }) =>
    fill(ratesPoint, formatMonth(month), formatShare(observed), formatShare(predicted)),
  );
  return {
    title: rates,
    spoken: fill(labels.ratesSpoken, measured.length, texts.join('; ')),
    x: monthAxis(measured.map(({ month }) => month)),
    y: axisAround([0, ...measured.flatMap(({ observed, predicted }) => [observed, predicted])], formatShare, 4),
    series: [
      { name: observedName, points: measured.map(({ observed }, x) => ({ x, y: observed })) },
      { name: labels.predicted, points: measured.map(({ predicted }, x) => ({ x, y: predicted })) },
    ],
    header: [labels.month, labels.snapshots, observedName, labels.predicted],
    rows: months.map(({ month, rows, observed, predicted }) => [
      formatMonth(month),
      formatCount(rows),
      formatMeasuredShare(observed),
      formatMeasuredShare(predicted),
    ]),
  };
}

/** Half the width of a 90% interval of the normal distribution, in standard errors. */
const Z_90 = 1.645;

/** From chance to a perfect ranking, or lower if a month was worse than chance. */
function aucAxis(lowest: number): Axis {
  const ticks = roundTicks(Math.min(0.5, lowest), 1, 6).map((value) => ({ value, text: formatMeasure(value, 1) }));
  return { low: ticks[0]!.value, high: 1, ticks };
}

/** The AUC of each past month, measured by a model that was trained on the months before it. */
export function aucChart({ folds, auc }: Backtest): Chart | undefined {
  const measured = folds.flatMap(({ splitAt, metrics, aucError }) => {
    if (metrics.auc === null) return [];
    return [{ splitAt, auc: metrics.auc, rows: metrics.rows, spread: Z_90 * (aucError ?? 0) }];
  });
  if (measured.length === 0) return undefined;
  const points = measured.map(({ auc: y, spread }, x) => ({
    x,
    y,
    low: Math.max(0, y - spread),
    high: Math.min(1, y + spread),
  }));
  const texts = measured.map((fold) => `${formatMonth(fold.splitAt)} ${formatMeasure(fold.auc, 2)}`);
  return {
    title: labels.aucByMonth,
    spoken: fill(labels.aucSpoken, measured.length, formatMeasure(auc, 2), texts.join('; ')),
    x: monthAxis(measured.map(({ splitAt }) => splitAt)),
    y: aucAxis(Math.min(...points.map(({ low }) => low))),
    series: [{ name: labels.auc, points }],
    header: [labels.month, labels.snapshots, labels.auc, labels.range.replace(/ ?\{0\}.*$/, '')],
    rows: measured.map((fold, index) => [
      formatMonth(fold.splitAt),
      formatCount(fold.rows),
      formatMeasure(fold.auc, 2),
      `${formatMeasure(points[index]!.low, 2)}–${formatMeasure(points[index]!.high, 2)}`,
    ]),
  };
}
