import {
  horizonFrom,
  labelOf,
  rowOf,
  snapshotAt,
  snapshotTimes,
  type FeatureSchema,
  type Instant,
} from '@leadlight/lead-features';
import { WorkflowError } from '../errors.ts';
import type { LeadHistoryStore, Progress } from '../ports/index.ts';
import type { DecidedExamples } from '../train-model/train-model.ts';
import { TableBuilder } from './table-builder.ts';

export interface ExampleSettings {
  /** At which ages each lead is looked at. */
  readonly snapshotAgesDays: readonly number[];
  /** Days within which a lead must convert to count as converted; undefined = the org's own 90th percentile. */
  readonly horizonDays?: number;
}

export interface OrgExamples {
  readonly examples: DecidedExamples;
  readonly horizonDays: number;
  readonly leads: number;
  readonly snapshots: number;
  /** Snapshots left out because their horizon has not passed. */
  readonly undecided: number;
}

const DAY_MS = 86_400_000;
const CHUNK = 500;

/**
 * Looks at each lead at several ages, with what was known then, and keeps the looks whose whole horizon has passed:
 * whatever the outcome, so that the newest ones are not all converted.
 * @throws WorkflowError `no_decided_examples`
 */
export async function orgExamples(
  leadHistories: LeadHistoryStore,
  orgId: string,
  schema: FeatureSchema,
  settings: ExampleSettings,
  now: Instant,
  progress: Progress,
): Promise<OrgExamples> {
  const table = new TableBuilder(schema);
  const leads: { createdAt: Instant; convertedAt: Instant | null }[] = [];
  const leadOfRow: number[] = [];
  const asOfRow: number[] = [];
  const { all } = await leadHistories.countLeads(orgId);
  for await (const chunk of leadHistories.readHistories(orgId, 'all', CHUNK)) {
    for (const history of chunk) {
      if (history.isDeleted) continue;
      for (const asOf of snapshotTimes(history, settings.snapshotAgesDays, now)) {
        table.add(rowOf(schema, snapshotAt(history, asOf)));
        leadOfRow.push(leads.length);
        asOfRow.push(asOf);
      }
      leads.push({ createdAt: history.createdAt, convertedAt: history.convertedAt });
    }
    progress.update('features', leads.length, all);
  }

  const horizonDays = settings.horizonDays ?? horizonFrom(leads, now);
  const labels = asOfRow.map((asOf, row) => labelOf(leads[leadOfRow[row]!]!, asOf, horizonDays, now));
  const decided = labels.flatMap((label, row) => (label === 'undecided' ? [] : [row]));
  if (decided.length === 0) {
    throw new WorkflowError(
      'no_decided_examples',
      `No lead is older than ${horizonDays} days, so no outcome is settled yet. Come back later or give a shorter --horizon.`,
      { horizonDays, leads: leads.length },
    );
  }
  return {
    examples: {
      schema,
      table: table.only(decided),
      labels: Uint8Array.from(decided, (row) => (labels[row] === 'converted' ? 1 : 0)),
      leads: Int32Array.from(decided, (row) => leadOfRow[row]!),
      times: {
        asOf: Float64Array.from(decided, (row) => asOfRow[row]!),
        settledAt: Float64Array.from(decided, (row) => asOfRow[row]! + horizonDays * DAY_MS),
      },
    },
    horizonDays,
    leads: leads.length,
    snapshots: decided.length,
    undecided: labels.length - decided.length,
  };
}
