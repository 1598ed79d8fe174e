/**
 * `npm run bench:org [-- --leads 125000 --folder DIR --write]`: reads an org of that size, compares counts and values with the
 * org, and writes a score to 100,000 of its open leads, with the sandbox org on the same machine. `--folder` keeps the org for
 * the next run, because creating it takes minutes. `--write` renews the section in docs/benchmarks.md.
 */
import '../shared/fixed-date.ts';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { describeMachine } from '../shared/machine.ts';
import { cpuMs } from '../shared/process-usage.ts';
import { replaceSection } from '../shared/replace-section.ts';
import { startSandbox } from '../shared/sandbox.ts';
import { compareWithOrg } from './compare-with-org.ts';
import { writeOddValues } from './odd-values.ts';
import { COMPARED_TEXT_FIELDS, type ReadTotals } from './read-totals.ts';

const { values } = parseArgs({
  options: {
    leads: { type: 'string', default: '125000' },
    scores: { type: 'string', default: '100000' },
    folder: { type: 'string' },
    write: { type: 'boolean' },
  },
});

/** The same flags as in `bin/leadlight.mjs`. */
const NODE_FLAGS = ['--max-semi-space-size=8'];

interface Run {
  readonly seconds: number;
  readonly processorSeconds: number;
  readonly peakBytes: number;
  readonly calls: number;
}

interface Extraction extends Run {
  readonly read: ReadTotals;
}

interface Writing extends Run {
  readonly requested: number;
  readonly written: number;
}

const folder = values.folder ?? mkdtempSync(join(tmpdir(), 'leadlight-org-'));
mkdirSync(folder, { recursive: true });
process.stderr.write('Creating or opening the org …\n');
const sandbox = await startSandbox(folder, ['--leads', values.leads, '--seed', '1']);
try {
  const connection = readFileSync(join(folder, 'connection.json'), 'utf8');
  const other = await sandbox.connectAsOtherUser();
  const since = await writeOddValues(other);
  const orgBefore = cpuMs(sandbox.pid) / 1000;
  const extraction = await runScript<Extraction>('extract.ts', [connection, String(since)]);
  const orgAfterReading = cpuMs(sandbox.pid) / 1000;
  process.stderr.write('Comparing what was read with the org …\n');
  const differences = await compareWithOrg(other, extraction.read, since);
  if (differences.length > 0) throw new Error(`What was read differs from the org:\n${differences.join('\n')}`);
  const orgBetween = cpuMs(sandbox.pid) / 1000;
  const writing = await runScript<Writing>('write-scores.ts', [connection, values.scores]);
  const orgAfter = cpuMs(sandbox.pid) / 1000;
  const { Lead: leads = 0, ...children } = extraction.read.counts;
  const childRows = Object.values(children).reduce((sum, count) => sum + count, 0);
  const text = [
    '## An org of this size, read and written',
    '',
    `Made by \`npm run bench:org -- --write\`; do not edit. ${describeMachine()}. The sandbox org runs on the same machine and does most of the work; its processor time is listed separately.`,
    '',
    '| | wall-clock time | processor time, ours | processor time, the org | peak memory, ours | API calls |',
    '| --- | ---: | ---: | ---: | ---: | ---: |',
    row(`${count(leads)} leads and ${count(childRows)} child rows read`, extraction, orgAfterReading - orgBefore),
    row(
      `${count(writing.written)} of ${count(writing.requested)} scores written, each with a history row`,
      writing,
      orgAfter - orgBetween,
    ),
    '',
    `The counts of every object, ${COMPARED_TEXT_FIELDS.length} text fields of every lead (1,000 of them with commas, quotes, newlines and non-Latin text) and their history were compared with what another client reads, and are equal.`,
  ].join('\n');
  console.log(text);
  if (values.write) await replaceSection('docs/benchmarks.md', 'org', text);
} finally {
  await sandbox.stop();
  if (values.folder === undefined) rmSync(folder, { recursive: true, force: true });
}

function count(number: number): string {
  return number.toLocaleString('en');
}

function row(what: string, run: Run, orgSeconds: number): string {
  const cells = [`${run.seconds.toFixed(1)} s`, `${run.processorSeconds.toFixed(1)} s`, `${orgSeconds.toFixed(1)} s`];
  return `| ${what} | ${cells.join(' | ')} | ${Math.round(run.peakBytes / 2 ** 20)} MB | ${count(run.calls)} |`;
}

/** Runs a script in this folder to its end. @returns the JSON that it prints */
async function runScript<Result>(file: string, args: readonly string[]): Promise<Result> {
  const path = fileURLToPath(new URL(file, import.meta.url));
  const child = spawn(process.execPath, [...NODE_FLAGS, path, ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
  const [code] = (await once(child, 'close')) as [number | null];
  if (code !== 0) throw new Error(`${file} ended with ${code}.`);
  return JSON.parse(output) as Result;
}
