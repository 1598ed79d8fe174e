import type { GoalWords } from '../model-report/goal-words.ts';
import type { FeatureImportance } from '../model-report/feature-effects.ts';
import { INK, drawChart } from './draw.ts';

const LABELS = { field: 'label', type: 'nominal', sort: null, title: null, axis: { labelLimit: 150 } } as const;
const SHARES = { format: '.0%', tickCount: 5 } as const;

/** The share of the model's gain that is lost without each feature. */
export function permutationImportanceChart(importances: readonly FeatureImportance[]): Promise<string> {
  const values = importances.map(({ label, gainShare }) => ({ label, lost: Math.max(0, gainShare) }));
  return drawChart('lost', `What the model would lose without each fact, most without ${values[0]?.label ?? 'none'}`, {
    width: 200,
    height: { step: 22 },
    title: { text: 'What it would lose without', fontSize: 12, fontWeight: 600, anchor: 'start' },
    data: { values },
    mark: { type: 'bar', color: INK.main },
    encoding: { y: LABELS, x: { field: 'lost', type: 'quantitative', title: 'share of what it knows', axis: SHARES } },
  });
}

/** The expected share of successes at the common values with the fewest and the most of them. */
export function extremeValuesChart(
  importances: readonly FeatureImportance[],
  { record, records, would }: Pick<GoalWords, 'record' | 'records' | 'would'>,
): Promise<string> {
  const values = importances.flatMap(({ label, range }) => {
    if (!range) return [];
    const { low, high } = range;
    return { label, low: low.probability, high: high.probability, lowValue: low.value, highValue: high.value };
  });
  const x = (field: string) => ({
    x: {
      field,
      type: 'quantitative',
      title: would,
      // The padding leaves space for the values next to the points; there are no shares below 0 or above 1.
      axis: { ...SHARES, labelExpr: "datum.value < 0 || datum.value > 1 ? '' : datum.label" },
      scale: { padding: 84, zero: false, nice: false },
    },
  });
  const point = (field: string, color: string) => ({
    mark: { type: 'point', filled: true, size: 70, opacity: 1, color },
    encoding: { y: LABELS, ...x(field) },
  });
  const text = (field: string, textField: string, align: 'left' | 'right') => ({
    mark: { type: 'text', align, dx: align === 'left' ? 8 : -8, fontSize: 10, color: '#444', limit: 84 },
    encoding: { y: LABELS, ...x(field), text: { field: textField, type: 'nominal' } },
  });
  return drawChart('ends', `Share of ${records} that ${would}, by the worst and the best common value of each fact`, {
    width: 330,
    height: { step: 22 },
    title: { text: `If every ${record} had this value`, fontSize: 12, fontWeight: 600, anchor: 'start' },
    data: { values },
    layer: [
      {
        mark: { type: 'rule', color: INK.soft, strokeWidth: 4 },
        encoding: { y: LABELS, ...x('low'), x2: { field: 'high' } },
      },
      point('low', INK.contrast),
      point('high', INK.main),
      text('low', 'lowValue', 'right'),
      text('high', 'highValue', 'left'),
    ],
  });
}
