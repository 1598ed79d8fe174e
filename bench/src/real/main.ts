/**
 * `npm run bench:real [-- --tables "X Education,Olist" --splits 5 --peers catboost,lightgbm --peers-only --manifest FILE --cache DIR --write]`:
 * compares what a training without settings publishes with other programs on real tables in the folder that LEADLIGHT_REAL_DATA
 * names. The programs come from PyPI: a virtual environment is made on demand in the cache folder, which is outside the
 * repository (`~/.cache/leadlight/bench-real` by default), and so are their results, by split and version, so that another
 * run trains only ours; `--peers-only` fills the cache and trains none of ours. `--write` renews docs/evaluation.md.
 */
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { environmentValue } from '@leadlight/common';
import type { Split } from '@leadlight/evaluation';
import { takeRows } from '@leadlight/workflows';
import { describeMachine } from '../shared/machine.ts';
import { replaceSection } from '../shared/replace-section.ts';
import { ROOT } from '../shared/run-leadlight.ts';
import type { MeasuredSplit } from './compare.ts';
import { loadTable, type RealTable } from './load-table.ts';
import { readManifest, type TableEntry } from './manifest.ts';
import { trainOurs } from './ours.ts';
import { peers as allPeers, runPeers, type Peer, type PeerSplit } from './peers.ts';
import { defaultCacheFolder, preparePeerPython, type PeerPython } from './python.ts';
import { BEST, reportText, verdictLine, type MeasuredTable, type Programs } from './report.ts';
import { splitsOf } from './splits.ts';

const { values } = parseArgs({
  options: {
    tables: { type: 'string' },
    splits: { type: 'string', default: '5' },
    peers: { type: 'string' },
    'peers-only': { type: 'boolean', default: false },
    manifest: { type: 'string' },
    cache: { type: 'string', default: defaultCacheFolder() },
    write: { type: 'boolean', default: false },
  },
});

/** Logs progress; the report goes to standard output at the end. */
const logProgress = (text: string) => console.error(text);
const listed = (text: string) => text.split(',').map((name) => name.trim());

function chosenPeers(): readonly Peer[] {
  if (values.peers === undefined) return allPeers;
  if (values.peers === 'none') return [];
  return listed(values.peers).map((id) => {
    const peer = allPeers.find((each) => each.id === id);
    if (!peer) throw new Error(`There is no peer ${id}; there are ${allPeers.map((each) => each.id).join(', ')}.`);
    return peer;
  });
}

function chosenTables(): readonly TableEntry[] {
  const entries = readManifest(values.manifest);
  if (values.tables === undefined) return entries;
  const parts = listed(values.tables);
  return entries.filter(({ name }) => parts.some((part) => name.includes(part)));
}

/** Fills the cache with the peers' predictions. */
async function runPeersOnly(folder: string, entry: TableEntry, chosen: readonly Peer[], python: PeerPython) {
  const table = await loadTable(folder, entry);
  for (const [at, split] of splitsOf(table, Number(values.splits)).entries()) {
    logProgress(`${entry.name}, split ${at + 1}`);
    await runPeers(chosen, peerSplitOf(table, split), python, values.cache, logProgress);
  }
}

const peerSplitOf = ({ dataset }: RealTable, { train, test }: Split): PeerSplit => ({
  train: dataset.table.take(train),
  labels: takeRows(dataset.labels, train),
  test: dataset.table.take(test),
});

