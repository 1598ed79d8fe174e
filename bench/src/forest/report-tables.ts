import { contenders, type Contender, type TrainingTimes } from './training.ts';
import { mean, standardError } from '../shared/statistics.ts';
import { type Quality, matchingPeer } from './quality.ts';
import type { ServingLine } from './serving.ts';

const row = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
const table = (head: readonly string[], rows: readonly (readonly string[])[]) =>
  [row(head), row(head.map((_, i) => (i === 0 ? '---' : '---:'))), ...rows.map(row)].join('\n');

const count = (n: number) => n.toLocaleString('en');
const time = (ms: number | undefined) =>
  ms === undefined ? '–' : ms < 10_000 ? `${ms.toFixed(0)} ms` : `${(ms / 1000).toFixed(1)} s`;
const withError = (values: readonly number[]) => `${mean(values).toFixed(4)} ± ${standardError(values).toFixed(4)}`;
const signed = (values: readonly number[]) => `${mean(values) < 0 ? '' : '+'}${withError(values)}`;
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

/** Paired difference to a peer by seed, which cancels out what both owe to the leads. */
function advantage({ auc }: Quality, name: string, peer: string): string {
  const [ours, theirs] = [auc[name], auc[peer]];
  return ours && theirs ? signed(ours.map((value, seed) => value - theirs[seed]!)) : '–';
}

export function qualityTable(all: readonly Quality[]): string {
  const namesOf = (of: (quality: Quality) => object) => [
    ...new Set(all.flatMap((quality) => Object.keys(of(quality)))),
  ];
  const rowsOf = (of: (quality: Quality) => Readonly<Record<string, readonly number[]>>, some: readonly Quality[]) =>
    namesOf(of).map((name) => [
      name,
      ...some.map((quality) => (of(quality)[name] ? withError(of(quality)[name]!) : '–')),
    ]);
  const leads = Object.entries(matchingPeer).map(([name, peer]) => [
    `**${name} − ${peer}**`,
    ...all.map((quality) => advantage(quality, name, peer)),
  ]);
  const heads = (some: readonly Quality[]) => some.map((quality) => quality.leads);
  const simulated = all.filter(({ calibrationError }) => Object.keys(calibrationError).length > 0);
  return [
    table(
      ['AUC on fresh leads, mean of seeds ± standard error', ...heads(all)],
      [...rowsOf(({ auc }) => auc, all), ...leads],
    ),
    table(
      ['calibration error against the truth', ...heads(simulated)],
      rowsOf(({ calibrationError }) => calibrationError, simulated),
    ),
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
