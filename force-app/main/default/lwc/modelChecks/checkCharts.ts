import type { ModelChecks } from '@leadlight/contract';
import { axisAround, type Axis, type Chart } from 'c/charts';
import { formatDate, formatMeasure } from 'c/reportFormat';
import { DAY_MS, fill, formatCount, formatShare } from 'c/scoreFormat';
import { labels } from './labels';

type Check = ModelChecks['checks'][number];
type Performance = NonNullable<Check['performance']>;
type Estimate = Performance['auc'];

interface MeasuredDay {
  readonly at: number;
  readonly performance: Performance;
}

/** An estimate that the checks repeat, and what it is compared with. */
interface Measure {
  readonly title: string;
  /** The name of the value that would be estimated if the predictions held. */
  readonly expected: string;
  readonly format: (value: number) => string;
  readonly estimateOf: (performance: Performance) => Estimate;
  readonly expectedOf: (performance: Performance) => number;
}

const AUC: Measure = {
  title: labels.auc,
  expected: labels.aucIfCalibrated,
  format: (value) => formatMeasure(value, 2),
  estimateOf: ({ auc }) => auc,
  expectedOf: ({ aucIfCalibrated }) => aucIfCalibrated,
};

const rateMeasure = (title: string): Measure => ({
  title,
  expected: labels.ratePredicted,
  format: formatShare,
  estimateOf: ({ rate }) => rate,
  expectedOf: ({ predictedRate }) => predictedRate,
});

const MAX_DAY_LABELS = 4;

/** The estimates of each day, oldest first; none where too little was known. @param texts what the rate is of */
export function checkCharts(
  { checks }: ModelChecks,
  texts: Pick<typeof labels, 'rate'>,
): readonly { readonly key: string; readonly chart: Chart }[] {
  const days: MeasuredDay[] = [];
  for (const { checkedAt, performance } of checks) {
    if (performance) days.unshift({ at: Math.floor(Date.parse(checkedAt) / DAY_MS) * DAY_MS, performance });
  }
  if (days.length === 0) return [];
  return [
    { key: 'auc', chart: estimateChart(days, AUC) },
    { key: 'rate', chart: estimateChart(days, rateMeasure(texts.rate)) },
  ];
}

function estimateChart(
  days: readonly MeasuredDay[],
  { title, expected, format, estimateOf, expectedOf }: Measure,
): Chart {
  const measured = days.map(({ at, performance }) => ({
    at,
    estimate: estimateOf(performance),
    expectation: expectedOf(performance),
  }));
  const intervalOf = ({ low, high }: Estimate) => `${format(low)}–${format(high)}`;
  const last = measured.at(-1)!.estimate;
  const values = measured.flatMap(({ estimate, expectation }) => [estimate.low, estimate.high, expectation]);
  return {
    title,
    spoken: fill(labels.spoken, title, formatCount(days.length), format(last.value), intervalOf(last)),
    x: dayAxis(days.map(({ at }) => at)),
    y: axisAround(values, format),
    series: [
      {
        name: labels.estimated,
        points: measured.map(({ at, estimate: { value, low, high } }) => ({ x: at, y: value, low, high })),
      },
      { name: expected, points: measured.map(({ at, expectation }) => ({ x: at, y: expectation })) },
    ],
    header: [labels.day, labels.estimated, labels.interval, expected],
    rows: measured.map(({ at, estimate, expectation }) => [
      formatDate(at),
      format(estimate.value),
      intervalOf(estimate),
      format(expectation),
    ]),
  };
}

/** From the first day to the last, of which only some are labelled. */
function dayAxis(days: readonly number[]): Axis {
  const [first, last] = [days[0]!, days.at(-1)!];
  const steps = Math.min(MAX_DAY_LABELS - 1, Math.round((last - first) / DAY_MS));
  const ticks = Array.from({ length: steps + 1 }, (_, i) => {
    const value = first + Math.round((i * (last - first)) / Math.max(1, steps) / DAY_MS) * DAY_MS;
    return { value, text: formatDate(value) };
  });
  return { low: first - DAY_MS / 2, high: last + DAY_MS / 2, ticks };
}
