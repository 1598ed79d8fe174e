import type { Table } from '@leadlight/forest';
import { DAY_MS } from '@leadlight/common';
import {
  horizonFrom,
  findJudgementField,
  labelOf,
  settledAtOf,
  type FeatureSchema,
  type Instant,
  type LeadField,
  type LeftOutField,
} from '@leadlight/lead-features';
import type { Dataset } from './dataset.ts';
import type { LeadHistoryStore, Progress } from '../../ports/index.ts';
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
  /** Decided looks; none where the org is too young. */
  readonly dataset: Dataset;
  /** The newest looks, decided or not: what new leads look like. */
  recent(): Table;
  readonly horizonDays: number;
  /** Leads that were looked at. */
  readonly leads: number;
  readonly leftOutLeads: LeftOutLeads;
  /** Leads that somebody gave up. */
  readonly unqualified: number;
  /** Leads that nobody looks at any more. */
  readonly stale: number;
  readonly snapshots: number;
  /** Snapshots left out because their horizon has not passed. */
  readonly undecided: number;
  /** Leads created a week, over the last twelve. */
  readonly incomingPerWeek: number;
}

/** What a look needs to know of the org. */
export interface ExampleSource {
  readonly orgId: string;
  readonly fields: readonly LeadField[];
  readonly schema: FeatureSchema;
  readonly leftOut: readonly LeftOutField[];
  /** Another schema to see the same looks under: reading them a second time could find other leads. */
  readonly otherSchema?: FeatureSchema;
}

const LEADS_PER_CHUNK = 500;
/** As many as a model's reference is made of. */
const MAX_RECENT_SNAPSHOTS = 2_000;
const RECENT_WEEKS = 12;
const WEEK_MS = 7 * DAY_MS;

/**
 * Looks at each lead at several ages, with what was known then, and keeps the looks whose whole horizon has passed:
 * whatever the outcome, so that the newest ones are not all converted. Junk, deleted leads and copies of a lead are left out.
 * @throws WorkflowError `goal_not_known` where the org's data cannot tell who reached the goal
 */
export async function buildOrgExamples(
  leadHistories: LeadHistoryStore,
  org: ExampleSource,
  settings: ExampleSettings,
  now: Instant,
  progress: Progress,
): Promise<OrgExamples> {
  const looks = new OrgSnapshots(org.schema, settings, findJudgementField(org.fields), org.otherSchema);
  const { all } = await leadHistories.countLeads(org.orgId);
  let read = 0;
  for await (const chunk of leadHistories.readHistories(org.orgId, 'all', LEADS_PER_CHUNK)) {
    for (const history of chunk) looks.add(history, now);
    progress.update('features', (read += chunk.length), all);
  }
  requireGoalInData(settings.goal, looks.goalEvidence, org.fields);
  const leads = looks.leads();
  const originals = leads.filter(({ isCopy }) => !isCopy);
  const horizonDays = settings.horizonDays ?? horizonFrom(originals, now);
  const labels = looks.asOfRow.map((asOf, row) => {
    const lead = leads[looks.leadOfRow[row]!]!;
    return lead.isCopy ? 'unsettled' : labelOf(lead, asOf, horizonDays, now);
  });
  const decided = Int32Array.from(labels.flatMap((label, row) => (label === 'unsettled' ? [] : [row])));
  return {
    dataset: datasetOf(org, looks, leads, decided, horizonDays, (row) => (labels[row] === 'converted' ? 1 : 0)),
    recent: () => looks.table.take(newestSnapshots(looks, leads)),
    horizonDays,
    leads: originals.length,
    leftOutLeads: looks.leftOutLeads(leads),
    ...looks.lostLeads(),
    snapshots: decided.length,
    undecided: labels.length - decided.length,
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
  looks: OrgSnapshots,
  leads: readonly SnapshotLead[],
  decided: Int32Array,
  horizonDays: number,
  labelOfRow: (row: number) => number,
): Dataset {
  const { leadOfRow, asOfRow, judgementOfRow } = looks;
  const table = looks.table.view(decided);
  const leadAt = (row: number) => leads[leadOfRow[row]!]!;
  return {
    title: `Org ${orgId}`,
    ...{ schema, table, leftOut, horizonDays },
    ...(otherSchema && { underOtherSchema: { schema: otherSchema, table: looks.otherTable!.view(decided) } }),
    names: new Map([...fields, ...schema.features].map(({ name, label }) => [name, label])),
    labels: Uint8Array.from(decided, labelOfRow),
    leads: Int32Array.from(decided, (row) => leadOfRow[row]!),
    groups: [Array.from(decided, (row) => leadAt(row).company), Array.from(decided, (row) => leadAt(row).email)],
    times: {
      asOf: Float64Array.from(decided, (row) => asOfRow[row]!),
      settledAt: Float64Array.from(decided, (row) => settledAtOf(asOfRow[row]!, horizonDays)),
    },
    rawColumns: (rows) => featureColumns(schema, table, rows, fields),
    goalReachedAt: Float64Array.from(decided, (row) => leadAt(row).goalReachedAt ?? Number.NaN),
    createdAt: Float64Array.from(decided, (row) => leadAt(row).createdAt),
    changeCountsAsOf: (at) => looks.changeCountsAsOf(at),
    judgement: Array.from(decided, (row) => judgementOfRow[row]!),
  };
}
