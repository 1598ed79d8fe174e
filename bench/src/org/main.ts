/**
 * `npm run bench:org [-- --leads 125000 --folder DIR --write]`: reads an org of that size, holds what was read against the
 * org, count by count and value by value, and writes a score to 100,000 of its open leads, with the sandbox org on the same
 * machine. `--folder` keeps the org for the next run: making it takes minutes. `--write` renews the section in
 * docs/benchmarks.md.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { replaceFormattedSection } from '../shared/replace-formatted-section.ts';
import { startSandbox } from '../shared/sandbox.ts';
import { cpuMs } from '../shared/process-cpu.ts';
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

/** As `bin/leadlight.mjs` starts what streams an org through. */
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
  readonly asked: number;
  readonly written: number;
}

const folder = values.folder ?? mkdtempSync(join(tmpdir(), 'leadlight-org-'));
mkdirSync(folder, { recursive: true });
process.stderr.write('The org is made, or opened …\n');
const sandbox = await startSandbox(folder, ['--leads', values.leads, '--seed', '1']);
try {
  const connection = readFileSync(join(folder, 'connection.json'), 'utf8');
  const other = await sandbox.connectAsOtherUser();
  const since = await writeOddValues(other);
  const orgBefore = cpuMs(sandbox.pid) / 1000;
  const extraction = await runScript<Extraction>('extract.ts', [connection, String(since)]);
  const orgAfterReading = cpuMs(sandbox.pid) / 1000;
  process.stderr.write('What was read is held against the org …\n');
  const differing = await compareWithOrg(other, extraction.read, since);
  if (differing.length > 0) throw new Error(`What was read is not what the org holds:\n${differing.join('\n')}`);
  const orgBetween = cpuMs(sandbox.pid) / 1000;
  const writing = await runScript<Writing>('write-scores.ts', [connection, values.scores]);
  const orgAfter = cpuMs(sandbox.pid) / 1000;
  const { Lead: leads = 0, ...children } = extraction.read.counts;
  const childRows = Object.values(children).reduce((sum, count) => sum + count, 0);
  const text = [
    '## An org of this size, read and written',
    '',
    `Made by \`npm run bench:org -- --write\`; do not edit. ${cpus().length} × ${cpus()[0]?.model.trim() ?? 'unknown'}, Node ${process.versions.node}, ${new Date().toISOString().slice(0, 10)}. The sandbox org runs on the same machine and does most of the work: its processor time stands apart.`,
    '',
    '| | by the clock | processor time, ours | processor time, the org | resident at most, ours | API calls |',
    '| --- | ---: | ---: | ---: | ---: | ---: |',
    row(`${count(leads)} leads and ${count(childRows)} child rows read`, extraction, orgAfterReading - orgBefore),
    row(
      `${count(writing.written)} of ${count(writing.asked)} scores written, each with a row of history`,
      writing,
      orgAfter - orgBetween,
    ),
    '',
    `Counts equal the org's by object, and so do ${COMPARED_TEXT_FIELDS.length} text fields of every lead, 1,000 of them with commas, quotes, newlines and non-Latin text, and the history of these: asked for by another client and compared.`,
  ].join('\n');
  console.log(text);
  if (values.write) await replaceFormattedSection('docs/benchmarks.md', 'org', text);
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

/** Runs a file beside this one to its end. */
async function runScript<Told>(file: string, args: readonly string[]): Promise<Told> {
  const path = fileURLToPath(new URL(file, import.meta.url));
  const child = spawn(process.execPath, [...NODE_FLAGS, path, ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
  let told = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (told += text));
  const [code] = (await once(child, 'close')) as [number | null];
  if (code !== 0) throw new Error(`${file} ended with ${code}.`);
  return JSON.parse(told) as Told;
}
