import { mkdtempSync, rmSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { openStorage, type Storage } from '@leadlight/storage';
import { findPostgresBin, startPostgresCluster } from '@leadlight/storage/testing';
import { BUCKET_SIZES, MAX_SNAPSHOTS } from '@leadlight/workflows';
import { describeMachine } from '../shared/machine.ts';
import { replaceSection } from '../shared/replace-section.ts';
import { generateOrg, multiplyOrg } from './generate-org.ts';
import { everyMs, forgetScores, hashScores, measureStage, type StageResult } from './measure-org.ts';
import type { Stage } from './org-process.ts';

/**
 * One large org, by `npm run bench:scale -- --leads 1000000`. With `--keep FOLDER`, PostgreSQL's files stay there, and a later run with
 * the same folder measures stages on the org that it finds. `--simulated N`: N leads are simulated, the others are copies.
 */
const { values } = parseArgs({
  options: {
    leads: { type: 'string', default: '100000' },
    workers: { type: 'string', default: '1,2' },
    'kill-every-s': { type: 'string', default: '30' },
    'max-snapshots': { type: 'string', default: String(MAX_SNAPSHOTS) },
    stages: { type: 'string', default: 'examples,train,score,write' },
    simulated: { type: 'string' },
    keep: { type: 'string' },
    write: { type: 'boolean', default: false },
  },
});
const ORG = '00D000000000001EAA';
const NOW = Date.UTC(2026, 10, 20, 9);
const SHARED: readonly Stage[] = ['examples', 'score'];
const bin = findPostgresBin();
if (bin === undefined) throw new Error('PostgreSQL is missing: install its server programs.');
const leads = Number(values.leads);
const simulated = Number(values.simulated ?? leads);
if (leads % simulated !== 0) throw new Error('--leads must be a multiple of --simulated.');
const folder = mkdtempSync(join(tmpdir(), 'leadlight-scale-'));
const settings = ['fsync=on', 'shared_buffers=512MB', 'max_wal_size=4GB'];
const cluster = await startPostgresCluster(bin, settings, values.keep && resolve(values.keep));
const { databaseUrl } = cluster;
let storage: Storage | undefined;
const options = {
  ...{ folder, databaseUrl, orgId: ORG, now: NOW, maxSnapshots: Number(values['max-snapshots']) },
  sizes: { ...BUCKET_SIZES, largeFrom: Math.min(BUCKET_SIZES.largeFrom, leads / 10) },
};
const results: (StageResult & { readonly same: boolean; readonly postgresSeconds: number })[] = [];
let activities = 0;

/** What the first measurement of the stage made, as text. */
const made = new Map<Stage, string>();

async function measure(storage: Storage, stage: Stage, workers: number, killEveryMs: number): Promise<void> {
  if (stage === 'score') await forgetScores(storage, ORG);
  const isKillDue = killEveryMs > 0 ? everyMs(killEveryMs) : undefined;
  const postgresFrom = cluster.processorSeconds();
  const result = await measureStage({ ...options, stage }, workers, isKillDue);
  const postgresSeconds = cluster.processorSeconds() - postgresFrom;
  const stored = stage === 'score' ? await hashScores(storage, ORG) : {};
  const text = JSON.stringify({ ...result.result, ...stored });
  const first = made.get(stage) ?? text;
  made.set(stage, first);
  console.error(
    new Date().toISOString(),
    JSON.stringify({ ...result, ...stored, postgresSeconds, same: text === first }),
  );
  results.push({ ...result, postgresSeconds, same: text === first });
}

/** Continues where an earlier run with the same folder has simulated the leads. @returns how many activities there are */
async function generateUnlessKept(storage: Storage): Promise<number> {
  const where = { bin: bin!, databaseUrl };
  const from = performance.now();
  const { rows: found } = await countRows(storage, 'lead');
  const isWhole = found === 0 || (await storage.orgs.find(ORG)) !== undefined;
  if (!isWhole || ![0, simulated, leads].includes(found)) {
    throw new Error(
      `${values.keep} has ${found} other leads, or their generation was interrupted: use another folder.`,
    );
  }
  if (found === 0) {
    await generateOrg(storage, where, ORG, { leads: simulated, seed: 1, now: NOW }, (done) =>
      console.error(new Date().toISOString(), `${done} of ${simulated} leads simulated`),
    );
  }
  if (found < leads && leads > simulated) await multiplyOrg(where, leads / simulated - 1);
  if (found < leads) console.error(`Generated in ${((performance.now() - from) / 1_000).toFixed(0)} s.`);
  return (await countRows(storage, 'activity_version')).rows;
}

const countRows = ({ db }: Storage, table: 'lead' | 'activity_version') =>
  db
    .selectFrom(table)
    .select((eb) => eb.fn.countAll<number>().as('rows'))
    .where('org_id', '=', ORG)
    .executeTakeFirstOrThrow();

try {
  storage = await openStorage({ folder, databaseUrl });
  activities = await generateUnlessKept(storage);
  const stages = values.stages.split(',') as Stage[];
  const counts = values.workers.split(',').map(Number);
  for (const workers of counts) {
    for (const stage of stages)
      if (workers === counts[0] || SHARED.includes(stage)) await measure(storage, stage, workers, 0);
  }
  const killEveryMs = 1_000 * Number(values['kill-every-s']);
  if (killEveryMs > 0) {
    for (const stage of stages) if (SHARED.includes(stage)) await measure(storage, stage, counts.at(-1)!, killEveryMs);
  }
} finally {
  await storage?.close();
  await cluster.stop();
  rmSync(folder, { recursive: true, force: true });
}

const NAMES: Readonly<Record<Stage, string>> = {
  examples: 'build the examples',
  train: 'examples and training',
  score: 'score all open leads',
  write: 'write to a CRM that accepts all at once',
};
const rowOf = ({
  stage,
  workers,
  kills,
  seconds,
  processorSeconds,
  postgresSeconds,
  memory,
  same,
}: (typeof results)[number]) =>
  `| ${[NAMES[stage], workers, kills, seconds.toFixed(1), kills > 0 ? '–' : processorSeconds.toFixed(1), postgresSeconds.toFixed(1), memory.toFixed(0), same ? 'yes' : 'NO'].join(' | ')} |`;
const count = (value: number) => value.toLocaleString('en');
const copies =
  leads > simulated
    ? ` ${count(simulated)} of the leads are simulated, the others are copies of them with ids and addresses of their own.`
    : '';
const text = [
  '### Newest measurement',
  '',
  `Made by \`npm run bench:scale -- --leads ${leads} --simulated ${simulated} --max-snapshots ${values['max-snapshots']} --kill-every-s ${values['kill-every-s']} --write\`; do not edit. ${describeMachine()}; load average ${loadavg()[0]!.toFixed(0)}. ${count(leads)} leads of the sandbox company, ${count(activities)} activities, in PostgreSQL with fsync on the same processors.${copies}`,
  '',
  '| stage | workers | killed | s | processor s of the workers | processor s of PostgreSQL | MB, largest worker | same result |',
  '| --- | --- | --- | --- | --- | --- | --- | --- |',
  ...results.map(rowOf),
].join('\n');
if (values.write) replaceSection('docs/operating/scaling.md', 'large-org-newest', text);
else console.log(text);
