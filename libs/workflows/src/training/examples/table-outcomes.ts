import { labelOf, readDates, readLabels, settledAtOf, type Instant } from '@leadlight/lead-features';
import { WorkflowError } from '../../errors.ts';

/** The columns of a table that contain the outcome of a lead. */
export type TableOutcome =
  /** A column with two values; rows where it is empty are left out. */
  | { readonly kind: 'label'; readonly column: string; readonly positive?: string }
  /** The conversion date, empty = not converted; only a conversion within the horizon counts. */
  | { readonly kind: 'convertedAt'; readonly column: string; readonly horizonDays: number };

/** Leads as a table of text, one row per lead, and the meaning of its columns. */
export interface LeadTable {
  /** For people: the file's name. */
  readonly title: string;
  readonly header: readonly string[];
  readonly rows: readonly (readonly string[])[];
  readonly outcome: TableOutcome;
  readonly idColumn?: string;
  /** The creation time of each lead, which orders the rows in time. */
  readonly createdColumn?: string;
  readonly exclude?: readonly string[];
  /** Texts that mean missing, in addition to the usual ones. */
  readonly missing?: readonly string[];
}

export interface TableOutcomes {
  /** Rows whose outcome is settled. */
  readonly settled: readonly number[];
  /** [settled] 1 = converted within the horizon. */
  readonly labels: Uint8Array;
  /** [settled] The conversion time, within the horizon or later, NaN = not converted; absent if the table has no times. */
  readonly goalReachedAt?: Float64Array;
  /** [settled] Absent if the table has no creation times. */
  readonly times: { readonly asOf: Float64Array; readonly settledAt: Float64Array } | undefined;
  /** Columns that contain the outcome: never learned from. */
  readonly columns: readonly string[];
  readonly horizonDays: number | undefined;
  /** For the model file and the report. */
  readonly facts: Record<string, string | number>;
}

/**
 * Labels and times of a table's rows.
 * @throws LeadFeaturesError, WorkflowError `creation_times_missing`, `creation_time_invalid`, `no_settled_examples`
 */
export function readTableOutcomes(
  { header, rows, outcome, createdColumn, missing }: Omit<LeadTable, 'title'>,
  now: Instant,
): TableOutcomes {
  const created = createdColumn === undefined ? undefined : createdTimes(header, rows, createdColumn, now, missing);
  if (outcome.kind === 'label') {
    const { labels, positive } = readLabels(header, rows, outcome.column, outcome.positive, missing);
    const settled = rows.flatMap((_, row) => (labels[row] === -1 ? [] : [row]));
    const asOf = created && Float64Array.from(settled, (row) => created[row]!);
    return {
      settled,
      labels: Uint8Array.from(settled, (row) => labels[row]!),
      // The column contains the final outcome, so it counts as settled from the start.
      times: asOf && { asOf, settledAt: asOf },
      columns: [outcome.column],
      horizonDays: undefined,
      facts: { label: outcome.column, positive },
    };
  }
  if (!created) throw new WorkflowError('creation_times_missing', { use: 'A conversion date' });
  return datedOutcomes(readDates(header, rows, outcome.column, missing), outcome, created, now);
}

function datedOutcomes(
  converted: readonly (Instant | null)[],
  { column, horizonDays }: Extract<TableOutcome, { kind: 'convertedAt' }>,
  created: Float64Array,
  now: Instant,
): TableOutcomes {
  // The table contains nothing later than its last event.
  const until = converted.reduce(
    (last: number, at) => Math.max(last, at ?? 0),
    created.reduce((a, b) => Math.max(a, b), 0),
  );
  const labels = converted.map((goalReachedAt, row) =>
    labelOf({ goalReachedAt }, created[row]!, horizonDays, Math.min(now, until)),
  );
  const settled = labels.flatMap((label, row) => (label === 'unsettled' ? [] : [row]));
  if (settled.length === 0) {
    throw new WorkflowError('no_settled_examples', { horizonDays });
  }
  const asOf = Float64Array.from(settled, (row) => created[row]!);
  return {
    settled,
    labels: Uint8Array.from(settled, (row) => (labels[row] === 'converted' ? 1 : 0)),
    goalReachedAt: Float64Array.from(settled, (row) => converted[row] ?? Number.NaN),
    times: { asOf, settledAt: asOf.map((at) => settledAtOf(at, horizonDays)) },
    columns: [column],
    horizonDays,
    facts: { convertedAt: column, horizonDays },
  };
}

/** @throws WorkflowError `creation_time_invalid` if a row has no creation time, or one outside 1970 to now */
function createdTimes(
  header: readonly string[],
  rows: readonly (readonly string[])[],
  column: string,
  now: Instant,
  missing: readonly string[] | undefined,
): Float64Array {
  const times = readDates(header, rows, column, missing);
  const bad = times.findIndex((at) => at === null || at < 0 || at > now);
  if (bad < 0) return Float64Array.from(times as Instant[]);
  const problem = times[bad] === null ? 'is empty' : times[bad]! > now ? 'is in the future' : 'is before 1970';
  throw new WorkflowError('creation_time_invalid', { row: bad + 1, column, problem });
}
