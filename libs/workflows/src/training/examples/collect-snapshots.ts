import { findJudgementField, type Instant } from '@leadlight/lead-features';
import { BUCKET_SIZES, type BucketSizes } from '../../buckets/bucket-sizes.ts';
import type { Progress } from '../../ports/index.ts';
import { readAhead } from '../../read-ahead.ts';
import type { AllSnapshots, CollectPorts, SnapshotSource } from './all-snapshots.ts';
import { collectInBuckets } from './collect-in-buckets.ts';
import { OrgSnapshots, type SnapshotSettings } from './org-snapshots.ts';

const LEADS_PER_CHUNK = 500;

/** Takes the snapshots of all leads of an org: of a large one in buckets, which other workers share. */
export async function collectSnapshots(
  ports: CollectPorts,
  source: SnapshotSource,
  settings: SnapshotSettings,
  now: Instant,
  progress: Progress,
  sizes: BucketSizes = BUCKET_SIZES,
): Promise<AllSnapshots> {
  const { all } = await ports.leadHistories.countLeads(source.orgId);
  if (all >= sizes.largeFrom) return collectInBuckets(ports, source, settings, now, progress, { ...sizes, leads: all });
  const judgement = findJudgementField(source.fields);
  const snapshots = new OrgSnapshots(source.schema, settings, judgement, source.otherSchema);
  let read = 0;
  for await (const chunk of readAhead(ports.leadHistories.readHistories(source.orgId, 'all', LEADS_PER_CHUNK))) {
    for (const history of chunk) snapshots.add(history, now);
    progress.update('features', (read += chunk.length), all);
  }
  const tablesOf = (wanted: Int32Array) =>
    Promise.resolve({ table: snapshots.table.view(wanted), otherTable: snapshots.otherTable?.view(wanted) });
  return { snapshots, now, tablesOf };
}
