/**
 * `npm run bench [-- --write]`: measures `leadlight start` and training on real leads, as a user runs them. `--write` renews the
 * table in the README.
 */
import '../shared/fixed-date.ts';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RunSummary } from '@leadlight/report';
import { describeMachine } from '../shared/machine.ts';
import { replaceSection } from '../shared/replace-section.ts';
import { runLeadlight } from '../shared/run-leadlight.ts';
import { median } from '../shared/statistics.ts';
import { trainOnRealLeads, type RealLeadsResult } from './real-leads.ts';

const RUNS = 3;

interface PipelineResult {
  readonly seconds: number;
  readonly peakBytes: number;
  readonly summary: RunSummary;
}

async function runPipeline(folder: string, orgPort: number): Promise<PipelineResult> {
  const args = ['start', '--once', '--json', '--folder', folder, '--org-port', String(orgPort)];
  const { stdout, seconds, peakBytes } = await runLeadlight(args);
  return { seconds, peakBytes, summary: JSON.parse(stdout) as RunSummary };
}

function tableRows(runs: readonly PipelineResult[], realLeads: readonly RealLeadsResult[]): string[][] {
  const { summary } = runs[0]!;
  const test = summary.test!;
  const seconds = (value: number) => `${value.toFixed(1)} s`;
  const stepRows = summary.steps.map(({ name }, step) => [
    `— ${name}`,
    seconds(median(runs.map((run) => run.summary.steps[step]!.seconds))),
  ]);
  return [
    [
      '`npm start -- --once`, from nothing to 5,000 leads scored and written back',
      seconds(median(runs.map((run) => run.seconds))),
    ],
    ...stepRows,
    ['peak memory of all its processes', `${(median(runs.map((run) => run.peakBytes)) / 2 ** 20).toFixed(0)} MB`],
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
  const runs: PipelineResult[] = [];
  const realLeads: RealLeadsResult[] = [];
  for (let run = 0; run < RUNS; run += 1) {
    process.stderr.write(`run ${run + 1} of ${RUNS} …\n`);
    runs.push(await runPipeline(join(folder, `run-${run}`), 4390 + run));
    const real = await trainOnRealLeads(join(folder, 'model.json'));
    if (real) realLeads.push(real);
  }
  if (realLeads.length === 0) process.stderr.write('skipped: no real data (LEADLIGHT_REAL_DATA names the folder)\n');
  const table = [
    `Medians of ${RUNS} runs on ${describeMachine()}, by \`npm run bench -- --write\`:`,
    '',
    '| what | measured |',
    '| --- | --- |',
    ...tableRows(runs, realLeads).map((cells) => `| ${cells.join(' | ')} |`),
  ].join('\n');
  console.log(table);
  if (process.argv.includes('--write')) await replaceSection('README.md', 'measured', table);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
