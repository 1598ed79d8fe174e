import type { ModelChecks } from '@leadlight/contract';
import { axisAround, type Axis, type Chart, type ChartPoint } from 'c/charts';
import { formatMeasure } from 'c/reportFormat';
import { fill, formatCount, formatDate, formatShare } from 'c/scoreFormat';
import { labels } from './labels';

type Check = ModelChecks['checks'][number];
type Performance = NonNullable<Check['performance']>;
type Estimate = Performance['auc'];

interface MeasuredDay {
  readonly at: number;
  readonly performance: Performance;
}

interface ChartTexts {
  readonly title: string;
  readonly estimated: string;
  readonly expected: string;
  readonly format: (value: number) => string;
}

const DAY_MS = 86_400_000;
const MAX_DAY_LABELS = 4;

/** The estimates of each day, oldest first; none where too little was known. */
export function checkCharts({ checks }: ModelChecks): readonly { readonly key: string; readonly chart: Chart }[] {
  const days: MeasuredDay[] = [];
  for (const { checkedAt, performance } of checks) {
    if (performance) days.unshift({ at: Math.floor(Date.parse(checkedAt) / DAY_MS) * DAY_MS, performance });
  }
  if (days.length === 0) return [];
  const auc = {
    ...{ title: labels.auc, estimated: labels.aucEstimated, expected: labels.aucIfCalibrated },
    format: (value: number) => formatMeasure(value, 2),
  };
  const rate = {
    ...{ title: labels.rate, estimated: labels.aucEstimated, expected: labels.ratePredicted, format: formatShare },
  };
  return [
    {
      key: 'auc',
      chart: estimateChart(
        days,
        auc,
        ({ auc: of }) => of,
        ({ aucIfCalibrated }) => aucIfCalibrated,
      ),
    },
    {
      key: 'rate',
      chart: estimateChart(
        days,
        rate,
        ({ rate: of }) => of,
        ({ predictedRate }) => predictedRate,
      ),
    },
  ];
}

function estimateChart(
  days: readonly MeasuredDay[],
  { title, estimated, expected, format }: ChartTexts,
  estimateOf: (performance: Performance) => Estimate,
  expectedOf: (performance: Performance) => number,
): Chart {
  const estimates = days.map(({ performance }) => estimateOf(performance));
  const intervalOf = ({ low, high }: Estimate) => `${format(low)}–${format(high)}`;
  const points = days.map(({ at, performance }): ChartPoint => {
    const { value, low, high } = estimateOf(performance);
    return { x: at, y: value, low, high };
  });
  const last = estimates.at(-1)!;
  return {
    title,
    spoken: fill(labels.spoken, title, formatCount(days.length), format(last.value), intervalOf(last)),
    x: dayAxis(days.map(({ at }) => at)),
    y: axisAround(
      days.flatMap(({ performance }) => [
        estimateOf(performance).low,
        estimateOf(performance).high,
        expectedOf(performance),
      ]),
      format,
      5,
    ),
    series: [
      { name: estimated, points },
      { name: expected, points: days.map(({ at, performance }) => ({ x: at, y: expectedOf(performance) })) },
    ],
    header: [labels.day, estimated, labels.interval, expected],
    rows: days.map(({ at, performance }) => {
      const estimate = estimateOf(performance);
      return [formatDate(at), format(estimate.value), intervalOf(estimate), format(expectedOf(performance))];
    }),
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
