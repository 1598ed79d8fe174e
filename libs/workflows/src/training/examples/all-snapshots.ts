import type { FeatureSchema, Instant, LeadField } from '@leadlight/lead-features';
import type { BucketPorts } from '../../buckets/share-run.ts';
import type { LeadHistoryStore } from '../../ports/index.ts';
import type { OrgSnapshots } from './org-snapshots.ts';
import type { RowTable } from './table-builder.ts';

export interface CollectPorts extends BucketPorts {
  readonly leadHistories: LeadHistoryStore;
}

/** Whose snapshots are taken, and how. */
export interface SnapshotSource {
  readonly orgId: string;
  readonly fields: readonly LeadField[];
  readonly schema: FeatureSchema;
  /** Another schema for the same snapshots: a second read could return other leads. */
  readonly otherSchema?: FeatureSchema;
}

/** Snapshots of all leads of an org. */
export interface AllSnapshots {
  readonly snapshots: OrgSnapshots;
  /** The instant that they are as of. */
  readonly now: Instant;
  /** The rows of some snapshots, by their numbers, ascending: row i of each table is that of snapshot `wanted[i]`. */
  tablesOf(wanted: Int32Array): Promise<SnapshotTables>;
}

export interface SnapshotTables {
  readonly table: RowTable;
  readonly otherTable?: RowTable;
}
