import type { ModelReport } from '../model-report/model-report.ts';
import { goalWords } from '../model-report/goal-words.ts';
import { INK, drawChart } from './draw.ts';

const SIZE = { width: 300, height: 240 };
const OUTCOME_COLOURS = [INK.contrast, INK.main];

export function calibrationChart({ calibration, holdout, goal }: ModelReport): Promise<string> {
  const highest = Math.max(...calibration.flatMap(({ predicted, observed }) => [predicted, observed]), 0.05);
  const axis = (field: string, title: string) => ({
    field,
    type: 'quantitative',
    title,
    scale: { domain: [0, highest], nice: true },
    axis: { format: '.0%', tickCount: 5 },
  });
  return drawChart('calibration', `Calibration in ten bins, mean error ${holdout.ece.toFixed(3)}`, {
    ...SIZE,
    layer: [
      {
        data: {
          values: [
            { x: 0, y: 0 },
            { x: highest, y: highest },
          ],
        },
        mark: { type: 'line', strokeDash: [4, 4], color: INK.quiet, strokeWidth: 1 },
        encoding: { x: { field: 'x', type: 'quantitative' }, y: { field: 'y', type: 'quantitative' } },
      },
      {
        data: { values: calibration },
        mark: { type: 'line', color: INK.main, point: { filled: true, color: INK.main, size: 50 } },
        encoding: { x: axis('predicted', 'predicted'), y: axis('observed', goalWords({ goal }).success) },
      },
    ],
  });
}

export function outcomeChart({ histogram, goal }: ModelReport): Promise<string> {
  const { records, success, failure: other } = goalWords({ goal });
  const total = (outcome: 'converted' | 'not') => histogram.reduce((sum, bin) => sum + bin[outcome], 0) || 1;
  const values = histogram.flatMap(({ from, to, converted, not }) => [
    { from, to, outcome: success, share: converted / total('converted') },
    { from, to, outcome: other, share: not / total('not') },
  ]);
  return drawChart('outcomes', 'Distribution of predicted probability by outcome', {
    ...SIZE,
    data: { values },
    mark: { type: 'bar', opacity: 0.55, binSpacing: 0 },
    encoding: {
      x: {
        field: 'from',
        type: 'quantitative',
        bin: { binned: true },
        title: 'predicted probability',
        axis: { format: '.0%' },
      },
      x2: { field: 'to' },
      y: { field: 'share', type: 'quantitative', stack: null, title: `share of ${records}`, axis: { format: '.0%' } },
      color: { field: 'outcome', type: 'nominal', scale: { domain: [success, other], range: OUTCOME_COLOURS } },
    },
  });
}

export function conversionByScoreChart({ calibration, goal }: ModelReport): Promise<string> {
  const values = calibration.map(({ observed }, index) => ({ tenth: (index + 1) / calibration.length, observed }));
  return drawChart('byscore', `Share that ${goalWords({ goal }).did} by score, lowest tenth to highest`, {
    ...SIZE,
    data: { values },
    mark: { type: 'bar', color: INK.main },
    encoding: {
      x: { field: 'tenth', type: 'ordinal', title: 'score, by tenth', axis: { format: '.0%', labelAngle: 0 } },
      y: { field: 'observed', type: 'quantitative', title: goalWords({ goal }).success, axis: { format: '.0%' } },
    },
  });
}

export function monthsChart({ months, goal }: ModelReport): Promise<string> {
  const { records, success, did } = goalWords({ goal });
  const values = months.flatMap(({ month, observed, predicted }) => [
    { month, kind: success, share: observed },
    { month, kind: 'predicted', share: predicted },
  ]);
  return drawChart('months', `Share that ${did} by month, observed and predicted`, {
    ...SIZE,
    data: { values },
    mark: { type: 'line', point: true },
    encoding: {
      x: {
        field: 'month',
        type: 'temporal',
        timeUnit: 'utcyearmonth',
        title: null,
        axis: { format: '%b %Y', tickCount: 5 },
      },
      y: { field: 'share', type: 'quantitative', title: `share of ${records}`, axis: { format: '.0%' } },
      color: {
        field: 'kind',
        type: 'nominal',
        scale: { domain: [success, 'predicted'], range: [INK.contrast, INK.main] },
      },
    },
  });
}
