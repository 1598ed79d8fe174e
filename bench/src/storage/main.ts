import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { findPostgresBin, startPostgresCluster } from '@leadlight/storage/testing';
import { describeMachine } from '../shared/machine.ts';
import { replaceSection } from '../shared/replace-section.ts';
import { timeStatements, type StatementTimings } from './time-statements.ts';

/** `npm run bench:storage -- --write` renews the section in docs/reliability.md; `--only embedded` or `--only PostgreSQL` runs one. */
const { values } = parseArgs({
  options: {
    leads: { type: 'string', default: '100000' },
    batch: { type: 'string', default: '10000' },
    only: { type: 'string' },
    write: { type: 'boolean', default: false },
  },
});
const [leads, batch] = [Number(values.leads), Number(values.batch)];
const log = (line: string) => console.error(line);
const bin = findPostgresBin();
const folder = mkdtempSync(join(tmpdir(), 'leadlight-statements-'));
const runs: (StatementTimings & { readonly database: string })[] = [];
if (bin !== undefined && values.only !== 'embedded') {
  const cluster = await startPostgresCluster(bin, ['fsync=on']);
  const timings = await timeStatements({ folder, databaseUrl: cluster.databaseUrl }, leads, batch, log);
  runs.push({ database: 'PostgreSQL', ...timings });
  await cluster.stop();
}
if (values.only !== 'PostgreSQL') {
  runs.push({ database: 'embedded', ...(await timeStatements({ folder }, leads, batch, log)) });
}
rmSync(folder, { recursive: true, force: true });

const text = [
  '## Statements on statistics from ten rows',
  '',
  `\`npm run bench:storage -- --leads ${leads} --batch ${batch} --write\`: every statement of storage that handles batches of leads, while its tables fill up to ${leads.toLocaleString('en')} leads with their activities, changes, memberships, opportunities, scores and outbox. The statistics are from when the tables held ten rows, and nothing renews them: in use, a bulk load renews them. Measured on ${describeMachine()}.`,
  '',
  '| database | second batch, all statements | last batch | growth | slowest statement of any batch |',
  '| --- | ---: | ---: | ---: | --- |',
  ...runs.map(
    ({ database, earlyBatchSeconds, lastBatchSeconds, slowest }) =>
      `| ${database} | ${earlyBatchSeconds.toFixed(1)} s | ${lastBatchSeconds.toFixed(1)} s | ${(lastBatchSeconds / earlyBatchSeconds).toFixed(1)} × | ${Math.round(slowest[0]!.ms)} ms |`,
  ),
  '',
  '| database | ms | statement |',
  '| --- | ---: | --- |',
  ...runs.flatMap(({ database, slowest }) =>
    slowest.map(
      ({ text: statement, ms }) => `| ${database} | ${Math.round(ms)} | \`${statement.replaceAll('|', '\\|')}\` |`,
    ),
  ),
].join('\n');
console.log(text);
if (values.write) await replaceSection('docs/reliability.md', 'storage-statements', text);
