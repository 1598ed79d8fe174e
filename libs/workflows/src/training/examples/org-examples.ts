import { DAY_MS } from '@leadlight/common';
import type { Table } from '@leadlight/forest';
import {
  findJudgementField,
  horizonFrom,
  labelOf,
  settledAtOf,
  type FeatureSchema,
  type Instant,
  type LeadField,
  type LeftOutField,
} from '@leadlight/lead-features';
import type { LeadHistoryStore, Progress } from '../../ports/index.ts';
import { readAhead } from '../../read-ahead.ts';
import type { Dataset } from './dataset.ts';
import { requireGoalInData } from './goal-evidence.ts';
import {
  featureColumns,
  OrgSnapshots,
  type LeftOutLeads,
  type SnapshotLead,
  type SnapshotSettings,
} from './org-snapshots.ts';

export interface ExampleSettings extends SnapshotSettings {
  /** Days within which a lead must reach the goal to count as converted; undefined = the org's own 90th percentile. */
  readonly horizonDays?: number;
}

export interface OrgExamples {
  /** The settled snapshots; empty if the org is too young. */
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
  /** Snapshots left out because their horizon has not passed. */
  readonly undecided: number;
  /** Leads created in a week, on average over the last twelve. */
  readonly incomingPerWeek: number;
}

/** The org whose leads become examples. */
export interface ExampleSource {
  readonly orgId: string;
  readonly fields: readonly LeadField[];
  readonly schema: FeatureSchema;
  readonly leftOut: readonly LeftOutField[];
  /** Another schema for the same snapshots: a second read could return other leads. */
  readonly otherSchema?: FeatureSchema;
}

const LEADS_PER_CHUNK = 500;
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
  leadHistories: LeadHistoryStore,
  org: ExampleSource,
  settings: ExampleSettings,
  now: Instant,
  progress: Progress,
): Promise<OrgExamples> {
  const snapshots = new OrgSnapshots(org.schema, settings, findJudgementField(org.fields), org.otherSchema);
  const { all } = await leadHistories.countLeads(org.orgId);
  let read = 0;
  for await (const chunk of readAhead(leadHistories.readHistories(org.orgId, 'all', LEADS_PER_CHUNK))) {
    for (const history of chunk) snapshots.add(history, now);
    progress.update('features', (read += chunk.length), all);
  }
  requireGoalInData(settings.goal, snapshots.goalEvidence, org.fields);
  const leads = snapshots.leads();
  const originals = leads.filter(({ isCopy }) => !isCopy);
  const horizonDays = settings.horizonDays ?? horizonFrom(originals, now);
  const labels = snapshots.asOfRow.map((asOf, row) => {
    const lead = leads[snapshots.leadOfRow[row]!]!;
    return lead.isCopy ? 'unsettled' : labelOf(lead, asOf, horizonDays, now);
  });
  const settled = Int32Array.from(labels.flatMap((label, row) => (label === 'unsettled' ? [] : [row])));
  return {
    dataset: datasetOf(org, snapshots, leads, settled, { horizonDays, goal: settings.goal.kind }, (row) =>
      Number(labels[row] === 'converted'),
    ),
    recent: () => snapshots.table.take(newestSnapshots(snapshots, leads)),
    horizonDays,
    closedStatuses: snapshots.closedStatuses(horizonDays, now),
    leads: originals.length,
    leftOutLeads: snapshots.leftOutLeads(leads),
    ...snapshots.lostLeads(),
    snapshots: settled.length,
    undecided: labels.length - settled.length,
    incomingPerWeek: leadsPerWeek(originals, now),
  };
}

function newestSnapshots({ asOfRow, leadOfRow }: OrgSnapshots, leads: readonly SnapshotLead[]): readonly number[] {
  return Array.from(asOfRow.keys())
    .filter((row) => !leads[leadOfRow[row]!]!.isCopy)
    .sort((a, b) => asOfRow[b]! - asOfRow[a]! || a - b)
    .slice(0, MAX_RECENT_SNAPSHOTS);
}

function leadsPerWeek(leads: readonly SnapshotLead[], now: Instant): number {
  const oldest = leads.reduce((first, { createdAt }) => Math.min(first, createdAt), now);
  const weeks = Math.min(RECENT_WEEKS, Math.max(1, (now - oldest) / WEEK_MS));
  return leads.filter(({ createdAt }) => createdAt > now - weeks * WEEK_MS).length / weeks;
}

function datasetOf(
  { orgId, fields, schema, leftOut, otherSchema }: ExampleSource,
  snapshots: OrgSnapshots,
  leads: readonly SnapshotLead[],
  rows: Int32Array,
  { horizonDays, goal }: Required<Pick<Dataset, 'horizonDays' | 'goal'>>,
  labelOfRow: (row: number) => number,
): Dataset {
  const { leadOfRow, asOfRow, judgementOfRow, groupValuesOfRow } = snapshots;
  const table = snapshots.table.view(rows);
  const leadAt = (row: number) => leads[leadOfRow[row]!]!;
  return {
    title: `Org ${orgId}`,
    schema,
    table,
    leftOut,
    horizonDays,
    goal,
    ...(otherSchema && { underOtherSchema: { schema: otherSchema, table: snapshots.otherTable!.view(rows) } }),
    names: new Map([...fields, ...schema.features].map(({ name, label }) => [name, label])),
    labels: Uint8Array.from(rows, labelOfRow),
    leads: Int32Array.from(rows, (row) => leadOfRow[row]!),
    groups: [Array.from(rows, (row) => leadAt(row).company), Array.from(rows, (row) => leadAt(row).email)],
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
