import type { TrainingReport } from '@leadlight/contract';
import { axisAround, type Chart } from 'c/charts';
import { fill, formatCount, formatShare } from 'c/scoreFormat';
import { labels } from './labels';

type Bins = NonNullable<TrainingReport['calibration']>;

/** Predicted against observed conversion rates, with a dot for each tenth of the leads; undefined without measurements. */
export function calibrationChart(bins: Bins): Chart | undefined {
  if (bins.length === 0) return undefined;
  const axis = axisAround([0, ...bins.flatMap(({ predicted, observed }) => [predicted, observed])], formatShare, 4);
  const texts = bins.map(({ predicted, observed }) => `${formatShare(predicted)}, ${formatShare(observed)}`);
  return {
    title: labels.axes,
    spoken: fill(labels.spoken, bins.length, texts.join('; ')),
    x: axis,
    y: axis,
    xTitle: labels.predicted,
    yTitle: labels.observed,
    series: [{ name: labels.observed, points: bins.map(({ predicted, observed }) => ({ x: predicted, y: observed })) }],
    isScatter: true,
    hasDiagonal: true,
    header: [labels.predicted, labels.observed, labels.leads],
    rows: bins.map(({ predicted, observed, count }) => [
      formatShare(predicted),
      formatShare(observed),
      formatCount(count),
    ]),
  };
}
