import { mkdtempSync, rmSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { openStorage } from '@leadlight/storage';
import { findPostgresBin, startPostgresCluster } from '@leadlight/storage/testing';
import { BUCKET_SIZES, MAX_SNAPSHOTS } from '@leadlight/workflows';
import { describeMachine } from '../shared/machine.ts';
import { replaceSection } from '../shared/replace-section.ts';
import { generateOrg, type GeneratedOrg } from './generate-org.ts';
import { everyMs, forgetScores, hashScores, measureStage, type StageResult } from './measure-org.ts';
import type { Stage } from './org-process.ts';

/** One large org, by `npm run bench:scale -- --leads 1000000`. With `--database`, the org that an earlier run has generated there. */
const { values } = parseArgs({
  options: {
    leads: { type: 'string', default: '100000' },
    workers: { type: 'string', default: '1,2' },
    'kill-every-s': { type: 'string', default: '30' },
    'max-snapshots': { type: 'string', default: String(MAX_SNAPSHOTS) },
    stages: { type: 'string', default: 'examples,train,score,write' },
    database: { type: 'string' },
    write: { type: 'boolean', default: false },
  },
});
const ORG = '00D000000000001EAA';
const NOW = Date.UTC(2026, 10, 20, 9);
const SHARED: readonly Stage[] = ['examples', 'score'];
const bin = findPostgresBin();
if (bin === undefined) throw new Error('PostgreSQL is missing: install its server programs.');
const leads = Number(values.leads);
const folder = mkdtempSync(join(tmpdir(), 'leadlight-scale-'));
const settings = ['fsync=on', 'shared_buffers=512MB', 'max_wal_size=4GB'];
const cluster = values.database === undefined ? await startPostgresCluster(bin, settings) : undefined;
const databaseUrl = values.database ?? cluster!.databaseUrl;
const storage = await openStorage({ folder, databaseUrl });
const options = {
  ...{ folder, databaseUrl, orgId: ORG, now: NOW, maxSnapshots: Number(values['max-snapshots']) },
  sizes: { ...BUCKET_SIZES, largeFrom: Math.min(BUCKET_SIZES.largeFrom, leads / 10) },
};
const results: (StageResult & { readonly same: boolean })[] = [];
let generated: GeneratedOrg | undefined;

/** What the first measurement of the stage made, as text. */
const made = new Map<Stage, string>();

async function measure(stage: Stage, workers: number, killEveryMs: number): Promise<void> {
  if (stage === 'score') await forgetScores(storage, ORG);
  const isKillDue = killEveryMs > 0 ? everyMs(killEveryMs) : undefined;
  const result = await measureStage({ ...options, stage }, workers, isKillDue);
  const stored = stage === 'score' ? await hashScores(storage, ORG) : {};
  const text = JSON.stringify({ ...result.result, ...stored });
  const first = made.get(stage) ?? text;
  made.set(stage, first);
  console.error(new Date().toISOString(), JSON.stringify({ ...result, ...stored, same: text === first }));
  results.push({ ...result, same: text === first });
}

try {
  if (cluster) {
    const from = performance.now();
    generated = await generateOrg(storage, { bin, databaseUrl }, ORG, { leads, seed: 1, now: NOW });
    console.error(`Generated in ${((performance.now() - from) / 1_000).toFixed(0)} s: ${JSON.stringify(generated)}`);
  }
  const stages = values.stages.split(',') as Stage[];
  const counts = values.workers.split(',').map(Number);
  for (const workers of counts) {
    for (const stage of stages) if (workers === counts[0] || SHARED.includes(stage)) await measure(stage, workers, 0);
  }
  const killEveryMs = 1_000 * Number(values['kill-every-s']);
  if (killEveryMs > 0) {
    for (const stage of stages) if (SHARED.includes(stage)) await measure(stage, counts.at(-1)!, killEveryMs);
  }
} finally {
  await storage.close();
  await cluster?.stop();
  rmSync(folder, { recursive: true, force: true });
}

const NAMES: Readonly<Record<Stage, string>> = {
  examples: 'build the examples',
  train: 'examples and training',
  score: 'score all open leads',
  write: 'write to a CRM that accepts all at once',
};
const rowOf = ({ stage, workers, kills, seconds, processorSeconds, memory, same }: StageResult & { same: boolean }) =>
  `| ${[NAMES[stage], workers, kills, seconds.toFixed(1), kills > 0 ? '–' : processorSeconds.toFixed(1), memory.toFixed(0), same ? 'yes' : 'NO'].join(' | ')} |`;
const sizes = generated ? ` ${generated.activities.toLocaleString('en')} activities,` : '';
const text = [
  '## A large org',
  '',
  `Made by \`npm run bench:scale -- --leads ${leads} --max-snapshots ${values['max-snapshots']} --kill-every-s ${values['kill-every-s']} --write\`; do not edit. ${describeMachine()}; load average ${loadavg()[0]!.toFixed(0)}. ${leads.toLocaleString('en')} leads of the sandbox company,${sizes} in PostgreSQL with fsync on the same processors.`,
  '',
  '| stage | workers | killed | s | processor s of the workers | MB, largest worker | same result |',
  '| --- | --- | --- | --- | --- | --- | --- |',
  ...results.map(rowOf),
].join('\n');
if (values.write) replaceSection('docs/operating/scaling.md', 'large-org', text);
else console.log(text);
