/**
 * `npm run bench [-- --write]`: measures `leadlight start` and training on real leads, as a user runs them. `--write` renews the
 * table in the README. Time and memory are measured in different runs, because sampling memory takes processor time.
 */
import '../shared/fixed-date.ts';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { freePort } from '../shared/free-port.ts';
import { describeMachine } from '../shared/machine.ts';
import { replaceSection } from '../shared/replace-section.ts';
import { median } from '../shared/statistics.ts';
import { measureMemory, measureStart, type MemoryMeasurement, type StartMeasurement } from './measure-start.ts';
import { trainOnRealLeads, type RealLeadsResult } from './real-leads.ts';

const RUNS = 3;
/** A checkout has none of these before its first start, which makes them: the bundle of the page, and what storage keeps. */
const MADE_ONCE = ['apps/lead-page/public/lead-page.js', 'node_modules/.cache/leadlight'].map((path) =>
  fileURLToPath(new URL(`../../../${path}`, import.meta.url)),
);

const NOTES: Readonly<Record<string, string>> = {
  score: ' (the lead page waits only for the best 200 leads)',
  'write back': ' (not waited for)',
};

function tableRows(
  first: MemoryMeasurement,
  runs: readonly StartMeasurement[],
  memoryRuns: readonly MemoryMeasurement[],
  realLeads: readonly RealLeadsResult[],
): string[][] {
  const { summary } = runs[0]!;
  const test = summary.test!;
  const seconds = (value: number) => `${value.toFixed(1)} s`;
  const stepRows = summary.steps.map(({ name }, step) => [
    `— ${name}${NOTES[name] ?? ''}`,
    seconds(median(runs.map((run) => run.summary.steps[step]!.seconds))),
  ]);
  return [
    [
      '`npm start` from an installed checkout: until a lead page shows its score, with 5,000 leads, 4,100 of them open',
      seconds(median(runs.map((run) => run.seconds))),
    ],
    ...stepRows,
    [
      '— the first start, once, which also makes the bundle of the page and the code of the database',
      seconds(first.seconds),
    ],
    [
      'peak memory of all its processes together',
      megabytes(memoryRuns.map(({ memory }) => Math.max(...memory.map((each) => each.peakBytes)))),
    ],
    ...memoryRuns[0]!.memory.flatMap(({ stage }, index) => {
      const peaks = memoryRuns.map(({ memory }) => memory[index]!.peakBytes);
      // A stage shorter than the time between two samples is not measured.
      return peaks.includes(0)
        ? []
        : [[stage === 'serving' ? '— score, write back and serving' : `— ${stage}`, megabytes(peaks)]];
    }),
    ['— the first start', megabytes([Math.max(...first.memory.map(({ peakBytes }) => peakBytes))])],
    [
      'leads · snapshots · converted',
      [summary.leads, summary.snapshots, summary.converted].map((n) => n.toLocaleString('en')).join(' · '),
    ],
    [
      'AUC · PR-AUC · Brier on the newest fifth',
      [test.auc, test.prAuc, test.brier].map((n) => n.toFixed(3)).join(' · '),
    ],
    ['lift in the top tenth', `${test.lift.toFixed(1)} ×`],
    [
      'API calls used',
      summary.apiCalls ? `${summary.apiCalls.used} of ${summary.apiCalls.limit.toLocaleString('en')}` : '–',
    ],
    ...realLeadsRows(realLeads),
  ];
}

const megabytes = (bytes: readonly number[]): string => `${(median(bytes) / 2 ** 20).toFixed(0)} MB`;

function realLeadsRows(results: readonly RealLeadsResult[]): string[][] {
  const [first] = results;
  if (!first) return [];
  return [
    [
      'X Education, 9,240 real leads, without the columns filled in after the fact: AUC · calibration error',
      `${first.auc.toFixed(3)} · ${first.ece.toFixed(3)}`,
    ],
    ['— fitted in', `${median(results.map(({ fitSeconds }) => fitSeconds)).toFixed(2)} s`],
    ['— with leakage search and seven contenders', `${median(results.map(({ seconds }) => seconds)).toFixed(1)} s`],
  ];
}

const folder = mkdtempSync(join(tmpdir(), 'leadlight-bench-'));
try {
  const runs: StartMeasurement[] = [];
  const memoryRuns: MemoryMeasurement[] = [];
  const realLeads: RealLeadsResult[] = [];
  const ports = async () => [await freePort(), await freePort(), await freePort()] as const;
  for (const made of MADE_ONCE) rmSync(made, { recursive: true, force: true });
  process.stderr.write('the first start …\n');
  const first = await measureMemory(join(folder, 'first'), await ports());
  for (let run = 0; run < RUNS; run += 1) {
    process.stderr.write(`run ${run + 1} of ${RUNS} …\n`);
    runs.push(await measureStart(join(folder, `run-${run}`), await ports()));
    memoryRuns.push(await measureMemory(join(folder, `memory-${run}`), await ports()));
    const real = await trainOnRealLeads(join(folder, 'model.json'));
    if (real) realLeads.push(real);
  }
  if (realLeads.length === 0) process.stderr.write('skipped: no real data (LEADLIGHT_REAL_DATA names the folder)\n');
  const table = [
    `Medians of ${RUNS} runs on ${describeMachine()}, by \`npm run bench -- --write\`:`,
    '',
    '| what | measured |',
    '| --- | --- |',
    ...tableRows(first, runs, memoryRuns, realLeads).map((cells) => `| ${cells.join(' | ')} |`),
  ].join('\n');
  console.log(table);
  if (process.argv.includes('--write')) await replaceSection('README.md', 'measured', table);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
