/**
 * `npm run drill:failover [-- --kills 20 --seed 7 --write]`: kills the primary of a PostgreSQL cluster under load, time after time, and
 * compares every acknowledged score with the log. Needs Debian's packages patroni, etcd-server and haproxy, and runs as root.
 * Everything listens on loopback and ends with the drill. `--write` renews docs/operating/high-availability/README.md.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { seededRandom } from '@leadlight/common';
import { openStorage } from '@leadlight/storage';
import { createApiKey } from '@leadlight/workflows';
import { testModel } from '../../testing/test-model.ts';
import { compareScoreLog } from '../compare-score-log.ts';
import { LoadGenerator } from '../load-generator.ts';
import { SupervisedService } from '../supervised-service.ts';
import { missingPrograms, PatroniCluster } from './patroni-cluster.ts';

const { values } = parseArgs({
  options: {
    kills: { type: 'string', default: '20' },
    seed: { type: 'string', default: '7' },
    write: { type: 'boolean', default: false },
  },
});
const KILLS = Number(values.kills);
const CALLERS = 8;
const ORG = '00D000000000001EAA';
const PORTS = { proxy: 25_000, postgres: 25_011, rest: 25_021, etcd: 25_031 };
const GUIDE = fileURLToPath(new URL('../../../../../docs/operating/high-availability/README.md', import.meta.url));

const logProgress = (text: string) => process.stderr.write(`${text}\n`);

const missing = missingPrograms();
if (missing.length > 0) {
  logProgress(`skipped: ${missing.join(', ')} not installed (apt-get install patroni etcd-server haproxy)`);
  process.exit(0);
}

const folder = mkdtempSync(join(tmpdir(), 'leadlight-failover-'));
logProgress(`Starting etcd, Patroni and HAProxy in ${folder} …`);
const cluster = await PatroniCluster.start(folder, PORTS);
try {
  await drill();
} finally {
  cluster.stop();
}
rmSync(folder, { recursive: true, force: true });

async function drill(): Promise<void> {
  const storage = await openStorage({ databaseUrl: cluster.databaseUrl, folder });
  const { key } = await createApiKey({ ...storage, clock: { now: () => Date.now() } }, ORG, 'drill');
  const model = testModel(1);
  await storage.models.save(ORG, model.file, model.entry, true);
  const service = await SupervisedService.start(cluster.databaseUrl, ['--folder', folder, '--rate-per-key', '100000']);
  const callers = new LoadGenerator(service.url, key);
  let ended = false;
  const running = callers.run(CALLERS, () => ended, 100);
  const random = seededRandom(Number(values.seed));
  const outagesMs: number[] = [];
  for (let kill = 1; kill <= KILLS; kill++) {
    await pause(1_000 + random() * 4_000);
    const name = await cluster.killPrimary();
    outagesMs.push(await untilNextScore(callers));
    logProgress(`${kill} of ${KILLS}: ${name} killed, scores again after ${seconds(outagesMs.at(-1)!)}`);
    cluster.restart(name);
    await cluster.untilWhole();
  }
  ended = true;
  await running;
  callers.end();
  await storage.close();
  const checked = await openStorage({ databaseUrl: cluster.databaseUrl, folder });
  const log = await compareScoreLog(checked, ORG, callers);
  await checked.close();
  await service.stop();
  report(outagesMs, callers, log, service.crashes);
}

/** Milliseconds until a score is acknowledged that was requested after now. */
async function untilNextScore(callers: LoadGenerator): Promise<number> {
  const from = performance.now();
  // What was under way before the kill may still be acknowledged; its requests take less than this.
  await pause(1_000);
  const before = callers.acknowledged.size;
  while (callers.acknowledged.size === before) await pause(20);
  return performance.now() - from;
}

function report(
  outagesMs: readonly number[],
  callers: LoadGenerator,
  log: Awaited<ReturnType<typeof compareScoreLog>>,
  crashes: number,
): void {
  const sorted = outagesMs.toSorted((a, b) => a - b);
  const rows = [
    ['kills of the primary under load', String(outagesMs.length)],
    ['scores acknowledged', callers.acknowledged.size.toLocaleString('en')],
    ['— of them lost', String(log.missing)],
    ['— of them in the log twice, or otherwise than acknowledged', String(log.again + log.otherwise)],
    ['until scores are given again: median', seconds(sorted[Math.floor(sorted.length / 2)]!)],
    ['— longest', seconds(sorted.at(-1)!)],
    ['responses that were neither a score nor a 503 with Retry-After', String(callers.invalidResponses.length)],
    ['crashes of the API', String(crashes)],
  ];
  const table = [
    '| what | measured |',
    '| --- | --- |',
    ...rows.map(([what, measured]) => `| ${what} | ${measured} |`),
  ];
  const text = `By \`npm run drill:failover\`, seed ${values.seed}, on ${new Date().toISOString().slice(0, 10)}:\n\n${table.join('\n')}`;
  process.stdout.write(`${text}\n`);
  const faults =
    log.missing + log.again + log.otherwise + log.neverAcknowledged + callers.invalidResponses.length + crashes;
  if (callers.invalidResponses.length > 0) logProgress(callers.invalidResponses.slice(0, 5).join('\n'));
  if (faults > 0 || sorted.at(-1)! > 30_000) process.exitCode = 1;
  if (values.write) {
    const guide = readFileSync(GUIDE, 'utf8');
    writeFileSync(GUIDE, guide.replace(/(<!-- drill -->)[\s\S]*(<!-- \/drill -->)/, `$1\n\n${text}\n\n$2`));
  }
}

function seconds(ms: number): string {
  return `${(ms / 1_000).toFixed(1)} s`;
}
