import { DAY_MS } from '@leadlight/common';
import type { Table } from '@leadlight/forest';
import { horizonFrom, labelOf, settledAtOf, type Instant, type LeftOutField } from '@leadlight/lead-features';
import type { Progress } from '../../ports/index.ts';
import type { BucketSizes } from '../../buckets/bucket-sizes.ts';
import type { CollectPorts, SnapshotSource, SnapshotTables } from './all-snapshots.ts';
import { collectSnapshots } from './collect-snapshots.ts';
import type { Dataset } from './dataset.ts';
import { requireGoalInData } from './goal-evidence.ts';
import {
  featureColumns,
  type OrgSnapshots,
  type LeftOutLeads,
  type SnapshotLead,
  type SnapshotSettings,
} from './org-snapshots.ts';
import { mergedRows, placesOf } from './row-numbers.ts';
import { MAX_SNAPSHOTS, sampleSentence, sampleSnapshots } from './sample-snapshots.ts';

export interface ExampleSettings extends SnapshotSettings {
  /** Days within which a lead must reach the goal to count as converted; undefined = the org's own 90th percentile. */
  readonly horizonDays?: number;
  /** At most this many settled snapshots are learned from and measured on; `MAX_SNAPSHOTS` by default. */
  readonly maxSnapshots?: number;
  /** From how many leads on the examples are built in buckets, which other workers share. */
  readonly buckets?: BucketSizes;
}

export interface OrgExamples {
  /** The settled snapshots, or a sample of them; empty if the org is too young. */
  readonly dataset: Dataset;
  /** The newest snapshots, settled or not: a sample of new leads. */
  recent(): Table;
  readonly horizonDays: number;
  /** Statuses after which no lead reaches the goal. */
  readonly closedStatuses: readonly string[];
  /** Leads with snapshots, without copies. */
  readonly leads: number;
  readonly leftOutLeads: LeftOutLeads;
  /** Leads that a user disqualified. */
  readonly unqualified: number;
  /** Leads that no user works on any longer. */
  readonly stale: number;
  /** Settled snapshots. */
  readonly snapshots: number;
  /** Of these, those after which the lead reached the goal. */
  readonly converted: number;
  /** What to say if the dataset is a sample of them. */
  readonly sampleNote?: string;
  /** Snapshots left out because their horizon has not passed. */
  readonly undecided: number;
  /** Leads created in a week, on average over the last twelve. */
  readonly incomingPerWeek: number;
}

/** The org whose leads become examples. */
export interface ExampleSource extends SnapshotSource {
  readonly leftOut: readonly LeftOutField[];
}

/** As many as a model's reference distribution has. */
const MAX_RECENT_SNAPSHOTS = 2_000;
const RECENT_WEEKS = 12;
const WEEK_MS = 7 * DAY_MS;

/**
 * Takes snapshots of each lead at several ages and returns those whose whole horizon has passed, even if the lead converted
 * sooner: otherwise all of the newest ones would have converted. Junk, deleted leads and copies of a lead are left out.
 * @throws WorkflowError `opportunities_not_synced`, `status_not_tracked`, `status_never_used`
 */
export async function buildOrgExamples(
  ports: CollectPorts,
  org: ExampleSource,
  settings: ExampleSettings,
  startedAt: Instant,
  progress: Progress,
): Promise<OrgExamples> {
  const { maxSnapshots = MAX_SNAPSHOTS, buckets } = settings;
  const collected = await collectSnapshots(ports, org, settings, startedAt, progress, buckets);
  const { snapshots, now } = collected;
  requireGoalInData(settings.goal, snapshots.goalEvidence, org.fields);
  const leads = snapshots.leads();
  const originals = leads.filter(({ isCopy }) => !isCopy);
  const horizonDays = settings.horizonDays ?? horizonFrom(originals, now);
  const labels = snapshots.asOfRow.map((asOf, row) => {
    const lead = leads[snapshots.leadOfRow[row]!]!;
    return lead.isCopy ? 'unsettled' : labelOf(lead, asOf, horizonDays, now);
  });
  const settled = Int32Array.from(Array.from(labels.keys()).filter((row) => labels[row] !== 'unsettled'));
  const isConverted = (row: number) => labels[row] === 'converted';
  const { leadOfRow, asOfRow } = snapshots;
  const sample = sampleSnapshots({ leadOfRow, asOfRow, leads, settled, isConverted }, maxSnapshots);
  const rows = sample?.rows ?? settled;
  const newest = newestSnapshots(snapshots, leads);
  const needed = mergedRows(rows, newest);
  const tables = await collected.tablesOf(needed);
  return {
    dataset: datasetOf(
      { ...org, tables, needed },
      snapshots,
      leads,
      { rows, weights: sample?.weights },
      { horizonDays, goal: settings.goal.kind },
      (row) => Number(isConverted(row)),
    ),
    recent: () => tables.table.take(placesOf(newest, needed)),
    horizonDays,
    closedStatuses: snapshots.closedStatuses(horizonDays, now),
    leads: originals.length,
    leftOutLeads: snapshots.leftOutLeads(leads),
    ...snapshots.lostLeads(),
    snapshots: settled.length,
    converted: settled.reduce((sum, row) => sum + Number(isConverted(row)), 0),
    ...(sample && { sampleNote: sampleSentence(sample.facts) }),
    undecided: labels.length - settled.length,
    incomingPerWeek: leadsPerWeek(originals, now),
  };
}

