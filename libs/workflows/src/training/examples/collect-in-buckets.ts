import { hash } from 'node:crypto';
import { deserialize, serialize } from 'node:v8';
import { promisify } from 'node:util';
import { zstdCompress, zstdDecompress } from 'node:zlib';
import { findJudgementField, type FeatureSchema, type Instant, type JudgementField } from '@leadlight/lead-features';
import { RUN_MAX_AGE_MS, type BucketSizes } from '../../buckets/bucket-sizes.ts';
import { shareRun, type BucketPorts, type DoBucket } from '../../buckets/share-run.ts';
import type { BucketRun, BucketRuns, LeadHistoryStore, Progress } from '../../ports/index.ts';
import { readAhead } from '../../read-ahead.ts';
import type { AllSnapshots, CollectPorts, SnapshotSource, SnapshotTables } from './all-snapshots.ts';
import { OrgSnapshots, type CollectedFacts, type CollectedSnapshots, type SnapshotSettings } from './org-snapshots.ts';
import { TableBuilder, type ColumnValues } from './table-builder.ts';

export const EXAMPLES_RUN = 'examples';
const LEADS_PER_CHUNK = 500;

/** What every process takes snapshots with. */
export interface SnapshotPayload {
  readonly schema: FeatureSchema;
  readonly otherSchema?: FeatureSchema;
  readonly judgement?: JudgementField;
  readonly settings: SnapshotSettings;
  readonly now: Instant;
}

/** A bucket's result: what is needed of every snapshot, and the rows, which may be needed of few. */
interface StoredSnapshots {
  readonly facts: Uint8Array;
  readonly rows: Uint8Array;
}

type Rows = Pick<CollectedSnapshots, 'columns' | 'otherColumns'>;

const compress = promisify(zstdCompress);
const decompress = promisify(zstdDecompress);
const pack = async (value: object): Promise<Uint8Array> => compress(serialize(value));
const unpack = async <Value>(bytes: Uint8Array): Promise<Value> => deserialize(await decompress(bytes)) as Value;

/**
 * As `collectSnapshots`, together with other workers. The rows stay in storage, compressed, until it is known which are
 * needed: an org may have more than fit into memory.
 */
export async function collectInBuckets(
  ports: CollectPorts,
  { orgId, fields, schema, otherSchema }: SnapshotSource,
  { snapshotAgesDays, goal, junk, groupFields }: SnapshotSettings,
  now: Instant,
  progress: Progress,
  { leads, leadsPerBucket }: BucketSizes & { readonly leads: number },
): Promise<AllSnapshots> {
  const settings = { snapshotAgesDays, goal, junk, groupFields };
  const same = { schema, otherSchema, judgement: findJudgementField(fields), settings };
  const run = await ports.bucketRuns.start<SnapshotPayload>(orgId, {
    ...{ kind: EXAMPLES_RUN, key: hash('sha256', JSON.stringify(same)), payload: { ...same, now } },
    ...{ which: 'all', leadsPerBucket, maxAgeMs: RUN_MAX_AGE_MS },
  });
  const never = new AbortController().signal;
  await shareRun(ports, orgId, run, snapshotWork(ports, run, orgId), never, (done, all) =>
    progress.update('features', Math.round((leads * done) / all), leads),
  );
  const snapshots = newSnapshots(run.payload);
  /** The number of each bucket's first snapshot. */
  const firstRows: number[] = [];
  for await (const { facts } of storedSnapshots(ports, orgId, run)) {
    firstRows.push(snapshots.asOfRow.length);
    snapshots.addFacts(await unpack<CollectedFacts>(facts));
  }
  return {
    ...{ snapshots, now: run.payload.now },
    async tablesOf(wanted) {
      const tables = await readRows(ports, orgId, run, wanted, firstRows);
      await ports.bucketRuns.end(orgId, run.runId);
      return tables;
    },
  };
}

/** What a process does with a bucket of the run. */
export function snapshotWork(
  {
    bucketRuns,
    leadHistories,
  }: Pick<BucketPorts, 'bucketRuns'> & { readonly leadHistories: Pick<LeadHistoryStore, 'readHistories'> },
  { runId, payload }: BucketRun<SnapshotPayload>,
  orgId: string,
): DoBucket {
  return async ({ bucket, ...range }) => {
    const snapshots = newSnapshots(payload);
    for await (const chunk of readAhead(leadHistories.readHistories(orgId, 'all', LEADS_PER_CHUNK, range))) {
      for (const history of chunk) snapshots.add(history, payload.now);
    }
    const { columns, otherColumns, ...facts } = snapshots.collected();
    const rows: Rows = { columns, ...(otherColumns && { otherColumns }) };
    const stored: StoredSnapshots = { facts: await pack(facts), rows: await pack(rows) };
    await bucketRuns.save(orgId, { runId, bucket, resultOf: () => serialize(stored) });
  };
}

const newSnapshots = ({ schema, settings, judgement, otherSchema }: SnapshotPayload): OrgSnapshots =>
  new OrgSnapshots(schema, settings, judgement, otherSchema);

async function* storedSnapshots(
  { bucketRuns }: { readonly bucketRuns: BucketRuns },
  orgId: string,
  { runId }: BucketRun,
): AsyncGenerator<StoredSnapshots> {
  for await (const result of readAhead(bucketRuns.results(orgId, runId))) yield deserialize(result) as StoredSnapshots;
}

async function readRows(
  ports: CollectPorts,
  orgId: string,
  run: BucketRun<SnapshotPayload>,
  wanted: Int32Array,
  firstRows: readonly number[],
): Promise<SnapshotTables> {
  const { schema, otherSchema } = run.payload;
  const table = new TableBuilder(schema, wanted.length);
  const otherTable = otherSchema && new TableBuilder(otherSchema, wanted.length);
  let bucket = 0;
  let next = 0;
  for await (const stored of storedSnapshots(ports, orgId, run)) {
    const first = firstRows[bucket]!;
    const end = firstRows[bucket + 1] ?? Infinity;
    const from = next;
    while (next < wanted.length && wanted[next]! < end) next += 1;
    bucket += 1;
    if (from === next) continue;
    const rows = wanted.subarray(from, next).map((row) => row - first);
    const { columns, otherColumns } = await unpack<{ columns: ColumnValues[]; otherColumns?: ColumnValues[] }>(
      stored.rows,
    );
    table.addFrom(columns, rows);
    otherTable?.addFrom(otherColumns!, rows);
  }
  return { table, ...(otherTable && { otherTable }) };
}
