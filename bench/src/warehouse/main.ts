import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { DAY_MS } from '@leadlight/common';
import { openStorage } from '@leadlight/storage';
import { fillScoreLog, findPostgresBin, startPostgresCluster } from '@leadlight/storage/testing';
import { describeMachine } from '../shared/machine.ts';
import { replaceSection } from '../shared/replace-section.ts';
import { runLeadlight } from '../shared/run-leadlight.ts';
import { readWithDuckDb } from './read-with-duckdb.ts';

/**
 * `npm run bench:warehouse -- --write` renews the section in docs/benchmarks.md. Needs PostgreSQL, and DuckDB for Python
 * (`node tools/parquet-readers.mjs`).
 */
const { values } = parseArgs({
  options: {
    rows: { type: 'string', default: '5000000' },
    days: { type: 'string', default: '100' },
    features: { type: 'string', default: '30' },
    write: { type: 'boolean', default: false },
  },
});
const [rows, days, features] = [Number(values.rows), Number(values.days), Number(values.features)];
const ORG_ID = '00D000000000001AAA';
const YESTERDAY = Math.floor(Date.now() / DAY_MS) * DAY_MS - 1;
/** Logged after the first export, one day's share of the others. */
const added = Math.round(rows / days);

const bin = findPostgresBin();
if (bin === undefined) throw new Error('PostgreSQL is missing: install its server programs.');
const folder = mkdtempSync(join(tmpdir(), 'leadlight-warehouse-'));
const to = join(folder, 'warehouse');
const cluster = await startPostgresCluster(bin, ['fsync=on', 'shared_buffers=512MB', 'max_wal_size=8GB']);
process.env['DATABASE_URL'] = cluster.databaseUrl;
const storage = await openStorage({ folder, databaseUrl: cluster.databaseUrl });
const log = (line: string) => console.error(line);
const megabytes = (bytes: number) => `${Math.round(bytes / 1e6).toLocaleString('en')} MB`;

async function exportAndCount(name: string) {
  const run = await runLeadlight(['export', '--to', to, '--folder', folder, '--json']);
  log(`${name}: ${run.seconds.toFixed(1)} s, ${megabytes(run.peakBytes)}`);
  const read = readWithDuckDb(to);
  return { name, ...run, read };
}

const bytesIn = (path: string): number =>
  readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .reduce((sum, entry) => sum + statSync(join(entry.parentPath, entry.name)).size, 0);

const runs: Awaited<ReturnType<typeof exportAndCount>>[] = [];
let bytes = 0;
try {
  await fillScoreLog(storage, ORG_ID, { rows, days, until: YESTERDAY, features });
  log(`${rows} rows are in the score log.`);
  runs.push(await exportAndCount('first export'));
  bytes = bytesIn(join(to, 'scores'));
  runs.push(await exportAndCount('again, nothing new'));
  await fillScoreLog(storage, ORG_ID, { rows: added, days: 1, until: YESTERDAY + DAY_MS, features });
  runs.push(await exportAndCount(`again, after ${added.toLocaleString('en')} more scores on one day`));
} finally {
  await storage.close();
  await cluster.stop();
  rmSync(folder, { recursive: true, force: true });
}

for (const [index, { name, read }] of runs.entries()) {
  const expected = rows + (index === 2 ? added : 0);
  if (read.rows !== expected || read.entries !== expected || read.values !== expected * features) {
    throw new Error(`${name}: ${expected} rows of ${features} values expected, read ${JSON.stringify(read)}.`);
  }
}
const text = [
  '## Export for a warehouse',
  '',
  `Made by \`npm run bench:warehouse -- --rows ${rows} --days ${days} --features ${features} --write\`; do not edit. ${describeMachine()}; load average ${loadavg()[0]!.toFixed(0)} at the end, with PostgreSQL and the export. \`leadlight export\` of a score log of ${rows.toLocaleString('en')} entries with ${features} features each, on ${days} days, from a PostgreSQL on the same machine, as a process of its own from start to end. DuckDB reads the files after each export: every entry is there once, with all its features. The first export makes ${megabytes(bytes)} of Parquet.`,
  '',
  '| export | seconds | highest memory |',
  '| --- | ---: | ---: |',
  ...runs.map(({ name, seconds, peakBytes }) => `| ${name} | ${seconds.toFixed(1)} | ${megabytes(peakBytes)} |`),
].join('\n');
console.log(text);
if (values.write) await replaceSection('docs/benchmarks.md', 'warehouse', text);
