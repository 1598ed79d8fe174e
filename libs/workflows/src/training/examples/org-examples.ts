import { DAY_MS } from '@leadlight/common';
import type { Table } from '@leadlight/forest';
import { horizonFrom, labelOf, settledAtOf, type Instant, type LeftOutField } from '@leadlight/lead-features';
import type { RawColumn } from '@leadlight/evaluation';
import type { Progress } from '../../ports/index.ts';
import type { BucketSizes } from '../../buckets/bucket-sizes.ts';
import type { CollectPorts, SnapshotSource, SnapshotTables } from './all-snapshots.ts';
import { collectSnapshots } from './collect-snapshots.ts';
import type { Dataset } from './dataset.ts';
import { requireGoalInData } from './goal-evidence.ts';
import type { SnapshotLead, SnapshotLeads } from './lead-list.ts';
import { featureColumns, type OrgSnapshots, type LeftOutLeads, type SnapshotSettings } from './org-snapshots.ts';
import { mergedRows, placesOf } from './row-numbers.ts';
import { MAX_SNAPSHOTS, sampleSentence, sampleSnapshots } from './sample-snapshots.ts';
import type { RowTable } from './table-builder.ts';

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
  const horizonDays = settings.horizonDays ?? horizonFrom(originalsOf(leads), now);
  const { settled, isConverted } = settledSnapshots(snapshots, leads, horizonDays, now);
  const { leadOfRow, asOfRow } = snapshots;
  const sample = sampleSnapshots({ leadOfRow, asOfRow, leads, settled, isConverted }, maxSnapshots);
  const rows = sample?.rows ?? settled;
  const newest = newestSnapshots(snapshots, leads);
  const needed = mergedRows(rows, newest);
  const tables = await collected.tablesOf(needed);
  const leftOutLeads = snapshots.leftOutLeads(leads);
  return {
    dataset: datasetOf(
      { ...org, tables, needed },
      snapshots,
      leads,
      { rows, weights: sample?.weights },
      { horizonDays, goal: settings.goal.kind },
      (row) => Number(isConverted(row)),
    ),
    recent: takenLater(tables.table, placesOf(newest, needed)),
    horizonDays,
    closedStatuses: snapshots.closedStatuses(horizonDays, now),
    leads: leads.length - leftOutLeads.copies,
    leftOutLeads,
    ...snapshots.lostLeads(),
    snapshots: settled.length,
    converted: settled.reduce((sum, row) => sum + Number(isConverted(row)), 0),
    ...(sample && { sampleNote: sampleSentence(sample.facts) }),
    undecided: asOfRow.length - settled.length,
    incomingPerWeek: leadsPerWeek(leads, now),
  };
}

function* originalsOf(leads: SnapshotLeads): Generator<SnapshotLead> {
  for (const lead of leads) if (!lead.isCopy) yield lead;
}

const CONVERTED = 1;
const UNSETTLED = 2;

function settledSnapshots(
  { asOfRow, leadOfRow }: OrgSnapshots,
  leads: SnapshotLeads,
  horizonDays: number,
  now: Instant,
): { readonly settled: Int32Array; isConverted(row: number): boolean } {
  const labels = new Uint8Array(asOfRow.length);
  for (let row = 0; row < labels.length; row += 1) {
    const lead = leads.at(leadOfRow.at(row));
    const label = lead.isCopy ? 'unsettled' : labelOf(lead, asOfRow.at(row), horizonDays, now);
    if (label !== 'not') labels[row] = label === 'converted' ? CONVERTED : UNSETTLED;
  }
  const settled = rowNumbers(labels.length).filter((row) => labels[row] !== UNSETTLED);
  return { settled, isConverted: (row) => labels[row] === CONVERTED };
}

/** The numbers 0, 1, 2 … of rows. */
const rowNumbers = (rows: number): Int32Array => new Int32Array(rows).map((_, row) => row);

/** The newest ones of leads without copies, the newest first. */
function newestSnapshots({ asOfRow, leadOfRow }: OrgSnapshots, leads: SnapshotLeads): Int32Array {
  const rows = rowNumbers(asOfRow.length).filter((row) => !leads.at(leadOfRow.at(row)).isCopy);
  const times = Float64Array.from(rows, (row) => asOfRow.at(row)).sort();
  const from = times.at(-MAX_RECENT_SNAPSHOTS) ?? -Infinity;
  return rows
    .filter((row) => asOfRow.at(row) >= from)
    .sort((a, b) => asOfRow.at(b) - asOfRow.at(a) || a - b)
    .slice(0, MAX_RECENT_SNAPSHOTS);
}

// These are apart from what builds the examples, so that what they return keeps nothing else of the leads in memory.
const takenLater = (table: RowTable, rows: Int32Array) => (): Table => table.take(rows);
const rawColumnsOf =
  ({ schema, fields }: Pick<ExampleSource, 'schema' | 'fields'>, table: RowTable) =>
  (rows: ArrayLike<number>): RawColumn[] =>
    featureColumns(schema, table, rows, fields);

function leadsPerWeek(leads: SnapshotLeads, now: Instant): number {
  let oldest = now;
  for (const { createdAt } of originalsOf(leads)) oldest = Math.min(oldest, createdAt);
  const weeks = Math.min(RECENT_WEEKS, Math.max(1, (now - oldest) / WEEK_MS));
  let recent = 0;
  for (const { createdAt } of originalsOf(leads)) recent += Number(createdAt > now - weeks * WEEK_MS);
  return recent / weeks;
}

interface NeededRows {
  readonly tables: SnapshotTables;
  /** The snapshots that the tables have. */
  readonly needed: Int32Array;
}

function datasetOf(
  { orgId, fields, schema, leftOut, otherSchema, tables, needed }: ExampleSource & NeededRows,
  snapshots: OrgSnapshots,
  leads: SnapshotLeads,
  { rows, weights }: { readonly rows: Int32Array; readonly weights: Float64Array | undefined },
  { horizonDays, goal }: Required<Pick<Dataset, 'horizonDays' | 'goal'>>,
  labelOfRow: (row: number) => number,
): Dataset {
  const { leadOfRow, asOfRow, judgementOfRow, groupValuesOfRow } = snapshots;
  const places = placesOf(rows, needed);
  const table = tables.table.view(places);
  const leadAt = (row: number) => leads.at(leadOfRow.at(row));
  const keys = Array.from(rows, (row) => leads.keysOf(leadOfRow.at(row)));
  const companies = keys.map(({ company }) => company);
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
    leads: Int32Array.from(rows, (row) => leadOfRow.at(row)),
    ...(weights && { weights }),
    companies,
    groups: [companies, keys.map(({ email }) => email)],
    times: {
      asOf: Float64Array.from(rows, (row) => asOfRow.at(row)),
      settledAt: Float64Array.from(rows, (row) => settledAtOf(asOfRow.at(row), horizonDays)),
    },
    rawColumns: rawColumnsOf({ schema, fields }, table),
    goalReachedAt: Float64Array.from(rows, (row) => leadAt(row).goalReachedAt ?? Number.NaN),
    createdAt: Float64Array.from(rows, (row) => leadAt(row).createdAt),
    changeCountsAsOf: snapshots.changeCounts(),
    groupValues: new Map(
      [...groupValuesOfRow]
        .filter(([field]) => fields.some(({ name }) => name === field))
        .map(([field, values]) => [field, Array.from(rows, (row) => values.at(row))]),
    ),
    judgement: Array.from(rows, (row) => judgementOfRow.at(row)),
  };
}
