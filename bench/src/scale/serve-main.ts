import { mkdtempSync, rmSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { findPostgresBin, startPostgresCluster } from '@leadlight/storage/testing';
import { describeMachine } from '../shared/machine.ts';
import { replaceSection } from '../shared/replace-section.ts';
import { serveOrgs } from './serve-orgs.ts';

/**
 * `npm run bench:scale:orgs -- --write` renews the second section in docs/operating/scaling.md. Needs PostgreSQL. The exit code is 1 where
 * a job was lost or an org and storage do not agree.
 */
const { values } = parseArgs({
  options: {
    orgs: { type: 'string', default: '1000' },
    leads: { type: 'string', default: '120' },
    workers: { type: 'string', default: '4' },
    minutes: { type: 'string', default: '20' },
    'kill-every-s': { type: 'string', default: '60' },
    folder: { type: 'string' },
    write: { type: 'boolean', default: false },
  },
});
const bin = findPostgresBin();
if (bin === undefined) throw new Error('PostgreSQL is missing: install its server programs.');
const numberOf = (name: 'orgs' | 'leads' | 'workers' | 'minutes' | 'kill-every-s') => Number(values[name]);
const folder = values.folder ?? mkdtempSync(join(tmpdir(), 'leadlight-orgs-'));
const cluster = await startPostgresCluster(bin, ['fsync=on', 'max_connections=200']);
try {
  const result = await serveOrgs(folder, cluster.databaseUrl, {
    orgs: numberOf('orgs'),
    leads: numberOf('leads'),
    workers: numberOf('workers'),
    killEveryMs: 1_000 * numberOf('kill-every-s'),
    durationMs: 60_000 * numberOf('minutes'),
  });
  console.error(JSON.stringify({ ...result, differences: result.differences.slice(0, 20) }));
  const count = (value: number) => value.toLocaleString('en');
  const rows = [
    ['orgs, with up to this many leads each', `${count(result.orgs)}, ${count(result.leads)}`],
    ['workers; one was killed and replaced', `${result.workers}; ${result.kills} times`],
    ['measured', `${(result.elapsedMs / 60_000).toFixed(1)} min`],
    ['changes of leads by another program', count(result.changes)],
    ['work of an org that ended, all orgs together', count(result.ended)],
    ['work of an org that was due and never ended', count(result.lost.length)],
    ['jobs that failed or were left', count(result.left.length)],
    ['differences between orgs and storage', count(result.differences.length)],
    ['the last work of every org', `${(result.lastPassMs / 60_000).toFixed(1)} min`],
    ['most memory of a worker with its commands', `${(result.maxWorkerBytes / 2 ** 20).toFixed(0)} MB`],
    ['processor time of the simulated orgs', `${(result.orgsCpuMs / 1_000).toFixed(0)} s`],
  ];
  const text = [
    '## Many small orgs',
    '',
    `Made by \`npm run bench:scale:orgs -- --orgs ${values.orgs} --leads ${values.leads} --workers ${values.workers} --minutes ${values.minutes} --kill-every-s ${values['kill-every-s']} --write\`; do not edit. ${describeMachine()}; load average ${loadavg()[0]!.toFixed(0)} on these processors, which also run PostgreSQL and the simulated orgs. Workers follow no org. Whenever the work of an org has ended, it is made due again as if a day had passed: check, reconciliation, scoring of all open leads, write-back. At the end every title and score of a lead in each org is compared with storage, and rows of score history are counted.`,
    '',
    '| | |',
    '| --- | --- |',
    ...rows.map((row) => `| ${row.join(' | ')} |`),
  ].join('\n');
  if (values.write) replaceSection('docs/operating/scaling.md', 'orgs', text);
  else console.log(text);
  if (result.lost.length + result.left.length + result.differences.length > 0) process.exitCode = 1;
} finally {
  await cluster.stop();
  if (values.folder === undefined) rmSync(folder, { recursive: true, force: true });
}
