import type { ChangeCount, GroupKey, RawColumn, Split } from '@leadlight/evaluation';
import type { FeatureSchema, Instant, LeftOutField } from '@leadlight/lead-features';
import type { GoalKind, LeadCounts, RepeatedRowCounts } from '@leadlight/report';
import type { RowTable } from './table-builder.ts';

/** Settled rows with everything known about them, before leaking fields are removed. Arrays are [rows]. */
export interface Dataset {
  /** For people: the name of the file or org. */
  readonly title: string;
  readonly schema: FeatureSchema;
  readonly table: RowTable;
  /** The same rows under another schema, if one was requested. */
  readonly underOtherSchema?: Pick<Dataset, 'schema' | 'table'>;
  /** 1 = converted within the horizon. */
  readonly labels: Uint8Array;
  /** Rows of the same lead, and rows that repeat each other, have the same number. */
  readonly leads: Int32Array;
  /** [rows] How many rows each stands for, where the rows are a sample in which not every row had the same chance; absent = 1 each. */
  readonly weights?: Float64Array;
  /** More groups that a split must not divide: company, e-mail address. */
  readonly groups?: readonly ArrayLike<GroupKey>[];
  /** [rows] The company of each lead, as `groupKeysOf` names it; absent where leads have none. */
  readonly companies?: readonly (string | null)[];
  /** The same subjects are asked about again and again, so that a split divides rows by time alone; absent = no. */
  readonly isRecurring?: boolean;
  /** The instant of each snapshot and when its label settled; absent if the leads have no dates. */
  readonly times?: { readonly asOf: Float64Array; readonly settledAt: Float64Array };
  readonly horizonDays?: number;
  /** What counts as success in an org; absent for a table, whose column says it. */
  readonly goal?: GoalKind;
  /** Fields that no feature reads, with the reason: a sentence without its subject. */
  readonly leftOut: readonly LeftOutField[];
  /** Labels of columns, features and fields, by name; without one, the name is the label. */
  readonly names?: ReadonlyMap<string, string>;
  /** Every column or feature at these rows, for the search for leakage. */
  rawColumns(rows: ArrayLike<number>): readonly RawColumn[];
  /** When the lead reached the goal, within the horizon or later; NaN = not yet. */
  readonly goalReachedAt?: Float64Array;
  /** [rows] 1 = of recurring subjects: what is predicted has come true over the horizon that ends now; absent = of no row. */
  readonly outcomeToday?: Uint8Array;
  readonly createdAt?: Float64Array;
  /** How often the inputs of each feature were changed, as known at an instant. */
  changeCountsAsOf?(at: Instant): readonly ChangeCount[];
  /** [rows] The values of lead fields that were named to form groups, by field; absent for a table, whose columns have them. */
  readonly groupValues?: ReadonlyMap<string, readonly (string | number | null)[]>;
  /** How people judged the lead at the time, such as by rating and status; null = not at all. */
  readonly judgement?: readonly (string | null)[];
  /** What a table says about its rows; absent for an org, whose history says what was known when. */
  readonly tableNotes?: {
    readonly repeatedRows: RepeatedRowCounts;
    /** Columns of dates, if none is named as the creation date. */
    readonly unusedDates: readonly string[];
  };
}

/** How many leads these rows are of, and how many of them have a row that converted. */
export function countLeads(
  { leads, labels }: Pick<Dataset, 'leads' | 'labels'>,
  rows: ArrayLike<number>,
): { readonly leads: number; readonly converted: number } {
  const all = new Set<number>();
  const converted = new Set<number>();
  for (let i = 0; i < rows.length; i++) {
    const lead = leads[rows[i]!]!;
    all.add(lead);
    if (labels[rows[i]!] === 1) converted.add(lead);
  }
  return { leads: all.size, converted: converted.size };
}

/** Undefined if every row is a lead of its own. */
export function leadCounts(dataset: Dataset, { train, test }: Split): LeadCounts | undefined {
  const [learned, measured] = [countLeads(dataset, train), countLeads(dataset, test)];
  if (learned.leads === train.length && measured.leads === test.length) return undefined;
  return { train: learned.leads, test: measured.leads, testConverted: measured.converted };
}

/** Adds the labels of their fields to entries. */
export const withFieldLabels = <Entry extends { readonly field: string }>(
  { names }: Pick<Dataset, 'names'>,
  entries: readonly Entry[],
): readonly (Entry & { readonly label?: string })[] =>
  entries.map((entry) => {
    const label = names?.get(entry.field);
    return label === undefined || label === entry.field ? entry : { ...entry, label };
  });

/** The values at these rows. There must not be more rows than values. */
export function takeRows<T extends Uint8Array | Int32Array | Float64Array>(values: T, rows: ArrayLike<number>): T {
  const taken = values.slice(0, rows.length) as T;
  for (let i = 0; i < rows.length; i += 1) taken[i] = values[rows[i]!]!;
  return taken;
}

/** The newest `count` of the rows; the first ones if there are no dates. */
export function newestRows({ times }: Pick<Dataset, 'times'>, rows: Int32Array, count: number): Int32Array {
  if (!times) return rows.subarray(0, count);
  return rows.toSorted((a, b) => times.asOf[b]! - times.asOf[a]! || a - b).subarray(0, count);
}
