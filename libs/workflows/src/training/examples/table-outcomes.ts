import { LeadFeaturesError, labelOf, settledAtOf, type Instant } from '@leadlight/lead-features';
import {
  LeadTableError,
  headerOf,
  readOutcome,
  requireDecided,
  type OutcomeValues,
  type ReadingOptions,
  type TableReading,
  type TextTable,
} from '@leadlight/lead-table';
import { WorkflowError } from '../../errors.ts';

/** The columns of a table that contain the outcome of a lead. */
export type TableOutcome =
  /** A column whose values mean converted, not converted, or neither; rows where it means neither or is empty are left out. */
  | {
      readonly kind: 'label';
      readonly column: string;
      readonly positive?: readonly string[];
      readonly negative?: readonly string[];
    }
  /** The conversion date, empty = not converted; only a conversion within the horizon counts. */
  | { readonly kind: 'convertedAt'; readonly column: string; readonly horizonDays: number };

/** Leads as a table of text, one row per lead, and the meaning of its columns. */
export interface LeadTable {
  /** For people: the file's name. */
  readonly title: string;
  readonly table: TextTable;
  readonly outcome: TableOutcome;
  readonly idColumn?: string;
  /** The creation time of each lead, which orders the rows in time. */
  readonly createdColumn?: string;
  readonly exclude?: readonly string[];
  /** What the file leaves open: decimal mark, order of dates, texts that mean missing. */
  readonly reading?: ReadingOptions;
  /** What was assumed about the file, as sentences, for the report. */
  readonly fileNotes?: readonly string[];
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
  /** What the values of a label mean, with their rows. */
  readonly values?: OutcomeValues;
  /** Rows with an outcome that are left out because their creation time is empty or no date. */
  readonly rowsWithoutCreationTime: number;
  /** Leads of which some rows converted and others did not; absent without an id. */
  readonly leadsOfBothOutcomes?: number;
  /** For the model file and the report. */
  readonly facts: Record<string, string | number>;
}

/**
 * Labels and times of a table's rows.
 * @param reading of the table
 * @throws LeadFeaturesError, LeadTableError, WorkflowError `creation_times_missing`, `creation_time_invalid`, `no_settled_examples`
 */
export function readTableOutcomes(
  { table, outcome, createdColumn, reading: options }: Omit<LeadTable, 'title'>,
  reading: TableReading,
  now: Instant,
): TableOutcomes {
  const created =
    createdColumn === undefined ? undefined : { column: createdColumn, times: datesOf(table, reading, createdColumn) };
  if (outcome.kind === 'label') return labelledOutcomes(table, outcome, created, options, now);
  if (!created) throw new WorkflowError('creation_times_missing', { use: 'A conversion date' });
  return datedOutcomes(datesOf(table, reading, outcome.column), outcome, created, now);
}

interface CreationTimes {
  readonly column: string;
  /** [rows] NaN = none. */
  readonly times: Float64Array;
}

function labelledOutcomes(
  table: TextTable,
  outcome: Extract<TableOutcome, { kind: 'label' }>,
  created: CreationTimes | undefined,
  options: ReadingOptions | undefined,
  now: Instant,
): TableOutcomes {
  const { labels, values } = readOutcome(table, outcome.column, { ...options, ...outcome });
  const decided = Array.from(labels.keys()).filter((row) => labels[row] !== -1);
  const { rows: settled, left } = withCreationTimes(decided, created, now);
  const asOf = created && Float64Array.from(settled, (row) => created.times[row]!);
  return {
    settled,
    labels: Uint8Array.from(settled, (row) => labels[row]!),
    // The column contains the final outcome, so it counts as settled from the start.
    times: asOf && { asOf, settledAt: asOf },
    columns: [outcome.column],
    horizonDays: undefined,
    values,
    rowsWithoutCreationTime: left,
    facts: { label: outcome.column },
  };
}

function datedOutcomes(
  converted: Float64Array,
  { column, horizonDays }: Extract<TableOutcome, { kind: 'convertedAt' }>,
  creation: CreationTimes,
  now: Instant,
): TableOutcomes {
  const created = creation.times;
  const { rows: dated, left } = withCreationTimes(Array.from(created.keys()), creation, now);
  // The table contains nothing later than its last event.
  const until = dated.reduce((last, row) => Math.max(last, created[row]!, converted[row]! || 0), 0);
  const labels = new Map(
    dated.map((row) => {
      const goalReachedAt = Number.isNaN(converted[row]) ? null : converted[row]!;
      return [row, labelOf({ goalReachedAt }, created[row]!, horizonDays, Math.min(now, until))];
    }),
  );
  const settled = dated.filter((row) => labels.get(row) !== 'unsettled');
  if (settled.length === 0) throw new WorkflowError('no_settled_examples', { horizonDays });
  const asOf = Float64Array.from(settled, (row) => created[row]!);
  return {
    settled,
    labels: Uint8Array.from(settled, (row) => (labels.get(row) === 'converted' ? 1 : 0)),
    goalReachedAt: Float64Array.from(settled, (row) => converted[row]!),
    times: { asOf, settledAt: asOf.map((at) => settledAtOf(at, horizonDays)) },
    columns: [column],
    horizonDays,
    rowsWithoutCreationTime: left,
    facts: { convertedAt: column, horizonDays },
  };
}

/** [rows] The dates of a column; NaN where a cell is empty or no possible date. @throws LeadTableError, LeadFeaturesError */
function datesOf(table: TextTable, reading: TableReading, column: string): Float64Array {
  const index = table.columns.findIndex(({ name }) => name === column);
  if (index < 0) throw new LeadFeaturesError('column_absent', { column, header: headerOf(table) });
  const finding = reading.columns[index]!;
  requireDecided(finding);
  const { kind, byText } = finding.values;
  if (kind !== 'date' || (finding.read === 0 && finding.unreadable.rows > 0)) {
    throw new LeadTableError('column_without_dates', {
      column,
      examples: [...finding.examples, ...finding.unreadable.examples].map(({ text }) => text),
    });
  }
  return Float64Array.from(table.columns[index]!.codes, (code) => byText[code]!);
}

/** Above it, the column is not what the user takes it for. */
const MAX_UNDATED_SHARE = 0.2;

/**
 * The rows with a creation time; the others are left out and counted.
 * @throws WorkflowError `creation_time_invalid` if many rows have no creation time, or one has a time outside 1970 to now
 */
function withCreationTimes(
  rows: readonly number[],
  creation: CreationTimes | undefined,
  now: Instant,
): { readonly rows: readonly number[]; readonly left: number } {
  if (!creation) return { rows, left: 0 };
  const { column, times: created } = creation;
  const bad = rows.find((row) => created[row]! < 0 || created[row]! > now);
  if (bad !== undefined) {
    const problem = created[bad]! > now ? 'is in the future' : 'is before 1970';
    throw new WorkflowError('creation_time_invalid', { row: bad + 1, column, problem });
  }
  const dated = rows.filter((row) => !Number.isNaN(created[row]));
  const left = rows.length - dated.length;
  if (left <= MAX_UNDATED_SHARE * rows.length) return { rows: dated, left };
  const row = rows.find((each) => Number.isNaN(created[each]))! + 1;
  throw new WorkflowError('creation_time_invalid', {
    row,
    column,
    problem: `is empty or no date, as in ${left - 1} other rows`,
  });
}
