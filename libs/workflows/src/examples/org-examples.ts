import {
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
import { WorkflowError } from '../errors.ts';
import type { LeadHistoryStore, Progress } from '../ports/index.ts';
import { featureColumns, OrgLooks, type LeftOutLeads, type LookedAtLead, type LookSettings } from './org-looks.ts';

export interface ExampleSettings extends LookSettings {
  /** Days within which a lead must reach the goal to count as converted; undefined = the org's own 90th percentile. */
  readonly horizonDays?: number;
}

export interface OrgExamples {
  readonly dataset: Dataset;
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
}

/** What a look needs to know of the org. */
export interface LookedAtOrg {
  readonly orgId: string;
  readonly fields: readonly LeadField[];
  readonly schema: FeatureSchema;
  readonly leftOut: readonly LeftOut[];
}

const CHUNK = 500;

/**
 * Looks at each lead at several ages, with what was known then, and keeps the looks whose whole horizon has passed:
 * whatever the outcome, so that the newest ones are not all converted. Junk, deleted leads and copies of a lead are left out.
 * @throws WorkflowError `no_decided_examples`
 */
export async function orgExamples(
  leadHistories: LeadHistoryStore,
  org: LookedAtOrg,
  settings: ExampleSettings,
  now: Instant,
  progress: Progress,
): Promise<OrgExamples> {
  const looks = new OrgLooks(org.schema, settings, judgementFieldOf(org.fields));
  const { all } = await leadHistories.countLeads(org.orgId);
  let read = 0;
  for await (const chunk of leadHistories.readHistories(org.orgId, 'all', CHUNK)) {
    for (const history of chunk) looks.add(history, now);
    progress.update('features', (read += chunk.length), all);
  }
  const leads = looks.leads();
  const originals = leads.filter(({ isCopy }) => !isCopy);
  const horizonDays = settings.horizonDays ?? horizonFrom(originals, now);
  const labels = looks.asOfRow.map((asOf, row) => {
    const lead = leads[looks.leadOfRow[row]!]!;
    return lead.isCopy ? 'undecided' : labelOf(lead, asOf, horizonDays, now);
  });
  const decided = Int32Array.from(labels.flatMap((label, row) => (label === 'undecided' ? [] : [row])));
  if (decided.length === 0) {
    throw new WorkflowError(
      'no_decided_examples',
      `No lead is older than ${horizonDays} days, so no outcome is settled yet. Come back later or give a shorter --horizon.`,
      { horizonDays, leads: originals.length },
    );
  }
  return {
    dataset: datasetOf(org, looks, leads, decided, horizonDays, (row) => (labels[row] === 'converted' ? 1 : 0)),
    horizonDays,
    leads: originals.length,
    leftOutLeads: looks.leftOutLeads(leads),
    ...looks.lost(),
    snapshots: decided.length,
    undecided: labels.length - decided.length,
  };
}

function datasetOf(
  { orgId, schema, leftOut }: LookedAtOrg,
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
    labels: Uint8Array.from(decided, labelOfRow),
    leads: Int32Array.from(decided, (row) => leadOfRow[row]!),
    groups: [Array.from(decided, (row) => leadAt(row).company), Array.from(decided, (row) => leadAt(row).email)],
    times: {
      asOf: Float64Array.from(decided, (row) => asOfRow[row]!),
      settledAt: Float64Array.from(decided, (row) => settledAtOf(asOfRow[row]!, horizonDays)),
    },
    rawColumns: (rows) => featureColumns(schema, table, rows),
    everConverted: Uint8Array.from(decided, (row) => (leadAt(row).convertedAt === null ? 0 : 1)),
    createdAt: Float64Array.from(decided, (row) => leadAt(row).createdAt),
    changes: looks.changeCounts(),
    judgement: Array.from(decided, (row) => judgementOfRow[row]!),
  };
}
