import {
  horizonFrom,
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
import { featureColumns, OrgLooks } from './org-looks.ts';

export interface ExampleSettings {
  /** At which ages each lead is looked at. */
  readonly snapshotAgesDays: readonly number[];
  /** Days within which a lead must convert to count as converted; undefined = the org's own 90th percentile. */
  readonly horizonDays?: number;
}

export interface OrgExamples {
  readonly dataset: Dataset;
  readonly horizonDays: number;
  readonly leads: number;
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
/** Fields in which people say what they think of a lead. */
const JUDGEMENTS = ['Rating', 'Status'];

/**
 * Looks at each lead at several ages, with what was known then, and keeps the looks whose whole horizon has passed:
 * whatever the outcome, so that the newest ones are not all converted.
 * @throws WorkflowError `no_decided_examples`
 */
export async function orgExamples(
  leadHistories: LeadHistoryStore,
  org: LookedAtOrg,
  settings: ExampleSettings,
  now: Instant,
  progress: Progress,
): Promise<OrgExamples> {
  const judgedBy = org.fields.filter(({ name, past }) => JUDGEMENTS.includes(name) && past.kind === 'tracked');
  const looks = new OrgLooks(
    org.schema,
    judgedBy.map(({ name }) => name),
  );
  const { all } = await leadHistories.countLeads(org.orgId);
  let read = 0;
  for await (const chunk of leadHistories.readHistories(org.orgId, 'all', CHUNK)) {
    for (const history of chunk) {
      // Most deleted leads were merged into another; what they did is told there.
      if (!history.isDeleted) looks.add(history, settings.snapshotAgesDays, now);
    }
    progress.update('features', (read += chunk.length), all);
  }

  const { leads, leadOfRow, asOfRow } = looks;
  const horizonDays = settings.horizonDays ?? horizonFrom(leads, now);
  const labels = asOfRow.map((asOf, row) => labelOf(leads[leadOfRow[row]!]!, asOf, horizonDays, now));
  const decided = Int32Array.from(labels.flatMap((label, row) => (label === 'undecided' ? [] : [row])));
  if (decided.length === 0) {
    throw new WorkflowError(
      'no_decided_examples',
      `No lead is older than ${horizonDays} days, so no outcome is settled yet. Come back later or give a shorter --horizon.`,
      { horizonDays, leads: leads.length },
    );
  }
  return {
    dataset: datasetOf(org, looks, decided, horizonDays, (row) => (labels[row] === 'converted' ? 1 : 0)),
    horizonDays,
    leads: leads.length,
    snapshots: decided.length,
    undecided: labels.length - decided.length,
  };
}

function datasetOf(
  { orgId, schema, leftOut }: LookedAtOrg,
  looks: OrgLooks,
  decided: Int32Array,
  horizonDays: number,
  labelOfRow: (row: number) => number,
): Dataset {
  const { leads, leadOfRow, asOfRow, judgementOfRow } = looks;
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
