import type { TrainingReport } from '@leadlight/contract';
import { axisAround, type Chart } from 'c/charts';
import { textsOfGoal } from 'c/reportFormat';
import { fill, formatCount, formatShare } from 'c/scoreFormat';
import { goalLabels, labels } from './labels';

type Bins = NonNullable<TrainingReport['calibration']>;

/** Predicted against observed rates of success, with a dot for each tenth of the snapshots; undefined without measurements. */
export function calibrationChart(bins: Bins, goal?: TrainingReport['goal']): Chart | undefined {
  if (bins.length === 0) return undefined;
  const { axes, observed: observedName, spoken } = textsOfGoal(goal, goalLabels);
  const axis = axisAround([0, ...bins.flatMap(({ predicted, observed }) => [predicted, observed])], formatShare, 4);
  const texts = bins.map(({ predicted, observed }) => `${formatShare(predicted)}, ${formatShare(observed)}`);
  return {
    title: axes,
    spoken: fill(spoken, bins.length, texts.join('; ')),
    x: axis,
    y: axis,
    xTitle: labels.predicted,
    yTitle: observedName,
    series: [{ name: observedName, points: bins.map(({ predicted, observed }) => ({ x: predicted, y: observed })) }],
    isScatter: true,
    hasDiagonal: true,
    header: [labels.predicted, observedName, labels.snapshots],
    rows: bins.map(({ predicted, observed, count }) => [
      formatShare(predicted),
      formatShare(observed),
      formatCount(count),
    ]),
  };
}
