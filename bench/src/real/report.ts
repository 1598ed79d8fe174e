import { mean } from '../shared/statistics.ts';
import {
  meanValues,
  measureNames,
  pairedDifferences,
  type Difference,
  type MeasuredSplit,
  type Range,
  type Values,
} from './compare.ts';
import type { TableEntry } from './manifest.ts';

/** All programs on the splits of one table. */
export interface MeasuredTable {
  readonly entry: TableEntry;
  readonly rows: number;
  readonly converted: number;
  readonly isSplitByTime: boolean;
  readonly splits: readonly MeasuredSplit[];
  /** [splits] Our learner that would be published. */
  readonly chosen: readonly string[];
}

/** The programs of a run: ids of our contenders and of the peers, with their names. */
export interface Programs {
  readonly ours: readonly string[];
  readonly peers: ReadonlyMap<string, string>;
}

/** What a training without settings publishes. */
export const BEST = 'best';

const format = {
  auc: (value: number) => value.toFixed(4),
  logLoss: (value: number) => value.toFixed(4),
  ece: (value: number) => value.toFixed(4),
};
const signed = (value: number): string => (value < 0 ? '−' : '+') + Math.abs(value).toFixed(4);
const rangeText = ({ mean: centre, low, high }: Range): string =>
  `${signed(centre)} (${signed(low)} … ${signed(high)})`;
const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
const count = (value: number): string => value.toLocaleString('en');

/** The peer with the lowest mean log loss, and the one with the highest mean AUC. */
function bestPeers({ splits }: MeasuredTable, { peers }: Programs) {
  const measured = [...peers.keys()].map((id) => ({ id, values: meanValues(splits, id) }));
  const best = (isBetter: (a: Values, b: Values) => boolean) =>
    measured.reduce((one, other) => (isBetter(other.values, one.values) ? other : one)).id;
  return { byLogLoss: best((a, b) => a.logLoss < b.logLoss), byAuc: best((a, b) => a.auc > b.auc) };
}

/** Ahead or behind where the interval excludes 0. @param sign 1 where more is better */
function verdictOf({ low, high }: Range, sign: 1 | -1): string {
  if (low > 0) return sign === 1 ? 'ahead' : 'behind';
  if (high < 0) return sign === 1 ? 'behind' : 'ahead';
  return 'within noise';
}

/** One line: the published model against the best peer by log loss and by AUC. */
export function verdictLine(table: MeasuredTable, programs: Programs): string {
  const { entry, splits } = table;
  const own = meanValues(splits, BEST);
  const start = `${entry.name}: AUC ${format.auc(own.auc)}, log loss ${format.logLoss(own.logLoss)}`;
  if (programs.peers.size === 0) return `${start}.`;
  const { byLogLoss, byAuc } = bestPeers(table, programs);
  const loss = pairedDifferences(splits, BEST, byLogLoss).logLoss;
  const auc = pairedDifferences(splits, BEST, byAuc).auc;
  return (
    `${start}. Against the best peer by log loss, ${programs.peers.get(byLogLoss)!}: ${rangeText(loss)}, ${verdictOf(loss, -1)}; ` +
    `by AUC, ${programs.peers.get(byAuc)!}: ${rangeText(auc)}, ${verdictOf(auc, 1)}.`
  );
}

/** The values of every program on every table. */
function valuesTable(tables: readonly MeasuredTable[], { ours, peers }: Programs, measure: keyof Values): string {
  const programs = [BEST, ...ours, ...peers.keys()];
  const heading = programs.map((id) => (id === BEST ? '`best`' : (peers.get(id) ?? id)));
  const lines = tables.map(({ entry, splits }) =>
    row([entry.name, ...programs.map((id) => format[measure](meanValues(splits, id)[measure]))]),
  );
  const means = programs.map((id) => mean(tables.map(({ splits }) => meanValues(splits, id)[measure])));
  return [
    row([MEASURE_NAMES[measure], ...heading]),
    row(['---', ...programs.map(() => '---:')]),
    ...lines,
    row(['**mean**', ...means.map((value) => `**${format[measure](value)}**`)]),
  ].join('\n');
}

const MEASURE_NAMES = { auc: 'AUC', logLoss: 'log loss', ece: 'calibration error' } as const;

/** What was measured how, for each table. */
const tablesTable = (tables: readonly MeasuredTable[]): string =>
  [
    row(['table', 'rows', 'positive', 'measured on', 'published by `best`']),
    row(['---', '---:', '---:', '---', '---']),
    ...tables.map(({ entry, rows, converted, isSplitByTime, splits, chosen }) =>
      row([
        entry.name,
        count(rows),
        `${((100 * converted) / rows).toFixed(1)} %`,
        isSplitByTime
          ? `the newest ${count(splits[0]!.labels.length)}`
          : `${count(splits[0]!.labels.length)} at random, ${splits.length} ×`,
        [...new Set(chosen)].map((id) => `${id} ${chosen.filter((other) => other === id).length} ×`).join(', '),
      ]),
    ),
  ].join('\n');

/** Over the tables: the published model minus a program, the mean and the worst table by AUC. */
function summaryTable(tables: readonly MeasuredTable[], { ours, peers }: Programs): string {
  const differences = (ids: (table: MeasuredTable) => string): readonly { table: MeasuredTable; by: Difference }[] =>
    tables.map((table) => ({ table, by: pairedDifferences(table.splits, BEST, ids(table)) }));
  const bestOwn = ({ splits }: MeasuredTable) =>
    ours.reduce((one, other) => (meanValues(splits, other).auc > meanValues(splits, one).auc ? other : one));
  const compared: (readonly [string, (table: MeasuredTable) => string])[] = [
    ...[...peers].map(([id, name]) => [name, () => id] as const),
    ...(peers.size > 0
      ? [
          [
            'the best peer of each table by AUC',
            (table: MeasuredTable) => bestPeers(table, { ours, peers }).byAuc,
          ] as const,
        ]
      : []),
    ['our best single contender of each table by AUC', bestOwn],
  ];
  return [
    row(['`best` minus', 'AUC, mean', 'log loss, mean', 'calibration error, mean', 'AUC, worst table']),
    row(['---', '---:', '---:', '---:', '---']),
    ...compared.map(([name, ids]) => {
      const all = differences(ids);
      const worst = all.reduce((one, other) => (other.by.auc.mean < one.by.auc.mean ? other : one));
      const means = measureNames.map((measure) => signed(mean(all.map(({ by }) => by[measure].mean))));
      return row([name, ...means, `${signed(worst.by.auc.mean)}, ${worst.table.entry.name}`]);
    }),
  ].join('\n');
}

/** The whole section of docs/evaluation.md below its head. */
export function reportText(tables: readonly MeasuredTable[], programs: Programs): string {
  return [
    tablesTable(tables),
    summaryTable(tables, programs),
    tables.map((table) => `- ${verdictLine(table, programs)}`).join('\n'),
    ...measureNames.map((measure) => valuesTable(tables, programs, measure)),
  ].join('\n\n');
}