async function measureTable(
  folder: string,
  entry: TableEntry,
  chosen: readonly Peer[],
  python: PeerPython | undefined,
  programs: Programs & { ours: string[] },
): Promise<MeasuredTable> {
  const table = await loadTable(folder, entry);
  const { dataset } = table;
  const best: string[] = [];
  const splits: MeasuredSplit[] = [];
  for (const [at, split] of splitsOf(table, Number(values.splits)).entries()) {
    const { train, test } = split;
    logProgress(`${entry.name}, split ${at + 1}: ${train.length} rows to learn from, ${test.length} to measure on …`);
    const ours = trainOurs(dataset, split, 1);
    best.push(ours.best);
    logProgress(`ours: ${ours.best}, ${ours.processorSeconds.toFixed(1)} s of processor time`);
    const others = python && (await runPeers(chosen, peerSplitOf(table, split), python, values.cache, logProgress));
    for (const id of ours.probabilities.keys()) if (!programs.ours.includes(id)) programs.ours.push(id);
    const probabilities = new Map<string, ArrayLike<number>>([
      [BEST, ours.probabilities.get(ours.best)!],
      ...ours.probabilities,
      ...[...(others ?? [])].map(([id, result]) => [id, result.probabilities] as const),
    ]);
    splits.push({
      labels: takeRows(dataset.labels, test),
      leads: takeRows(dataset.leads, test),
      trainingRows: train.length,
      probabilities,
    });
  }
  const converted = dataset.labels.reduce((sum, label) => sum + label, 0);
  const isSplitByTime = table.order !== undefined;
  return { entry, rows: dataset.labels.length, converted, isSplitByTime, splits, chosen: best };
}

/** What is not a default of a peer. */
const peerNotes: Readonly<Record<string, string>> = {
  xgboost: 'xgboost runs with 300 trees of depth 4',
  'xgboost-deep': 'deep xgboost with 2,000 of depth 8',
  'catboost-bagged':
    'bagged eightfold means a CatBoost for each of eight folds, which stops early on the fold that it does not learn from',
  flaml: 'FLAML searches for 60 s of the clock',
};

const folder = environmentValue(process.env, 'LEADLIGHT_REAL_DATA');
if (!folder || !existsSync(resolve(ROOT, folder))) {
  console.log('skipped: no real data (LEADLIGHT_REAL_DATA names the folder)');
} else {
  const chosen = chosenPeers();
  const python = chosen.length === 0 ? undefined : preparePeerPython(values.cache, logProgress);
  if (values['peers-only'] && python) {
    for (const entry of chosenTables()) await runPeersOnly(resolve(ROOT, folder), entry, chosen, python);
    process.exit();
  }
  const programs = { ours: [] as string[], peers: new Map(chosen.map(({ id, name }) => [id, name])) };
  const tables: MeasuredTable[] = [];
  for (const entry of chosenTables()) {
    const measured = await measureTable(resolve(ROOT, folder), entry, chosen, python, programs);
    logProgress(verdictLine(measured, programs));
    tables.push(measured);
  }
  const versions = Object.entries(python?.versions ?? {}).map(([name, version]) => `${name} ${version}`);
  const commandArguments = process.argv
    .slice(2)
    .map((each) => (each.includes(' ') ? `"${each}"` : each))
    .join(' ');
  const report = [
    '## Comparison with other programs on real tables',
    `Made by \`npm run bench:real -- ${commandArguments}\`; do not edit. ${[describeMachine(), ...versions].join(', ')}.`,
    'Every program gets the same columns and learns from the same rows, without a setting for the table; every program uses one ' +
      'thread. `best` is what a training without settings publishes, chosen from the training rows only. ' +
      'Tables with dates, or in the order of time, are split once, by time; the others are split at random. Rows of one lead, and rows that ' +
      'repeat each other, are on one side. Ours know the order of time, as with `--created`; the other programs have no such input. ' +
      'Intervals are 90 %: with one split a bootstrap of its leads, with several Student’s t with ' +
      'the variance corrected for overlapping training sets. CatBoost (1,000 trees), LightGBM (100) and scikit-learn run with their ' +
      ['defaults', ...chosen.flatMap(({ id }) => peerNotes[id] ?? [])].join('; ') +
      '.',
    reportText(tables, programs),
  ].join('\n\n');
  console.log(report);
  if (values.write) await replaceSection('docs/evaluation.md', 'real', report);
}
