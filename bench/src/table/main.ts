/**
 * `npm run bench:table [-- --rows 1000000 --rounds 3 --write]`: reads a CSV of 20 columns into typed columns, next to other
 * readers. `--write` renews the section in docs/benchmarks.md.
 */
import { execFile } from 'node:child_process';
import { createReadStream, mkdtempSync, rmSync, statSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs, promisify } from 'node:util';
import { parse } from 'csv-parse';
import { describeMachine } from '../shared/machine.ts';
import { replaceSection } from '../shared/replace-section.ts';
import { median } from '../shared/statistics.ts';
import type { ReadMeasurement } from './read-once.ts';
import { writeLeads } from './write-leads.ts';

const { values } = parseArgs({
  options: {
    rows: { type: 'string', default: '1000000' },
    rounds: { type: 'string', default: '3' },
    write: { type: 'boolean' },
  },
});
const rows = Number(values.rows);
const execFileAsync = promisify(execFile);
const READ_ONCE = fileURLToPath(new URL('./read-once.ts', import.meta.url));
/** Types numbers and dates as pandas does by default: without looking at local forms, footers or missing words. */
const PANDAS = `
import json, sys, time, resource
import pandas
start, cpu = time.perf_counter(), time.process_time()
table = pandas.read_csv(sys.argv[1])
print(json.dumps({'rows': len(table), 'seconds': time.perf_counter() - start, 'processorSeconds': time.process_time() - cpu,
  'peakBytes': resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024}))
`;

/** Reads without keeping anything or typing it. */
async function csvParse(file: string): Promise<ReadMeasurement> {
  const before = process.cpuUsage();
  const started = performance.now();
  let records = -1;
  for await (const _ of createReadStream(file).pipe(parse({ bom: true }))) records += 1;
  const { user, system } = process.cpuUsage(before);
  const seconds = (performance.now() - started) / 1000;
  return { rows: records, seconds, processorSeconds: (user + system) / 1e6, peakBytes: Number.NaN };
}

async function pandas(file: string): Promise<ReadMeasurement | undefined> {
  try {
    return JSON.parse((await execFileAsync('python3', ['-c', PANDAS, file])).stdout) as ReadMeasurement;
  } catch {
    return undefined;
  }
}

const perSecond = (seconds: number): string => Math.round(rows / seconds).toLocaleString('en');
const megabytes = (bytes: number): string => (Number.isNaN(bytes) ? '–' : `${Math.round(bytes / 1e6)} MB`);
const line = (name: string, runs: readonly ReadMeasurement[]): string =>
  `| ${name} | ${median(runs.map(({ seconds }) => seconds)).toFixed(1)} s | ${median(runs.map(({ processorSeconds }) => processorSeconds)).toFixed(1)} s | ` +
  `${perSecond(median(runs.map(({ seconds }) => seconds)))} | ${perSecond(median(runs.map(({ processorSeconds }) => processorSeconds)))} | ${megabytes(Math.max(...runs.map(({ peakBytes }) => peakBytes)))} |`;

const folder = mkdtempSync(join(tmpdir(), 'leadlight-bench-table-'));
try {
  const file = join(folder, 'leads.csv');
  await writeLeads(file, rows);
  const ours: ReadMeasurement[] = [];
  for (let round = 0; round < Number(values.rounds); round += 1) {
    ours.push(JSON.parse((await execFileAsync(process.execPath, [READ_ONCE, file])).stdout) as ReadMeasurement);
  }
  const peers = { pandas: await pandas(file), csvParse: await csvParse(file) };
  const load = loadavg()[0]!;
  const text = [
    '## A CSV read into typed columns',
    '',
    `Made by \`npm run bench:table -- --write\`; do not edit. ${describeMachine()}; load average ${load.toFixed(0)} on these processors, so the clock includes waiting for other work.`,
    '',
    `${rows.toLocaleString('en')} rows × 20 columns (${megabytes(statSync(file).size)}): an id, dates, categories, counts, amounts, yes or no, quoted texts. One process; ours is the median of ${values.rounds}, the others are read once. Ours finds out dialect, kinds, decimal marks and missing words and counts what does not fit; pandas reads with its defaults; csv-parse only splits records and keeps none.`,
    '',
    '|  | wall-clock time | processor time | rows/s by the clock | rows/s of processor time | peak memory |',
    '| --- | ---: | ---: | ---: | ---: | ---: |',
    line('text and types, ours', ours),
    ...(peers.pandas ? [line('pandas `read_csv`', [peers.pandas])] : []),
    line('csv-parse, records only', [peers.csvParse]),
  ].join('\n');
  process.stdout.write(`${text}\n`);
  if (values.write) await replaceSection('docs/benchmarks.md', 'table', text);
} finally {
  rmSync(folder, { recursive: true });
}
