import { hash } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { openStorage, type Storage } from '@leadlight/storage';
import {
  buildOrgDataset,
  helpWithRuns,
  noProgress,
  runNextOrgJob,
  scoreOpenLeads,
  trainOnOrg,
  writeBack,
  type BucketSizes,
  type CrmScoreWriter,
} from '@leadlight/workflows';

/** What a process of the measurement is started with, as JSON. */
export interface StageOptions {
  readonly folder: string;
  readonly databaseUrl: string;
  readonly orgId: string;
  /** The instant that everything is done as of. */
  readonly now: number;
  readonly stage: Stage | 'help';
  readonly sizes: BucketSizes;
  readonly maxSnapshots: number;
}
export type Stage = 'examples' | 'train' | 'score' | 'write';

/** What a process reports of its stage. */
export interface StageReport {
  readonly seconds: number;
  readonly result: Readonly<Record<string, unknown>>;
  /** Megabytes, at most. */
  readonly memory: number;
  readonly processorSeconds: number;
}

/** Accepts every score, as an org would that answers at once. */
const nullWriter: CrmScoreWriter = {
  writeScores: (updates) => Promise.resolve(updates.map(({ leadId }) => ({ leadId, outcome: 'written' as const }))),
  endOpenJobs: () => Promise.resolve([]),
  apiUsage: () => undefined,
};

type Ports = Storage & { readonly clock: { now(): number } };

const stages = {
  async examples(ports: Ports, { orgId, now, sizes, maxSnapshots }: StageOptions) {
    const request = { buckets: sizes, maxSnapshots };
    const { dataset, snapshots } = await buildOrgDataset(ports, orgId, request, noProgress, { now });
    const { columns } = dataset.table.take(Int32Array.from(dataset.labels.keys()));
    const values = columns.map((column) => hashOf(column.kind === 'numeric' ? column.values : column.codes));
    return { snapshots, rows: dataset.labels.length, hash: hash('sha256', values.join(' ')) };
  },
  async train(ports: Ports, { orgId, sizes, maxSnapshots }: StageOptions) {
    const request = { settings: { learner: 'boosting' as const }, quick: true, buckets: sizes, maxSnapshots };
    const { entry, sampled, report } = await trainOnOrg(ports, orgId, request, noProgress, { publish: true });
    return { model: entry.id, sampled, auc: report.leaderboard.find(({ id }) => id === 'boosting')?.metrics.auc };
  },
  async score(ports: Ports, { orgId, sizes }: StageOptions) {
    const { best, losses: _, ...counts } = await scoreOpenLeads(ports, orgId, noProgress, { sizes });
    return { ...counts, best: best?.leadId };
  },
  async write(ports: Ports, { orgId }: StageOptions) {
    const { written, waiting } = await writeBack({ ...ports, writer: nullWriter }, orgId, noProgress);
    return { written, waiting };
  },
};

const hashOf = (values: Float64Array | Int32Array): string =>
  hash('sha256', new Uint8Array(values.buffer, values.byteOffset, values.byteLength));

/** Works on other processes' runs until the parent says that it is enough, or has ended. */
async function help(ports: Ports): Promise<void> {
  const stop = new AbortController();
  for (const event of ['message', 'disconnect'] as const) process.on(event, () => stop.abort());
  while (!stop.signal.aborted) {
    await ports.jobQueue.supervise();
    const ran = await runNextOrgJob(
      ports,
      async ({ orgId }, lost) => void (await helpWithRuns(ports, orgId, lost)),
      stop.signal,
    );
    if (!ran) await delay(200);
  }
}

const options = JSON.parse(process.argv[2]!) as StageOptions;
const storage = await openStorage(options);
const ports = { ...storage, clock: { now: () => options.now } };
const from = performance.now();
const result = options.stage === 'help' ? (await help(ports), {}) : await stages[options.stage](ports, options);
const { user, system } = process.cpuUsage();
const report: StageReport = {
  seconds: (performance.now() - from) / 1_000,
  result,
  memory: process.resourceUsage().maxRSS / 1_024,
  processorSeconds: (user + system) / 1e6,
};
if (process.connected) process.send!(report);
await storage.close();
if (process.connected) process.disconnect();
