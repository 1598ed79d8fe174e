import type { FeatureImportance } from '../model-report/feature-effects.ts';
import { INK, drawChart } from './draw.ts';

const LABELS = { field: 'label', type: 'nominal', sort: null, title: null, axis: { labelLimit: 150 } } as const;
const SHARES = { format: '.0%', tickCount: 5 } as const;

/** What would be gone of all that the model knows beyond the average, fact by fact. */
export function permutationImportanceChart(worth: readonly FeatureImportance[]): Promise<string> {
  const values = worth.map(({ label, lost }) => ({ label, lost: Math.max(0, lost) }));
  return drawChart('lost', `What the model would lose without each fact, most without ${values[0]?.label ?? 'none'}`, {
    width: 200,
    height: { step: 22 },
    title: { text: 'What it would lose without', fontSize: 12, fontWeight: 600, anchor: 'start' },
    data: { values },
    mark: { type: 'bar', color: INK.main },
    encoding: { y: LABELS, x: { field: 'lost', type: 'quantitative', title: 'share of what it knows', axis: SHARES } },
  });
}

/** From the value with which the fewest leads would convert to the one with which the most would. */
export function extremeValuesChart(worth: readonly FeatureImportance[]): Promise<string> {
  const values = worth.flatMap(({ label, ends }) =>
    ends
      ? [
          {
            label,
            low: ends.low.probability,
            high: ends.high.probability,
            lowValue: ends.low.value,
            highValue: ends.high.value,
          },
        ]
      : [],
  );
  const x = (field: string) => ({
    x: {
      field,
      type: 'quantitative',
      title: 'would convert',
      // Room beside the points for their values; a share below 0 or above 1 there is none.
      axis: { ...SHARES, labelExpr: "datum.value < 0 || datum.value > 1 ? '' : datum.label" },
      scale: { padding: 84, zero: false, nice: false },
    },
  });
  const point = (field: string, color: string) => ({
    mark: { type: 'point', filled: true, size: 70, opacity: 1, color },
    encoding: { y: LABELS, ...x(field) },
  });
  const text = (field: string, said: string, align: 'left' | 'right') => ({
    mark: { type: 'text', align, dx: align === 'left' ? 8 : -8, fontSize: 10, color: '#444', limit: 84 },
    encoding: { y: LABELS, ...x(field), text: { field: said, type: 'nominal' } },
  });
  return drawChart('ends', 'Share of leads that would convert, by the worst and the best common value of each fact', {
    width: 330,
    height: { step: 22 },
    title: { text: 'If every lead had this value', fontSize: 12, fontWeight: 600, anchor: 'start' },
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
