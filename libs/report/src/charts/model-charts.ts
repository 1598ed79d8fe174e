import type { FeatureDependence } from '@leadlight/evaluation';
import type { ModelReport } from '../model-report/model-report.ts';
import { INK, drawChart, literalText } from './draw.ts';

const MAX_FEATURES = 12;

export function importanceChart({ features }: ModelReport): Promise<string> {
  const values = features.slice(0, MAX_FEATURES).map(({ label, importance }) => ({ label, importance }));
  return drawChart('importance', `Strongest features, first ${values[0]?.label ?? 'none'}`, {
    width: 420,
    height: { step: 20 },
    data: { values },
    mark: { type: 'bar', color: INK.main },
    encoding: {
      y: { field: 'label', type: 'nominal', sort: null, title: null, axis: { labelLimit: 260 } },
      x: { field: 'importance', type: 'quantitative', title: 'mean effect on the prediction' },
    },
  });
}

/** @param index position of the feature in the page, for names inside the SVG */
export function dependenceChart({ label, kind, dependence }: FeatureDependence, index: number): Promise<string> {
  const nameOf = (value: number | string | null): string => {
    if (value === null) return 'not known';
    if (typeof value === 'string') return value;
    if (kind === 'boolean') return value === 0 ? 'no' : 'yes';
    return new Intl.NumberFormat('en', { maximumFractionDigits: 2 }).format(value);
  };
  const values = dependence.map(({ value, rows, effect }) => ({
    value: nameOf(value),
    rows,
    effect,
    raises: effect >= 0,
  }));
  return drawChart(`shape${index}`, `Effect of ${label} on the prediction by value`, {
    width: 240,
    height: { step: 18 },
    title: { text: literalText(label), fontSize: 12, fontWeight: 600, anchor: 'start' },
    data: { values },
    mark: { type: 'bar' },
    encoding: {
      y: { field: 'value', type: 'nominal', sort: null, title: null, axis: { labelLimit: 160 } },
      x: { field: 'effect', type: 'quantitative', title: 'effect', axis: { tickCount: 4 } },
      color: {
        field: 'raises',
        type: 'nominal',
        legend: null,
        scale: { domain: [true, false], range: [INK.main, INK.contrast] },
      },
    },
  });
}

export function leaderboardChart({ leaderboard }: ModelReport): Promise<string> {
  const values = leaderboard.map(({ name, metrics, intervals, isWinner }) => ({
    name,
    auc: metrics.auc,
    low: intervals.auc.low,
    high: intervals.auc.high,
    isWinner,
  }));
  const y = { field: 'name', type: 'nominal', sort: null, title: null, axis: { labelLimit: 220 } };
  return drawChart('leaderboard', 'AUC of the contenders with 90 % ranges', {
    width: 420,
    height: { step: 24 },
    data: { values },
    layer: [
      {
        mark: { type: 'rule', color: INK.quiet, strokeWidth: 2 },
        encoding: {
          y,
          x: { field: 'low', type: 'quantitative', title: 'AUC', scale: { zero: false } },
          x2: { field: 'high' },
        },
      },
      {
        mark: { type: 'point', filled: true, size: 80, opacity: 1 },
        encoding: {
          y,
          x: { field: 'auc', type: 'quantitative' },
          color: {
            field: 'isWinner',
            type: 'nominal',
            legend: null,
            scale: { domain: [true, false], range: [INK.contrast, INK.main] },
          },
        },
      },
    ],
  });
}

export function backtestChart(report: ModelReport): Promise<string> {
  const { folds = [], auc = 0.5, interval = { low: 0.5, high: 0.5 } } = report.backtest ?? {};
  const values = folds.map(({ splitAt, metrics }) => ({ month: splitAt, auc: metrics.auc }));
  return drawChart('backtest', `AUC by month, mean ${auc.toFixed(2)}`, {
    width: 420,
    height: 200,
    layer: [
      {
        data: { values: [interval] },
        mark: { type: 'rect', color: INK.soft, opacity: 0.5 },
        encoding: { y: { field: 'low', type: 'quantitative' }, y2: { field: 'high' } },
      },
      {
        data: { values },
        mark: { type: 'line', point: { filled: true }, color: INK.main },
        encoding: {
          x: { field: 'month', type: 'temporal', timeUnit: 'utcyearmonth', title: null, axis: { format: '%b %Y' } },
          y: { field: 'auc', type: 'quantitative', title: 'AUC', scale: { zero: false } },
        },
      },
    ],
  });
}
