import type { ModelReport } from '../model-report/model-report.ts';
import { goalWords } from '../model-report/goal-words.ts';
import { INK, drawChart } from './draw.ts';

const SIZE = { width: 300, height: 240 };
const share = (field: string, title: string) => ({
  field,
  type: 'quantitative',
  title,
  scale: { domain: [0, 1] },
  axis: { format: '.0%', tickCount: 5 },
});
const diagonal = {
  data: {
    values: [
      { x: 0, y: 0 },
      { x: 1, y: 1 },
    ],
  },
  mark: { type: 'line', strokeDash: [4, 4], color: INK.quiet, strokeWidth: 1 },
  encoding: { x: { field: 'x', type: 'quantitative' }, y: { field: 'y', type: 'quantitative' } },
};

const calledOfSuccesses = (report: Pick<ModelReport, 'goal'>): string =>
  `called, of those that ${goalWords(report).allDid}`;

export function rocChart({ curve, holdout, goal }: ModelReport): Promise<string> {
  return drawChart('roc', `ROC curve, area ${holdout.auc.toFixed(3)}`, {
    ...SIZE,
    layer: [
      diagonal,
      {
        data: { values: curve },
        mark: { type: 'line', color: INK.main, strokeWidth: 2 },
        encoding: {
          x: share('falsePositiveRate', `called, of those that ${goalWords({ goal }).noneDid}`),
          y: share('recall', calledOfSuccesses({ goal })),
          order: { field: 'called' },
        },
      },
    ],
  });
}

export function precisionRecallChart({ curve, holdout, goal }: ModelReport): Promise<string> {
  const base = holdout.converted / holdout.rows;
  return drawChart('pr', `Precision-recall curve, area ${holdout.prAuc.toFixed(3)}`, {
    ...SIZE,
    layer: [
      {
        data: { values: [{ base }] },
        mark: { type: 'rule', strokeDash: [4, 4], color: INK.quiet },
        encoding: { y: { field: 'base', type: 'quantitative' } },
      },
      {
        data: { values: curve.filter(({ called }) => called > 0) },
        mark: { type: 'line', color: INK.main, strokeWidth: 2 },
        encoding: {
          x: share('recall', calledOfSuccesses({ goal })),
          y: share('precision', `${goalWords({ goal }).success}, of those called`),
          order: { field: 'called' },
        },
      },
    ],
  });
}

export function gainsChart({ curve, goal }: ModelReport): Promise<string> {
  const { records, successes } = goalWords({ goal });
  return drawChart('gains', `Gains: share of ${successes} found by share of ${records} called`, {
    ...SIZE,
    layer: [
      diagonal,
      {
        data: { values: curve },
        mark: { type: 'area', color: INK.soft, line: { color: INK.main, strokeWidth: 2 }, opacity: 0.6 },
        encoding: {
          x: share('called', `${records} called, best first`),
          y: share('recall', `${successes} found`),
        },
      },
    ],
  });
}

/** Lift of each tenth of leads, from the curve between its ends. */
export function liftChart({ curve, goal }: ModelReport): Promise<string> {
  const { records, successes } = goalWords({ goal });
  const recallAt = (called: number): number => {
    const after = curve.findIndex((point) => point.called >= called);
    const [low, high] = [curve[after - 1], curve[after]];
    if (!low || !high) return high?.recall ?? 1;
    return low.recall + ((high.recall - low.recall) * (called - low.called)) / (high.called - low.called);
  };
  const tenths = Array.from({ length: 10 }, (_, tenth) => ({
    tenth: tenth + 1,
    lift: (recallAt((tenth + 1) / 10) - recallAt(tenth / 10)) * 10,
  }));
  return drawChart('lift', `Lift by tenth of ${records}, ${tenths[0]?.lift.toFixed(1)} in the first`, {
    ...SIZE,
    data: { values: tenths },
    layer: [
      {
        mark: { type: 'bar', color: INK.main },
        encoding: {
          x: { field: 'tenth', type: 'ordinal', title: `tenth of ${records}, best first`, axis: { labelAngle: 0 } },
          y: { field: 'lift', type: 'quantitative', title: `${successes}, × average` },
        },
      },
      { mark: { type: 'rule', color: INK.quiet, strokeDash: [4, 4] }, encoding: { y: { datum: 1 } } },
    ],
  });
}
