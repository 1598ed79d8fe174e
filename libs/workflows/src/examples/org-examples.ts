import type { Table } from '@leadlight/forest';
import {
  DAY_MS,
  horizonFrom,
  judgementFieldOf,
  labelOf,
  settledAtOf,
  type FeatureSchema,
  type Instant,
  type LeadField,
  type LeftOut,
} from '@leadlight/lead-features';
import type { Dataset } from '../assess/dataset.ts';
import type { LeadHistoryStore, Progress } from '../ports/index.ts';
import { requireKnownGoal } from './known-goal.ts';
import { featureColumns, OrgLooks, type LeftOutLeads, type LookedAtLead, type LookSettings } from './org-looks.ts';

export interface ExampleSettings extends LookSettings {
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
export interface LookedAtOrg {
  readonly orgId: string;
  readonly fields: readonly LeadField[];
  readonly schema: FeatureSchema;
  readonly leftOut: readonly LeftOut[];
  /** Another schema to see the same looks under: reading them a second time could find other leads. */
  readonly otherSchema?: FeatureSchema;
}

const CHUNK = 500;
/** As many as a model's reference is made of. */
const RECENT_LOOKS = 2_000;
const RECENT_WEEKS = 12;
const WEEK_MS = 7 * DAY_MS;

/**
 * Looks at each lead at several ages, with what was known then, and keeps the looks whose whole horizon has passed:
 * whatever the outcome, so that the newest ones are not all converted. Junk, deleted leads and copies of a lead are left out.
 * @throws WorkflowError `goal_not_known` where the org's data cannot tell who reached the goal
 */
export async function orgExamples(
  leadHistories: LeadHistoryStore,
  org: LookedAtOrg,
  settings: ExampleSettings,
  now: Instant,
  progress: Progress,
): Promise<OrgExamples> {
  const looks = new OrgLooks(org.schema, settings, judgementFieldOf(org.fields), org.otherSchema);
  const { all } = await leadHistories.countLeads(org.orgId);
  let read = 0;
  for await (const chunk of leadHistories.readHistories(org.orgId, 'all', CHUNK)) {
    for (const history of chunk) looks.add(history, now);
    progress.update('features', (read += chunk.length), all);
  }
  requireKnownGoal(settings.goal, looks.goalEvidence, org.fields);
  const leads = looks.leads();
  const originals = leads.filter(({ isCopy }) => !isCopy);
  const horizonDays = settings.horizonDays ?? horizonFrom(originals, now);
  const labels = looks.asOfRow.map((asOf, row) => {
    const lead = leads[looks.leadOfRow[row]!]!;
    return lead.isCopy ? 'undecided' : labelOf(lead, asOf, horizonDays, now);
  });
  const decided = Int32Array.from(labels.flatMap((label, row) => (label === 'undecided' ? [] : [row])));
  return {
    dataset: datasetOf(org, looks, leads, decided, horizonDays, (row) => (labels[row] === 'converted' ? 1 : 0)),
    recent: () => looks.table.take(newestOf(looks, leads)),
    horizonDays,
    leads: originals.length,
    leftOutLeads: looks.leftOutLeads(leads),
    ...looks.lost(),
    snapshots: decided.length,
    undecided: labels.length - decided.length,
    incomingPerWeek: weekly(originals, now),
  };
}

function newestOf({ asOfRow, leadOfRow }: OrgLooks, leads: readonly LookedAtLead[]): readonly number[] {
  return Array.from(asOfRow.keys())
    .filter((row) => !leads[leadOfRow[row]!]!.isCopy)
    .sort((a, b) => asOfRow[b]! - asOfRow[a]! || a - b)
    .slice(0, RECENT_LOOKS);
}

function weekly(leads: readonly LookedAtLead[], now: Instant): number {
  const oldest = leads.reduce((first, { createdAt }) => Math.min(first, createdAt), now);
  const weeks = Math.min(RECENT_WEEKS, Math.max(1, (now - oldest) / WEEK_MS));
  return leads.filter(({ createdAt }) => createdAt > now - weeks * WEEK_MS).length / weeks;
}

function datasetOf(
  { orgId, fields, schema, leftOut, otherSchema }: LookedAtOrg,
  looks: OrgLooks,
  leads: readonly LookedAtLead[],
  decided: Int32Array,
  horizonDays: number,
  labelOfRow: (row: number) => number,
): Dataset {
  const { leadOfRow, asOfRow, judgementOfRow } = looks;
  const table = looks.table.only(decided);
  const leadAt = (row: number) => leads[leadOfRow[row]!]!;
  return {
    title: `Org ${orgId}`,
    ...{ schema, table, leftOut, horizonDays },
    ...(otherSchema && { underOther: { schema: otherSchema, table: looks.otherTable!.only(decided) } }),
    names: new Map([...fields, ...schema.features].map(({ name, label }) => [name, label])),
    labels: Uint8Array.from(decided, labelOfRow),
    leads: Int32Array.from(decided, (row) => leadOfRow[row]!),
    groups: [Array.from(decided, (row) => leadAt(row).company), Array.from(decided, (row) => leadAt(row).email)],
    times: {
      asOf: Float64Array.from(decided, (row) => asOfRow[row]!),
      settledAt: Float64Array.from(decided, (row) => settledAtOf(asOfRow[row]!, horizonDays)),
    },
    rawColumns: (rows) => featureColumns(schema, table, rows, fields),
    convertedAt: Float64Array.from(decided, (row) => leadAt(row).convertedAt ?? Number.NaN),
    createdAt: Float64Array.from(decided, (row) => leadAt(row).createdAt),
    changesBy: (at) => looks.changesBy(at),
    judgement: Array.from(decided, (row) => judgementOfRow[row]!),
  };
}