function newestSnapshots({ asOfRow, leadOfRow }: OrgSnapshots, leads: readonly SnapshotLead[]): Int32Array {
  return Int32Array.from(asOfRow.keys())
    .filter((row) => !leads[leadOfRow[row]!]!.isCopy)
    .sort((a, b) => asOfRow[b]! - asOfRow[a]! || a - b)
    .slice(0, MAX_RECENT_SNAPSHOTS);
}

function leadsPerWeek(leads: readonly SnapshotLead[], now: Instant): number {
  const oldest = leads.reduce((first, { createdAt }) => Math.min(first, createdAt), now);
  const weeks = Math.min(RECENT_WEEKS, Math.max(1, (now - oldest) / WEEK_MS));
  return leads.filter(({ createdAt }) => createdAt > now - weeks * WEEK_MS).length / weeks;
}

interface NeededRows {
  readonly tables: SnapshotTables;
  /** The snapshots that the tables have. */
  readonly needed: Int32Array;
}

function datasetOf(
  { orgId, fields, schema, leftOut, otherSchema, tables, needed }: ExampleSource & NeededRows,
  snapshots: OrgSnapshots,
  leads: readonly SnapshotLead[],
  { rows, weights }: { readonly rows: Int32Array; readonly weights: Float64Array | undefined },
  { horizonDays, goal }: Required<Pick<Dataset, 'horizonDays' | 'goal'>>,
  labelOfRow: (row: number) => number,
): Dataset {
  const { leadOfRow, asOfRow, judgementOfRow, groupValuesOfRow } = snapshots;
  const places = placesOf(rows, needed);
  const table = tables.table.view(places);
  const leadAt = (row: number) => leads[leadOfRow[row]!]!;
  const companies = Array.from(rows, (row) => leadAt(row).company);
  return {
    title: `Org ${orgId}`,
    schema,
    table,
    leftOut,
    horizonDays,
    goal,
    ...(otherSchema && { underOtherSchema: { schema: otherSchema, table: tables.otherTable!.view(places) } }),
    names: new Map([...fields, ...schema.features].map(({ name, label }) => [name, label])),
    labels: Uint8Array.from(rows, labelOfRow),
    leads: Int32Array.from(rows, (row) => leadOfRow[row]!),
    ...(weights && { weights }),
    companies,
    groups: [companies, Array.from(rows, (row) => leadAt(row).email)],
    times: {
      asOf: Float64Array.from(rows, (row) => asOfRow[row]!),
      settledAt: Float64Array.from(rows, (row) => settledAtOf(asOfRow[row]!, horizonDays)),
    },
    rawColumns: (indices) => featureColumns(schema, table, indices, fields),
    goalReachedAt: Float64Array.from(rows, (row) => leadAt(row).goalReachedAt ?? Number.NaN),
    createdAt: Float64Array.from(rows, (row) => leadAt(row).createdAt),
    changeCountsAsOf: (at) => snapshots.changeCountsAsOf(at),
    groupValues: new Map(
      [...groupValuesOfRow]
        .filter(([field]) => fields.some(({ name }) => name === field))
        .map(([field, values]) => [field, Array.from(rows, (row) => values[row]!)]),
    ),
    judgement: Array.from(rows, (row) => judgementOfRow[row]!),
  };
}
