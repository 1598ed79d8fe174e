import { mkdtempSync, rmSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { openStorage } from '@leadlight/storage';
import { findPostgresBin, startPostgresCluster } from '@leadlight/storage/testing';
import { describeMachine } from '../shared/machine.ts';
import { replaceSection } from '../shared/replace-section.ts';
import { shareJobs, type SharedResult } from './share-jobs.ts';

/** `npm run bench:scale -- --write` renews the first section in docs/operating/scaling.md. Needs PostgreSQL. */
const { values } = parseArgs({
  options: {
    orgs: { type: 'string', default: '1000' },
    'step-ms': { type: 'string', default: '500' },
    'kill-every-s': { type: 'string', default: '60' },
    workers: { type: 'string', default: '1,2,4' },
    write: { type: 'boolean', default: false },
  },
});
const bin = findPostgresBin();
if (bin === undefined) throw new Error('PostgreSQL is missing: install its server programs.');
const [orgs, stepMs] = [Number(values.orgs), Number(values['step-ms'])];
const counts = values.workers.split(',').map(Number);
const folder = mkdtempSync(join(tmpdir(), 'leadlight-scale-'));
const cluster = await startPostgresCluster(bin, ['fsync=on']);
const where = { folder, databaseUrl: cluster.databaseUrl };
const storage = await openStorage(where);
const results: SharedResult[] = [];
try {
  for (const [workers, killEveryMs] of [
    ...counts.map((count) => [count, 0] as const),
    [counts.at(-1)!, 1_000 * Number(values['kill-every-s'])] as const,
  ]) {
    const result = await shareJobs(storage, where, { orgs, workers, stepMs, killEveryMs });
    console.error(JSON.stringify(result));
    results.push(result);
  }
} finally {
  await storage.close();
  await cluster.stop();
  rmSync(folder, { recursive: true, force: true });
}

const seconds = (ms: number): string => (ms / 1_000).toFixed(1);
const rowOf = (result: SharedResult): string => {
  const { workers, kills, elapsedMs, lost, doubled, overlapping, takeoverMs } = result;
  const ideal = (orgs * stepMs) / workers;
  const overhead = kills > 0 ? '–' : `${((100 * (elapsedMs - ideal)) / elapsedMs).toFixed(1)} %`;
  const cells = [workers, kills, seconds(ideal), seconds(elapsedMs), overhead, lost, doubled, overlapping];
  return `| ${[...cells, takeoverMs === null ? '–' : `${seconds(takeoverMs)} s`].join(' | ')} |`;
};
const text = [
  '## Jobs of many orgs',
  '',
  `Made by \`npm run bench:scale -- --orgs ${orgs} --step-ms ${stepMs} --workers ${values.workers} --kill-every-s ${values['kill-every-s']} --write\`; do not edit. ${describeMachine()}; load average ${loadavg()[0]!.toFixed(0)} on these processors, so the clock includes waiting for other work. One job for each of ${orgs.toLocaleString('en')} orgs, whose step waits for ${stepMs} ms under its claim instead of working, so this measures the queue; the clock starts when all workers have started; with fsync, all on one machine. Overhead is the share of the measured time that no step takes. A takeover is from the kill of a worker until another one starts its step again. Sending the jobs of all orgs takes ${Math.min(...results.map(({ sendMs }) => sendMs)).toFixed(0)} ms.`,
  '',
  '| workers | killed | steps alone, s | measured, s | overhead | jobs lost | done twice | overlapping | longest takeover |',
  '| --- | --- | --- | --- | --- | --- | --- | --- | --- |',
  ...results.map(rowOf),
].join('\n');
if (values.write) replaceSection('docs/operating/scaling.md', 'scale', text);
else console.log(text);
