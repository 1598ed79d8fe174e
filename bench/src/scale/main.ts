import { mkdtempSync, rmSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { openStorage } from '@leadlight/storage';
import { findPostgresBin, startPostgresCluster } from '@leadlight/storage/testing';
import { describeMachine } from '../shared/machine.ts';
import { replaceSection } from '../shared/replace-section.ts';
import { shareJobs, type SharedResult } from './share-jobs.ts';
import { shareWithLargeOrg, type FairnessResult } from './share-with-large-org.ts';

/**
 * `npm run bench:scale -- --write` renews the first section in docs/operating/scaling.md, and with `--fairness` the one about small
 * orgs that share workers with a large one. Needs PostgreSQL.
 */
const { values } = parseArgs({
  options: {
    orgs: { type: 'string', default: '1000' },
    'step-ms': { type: 'string', default: '500' },
    'kill-every-s': { type: 'string', default: '60' },
    workers: { type: 'string', default: '1,2,4' },
    fairness: { type: 'boolean', default: false },
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
const seconds = (ms: number): string => (ms / 1_000).toFixed(1);
const machine = () =>
  `${describeMachine()}; load average ${loadavg()[0]!.toFixed(0)} on these processors, so the clock includes waiting for other work`;

try {
  const [name, text] = values.fairness ? ['fairness', await measureFairness()] : ['scale', await measureJobs()];
  if (values.write) await replaceSection('docs/operating/scaling.md', name, text);
  else console.log(text);
} finally {
  await storage.close();
  await cluster.stop();
  rmSync(folder, { recursive: true, force: true });
}

async function measureJobs(): Promise<string> {
  const results: SharedResult[] = [];
  for (const [workers, killEveryMs] of [
    ...counts.map((count) => [count, 0] as const),
    [counts.at(-1)!, 1_000 * Number(values['kill-every-s'])] as const,
  ]) {
    const result = await shareJobs(storage, where, { orgs, workers, stepMs, killEveryMs });
    console.error(JSON.stringify(result));
    results.push(result);
  }
  const rowOf = (result: SharedResult): string => {
    const { workers, kills, elapsedMs, lost, doubled, overlapping, takeoverMs } = result;
    const ideal = (orgs * stepMs) / workers;
    const overhead = kills > 0 ? '–' : `${((100 * (elapsedMs - ideal)) / elapsedMs).toFixed(1)} %`;
    const cells = [workers, kills, seconds(ideal), seconds(elapsedMs), overhead, lost, doubled, overlapping];
    return `| ${[...cells, takeoverMs === null ? '–' : `${seconds(takeoverMs)} s`].join(' | ')} |`;
  };
  return [
    '## Jobs of many orgs',
    '',
    `Made by \`npm run bench:scale -- --orgs ${orgs} --step-ms ${stepMs} --workers ${values.workers} --kill-every-s ${values['kill-every-s']} --write\`; do not edit. ${machine()}. One job for each of ${orgs.toLocaleString('en')} orgs, whose step waits for ${stepMs} ms under its claim instead of working, so this measures the queue; the clock starts when all workers have started; with fsync, all on one machine. Overhead is the share of the measured time that no step takes. A takeover is from the kill of a worker until another one starts its step again. Sending the jobs of all orgs takes ${Math.min(...results.map(({ sendMs }) => sendMs)).toFixed(0)} ms.`,
    '',
    '| workers | killed | steps alone, s | measured, s | overhead | jobs lost | done twice | overlapping | longest takeover |',
    '| --- | --- | --- | --- | --- | --- | --- | --- | --- |',
    ...results.map(rowOf),
  ].join('\n');
}

/** As long as measured: a bucket of 4,000 leads, and the daily work of a small org. */
async function measureFairness(): Promise<string> {
  const run = { smallOrgs: orgs, stepMs, sendEveryMs: 3_000, buckets: 60, bucketMs: 4_000 };
  const results: FairnessResult[] = [];
  for (const workers of counts) {
    const result = await shareWithLargeOrg(storage, where, { ...run, workers });
    console.error(JSON.stringify(result));
    results.push(result);
  }
  const rowOf = ({ workers, waitsMs, doneBefore, largeMs }: FairnessResult): string => {
    const waitAt = (share: number) => `${seconds(waitsMs[Math.ceil(share * waitsMs.length) - 1]!)} s`;
    return `| ${[workers, waitAt(0.5), waitAt(0.95), waitAt(1), doneBefore, `${seconds(largeMs)} s`].join(' | ')} |`;
  };
  return [
    '## Small orgs next to a large one',
    '',
    `Made by \`npm run bench:scale -- --fairness --orgs ${orgs} --step-ms ${stepMs} --workers ${values.workers} --write\`; do not edit. ${machine()}. The job of a large org is done in ${run.buckets} buckets, each of which waits for ${run.bucketMs / 1_000} s instead of working, as long as 4,000 leads took to score. When every worker works for it, the jobs of ${orgs} small orgs are sent, one every ${run.sendEveryMs / 1_000} s; each waits for ${stepMs / 1_000} s instead of working. The wait of a job is from its sending until a worker begins it. All on one machine, with fsync.`,
    '',
    '| workers | wait of small orgs, median | 95th percentile | longest | done before the large org, of all small ones | large org |',
    '| --- | --- | --- | --- | --- | --- |',
    ...results.map(rowOf),
  ].join('\n');
}
