import { contenders, type Contender, type TrainingTimes } from './training.ts';
import { type Quality, withError } from './quality.ts';
import type { ServingLine } from './serving.ts';

const row = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
const table = (head: readonly string[], rows: readonly (readonly string[])[]) =>
  [row(head), row(head.map((_, i) => (i === 0 ? '---' : '---:'))), ...rows.map(row)].join('\n');

const count = (n: number) => n.toLocaleString('en');
const time = (ms: number | undefined) =>
  ms === undefined ? '–' : ms < 10_000 ? `${ms.toFixed(0)} ms` : `${(ms / 1000).toFixed(1)} s`;
const ratio = (a: number | undefined, b: number | undefined) => (a && b ? `${(a / b).toFixed(1)} ×` : '–');

export function trainingTable(sizes: readonly TrainingTimes[]): string {
  const names = Object.keys(contenders) as Contender[];
  const lines = names.map((name) => [contenders[name], ...sizes.map(({ times }) => time(times[name]))]);
  const over = (label: string, slow: Contender, fast: Contender) => [
    `**${label}**`,
    ...sizes.map(({ times }) => ratio(times[slow], times[fast])),
  ];
  return table(
    ['training, binning included, processor time', ...sizes.map(({ rows }) => `${count(rows)} rows`)],
    [
      ...lines,
      over('scikit-learn forest ÷ WASM', 'sklearn', 'wasm'),
      over('scikit-learn forest ÷ JavaScript', 'sklearn', 'javascript'),
      over('xgboost ÷ boosting', 'xgboost', 'boosting'),
      over('one thread ÷ two', 'wall', 'threads'),
    ],
  );
}

export function qualityTable(sizes: readonly Quality[]): string {
  const names = [...new Set(sizes.flatMap(({ auc }) => Object.keys(auc)))];
  const aucRows = names.map((name) => [name, ...sizes.map(({ auc }) => (auc[name] ? withError(auc[name]) : '–'))]);
  const errorRows = names
    .filter((name) => sizes.some(({ calibrationError }) => calibrationError[name]))
    .map((name) => [
      name,
      ...sizes.map(({ calibrationError }) => (calibrationError[name] ? withError(calibrationError[name]) : '–')),
    ]);
  const heads = sizes.map(({ rows }) => `${count(rows)} rows`);
  return [
    table(['AUC on fresh leads, mean ± standard error', ...heads], aucRows),
    table(['calibration error against the truth', ...heads], errorRows),
  ].join('\n\n');
}

export function servingTable(lines: readonly ServingLine[]): string {
  const shown = (value: number | undefined) =>
    value === undefined ? '–' : value >= 1000 ? count(Math.round(value)) : value.toPrecision(3);
  return table(
    ['serving, 100 trees on 10,000 rows, processor time', 'unit', 'WASM', 'JavaScript', 'peers', 'peers ÷ WASM'],
    lines.map(({ work, unit, ours, javascript, peers, rate }) => [
      work,
      unit,
      shown(ours),
      shown(javascript),
      Object.entries(peers)
        .map(([name, value]) => `${name} ${shown(value)}`)
        .join(', ') || '–',
      Object.values(peers)
        .map((value) => (rate ? ratio(ours, value) : ratio(value, ours)))
        .join(', ') || '–',
    ]),
  );
}
