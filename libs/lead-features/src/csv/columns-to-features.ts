import { LeadFeaturesError } from '../errors.ts';
import type { FeatureSchema, FeatureSpec, FeatureValue } from '../feature.ts';
import type { LeftOutField } from '../schema.ts';
import { cellText, columnTypeOf, MISSING_TEXTS, type ColumnType } from './cell.ts';
import { identifierReason } from './identifier.ts';
import { columnReader } from './column-reader.ts';

export interface ColumnOptions {
  /** Column that names the lead. */
  readonly id?: string;
  /** Columns that hold the outcome: the label, the date of conversion. */
  readonly outcome?: readonly string[];
  /** Column of creation dates; other dates become days before it. */
  readonly created?: string;
  readonly exclude?: readonly string[];
  /** Texts that mean missing, in any case, beside the empty cell, NA, N/A, #N/A, NaN and null. */
  readonly missingTexts?: readonly string[];
}

/** A table as typed features. Every column is either read by a feature or told in `leftOut`. */
export interface TableFeatures {
  readonly schema: FeatureSchema;
  readonly leftOut: readonly LeftOutField[];
  /** [rows × features], as `readRow` gives them. */
  readonly rows: readonly FeatureValue[][];
}

/**
 * Makes features of a table's columns by what their cells are: yes and no, numbers, dates, or text.
 * @param rows [rows × columns] texts, each row as long as the header
 * @throws LeadFeaturesError `column_absent`, `no_features`
 */
export function columnsToFeatures(
  header: readonly string[],
  rows: readonly (readonly string[])[],
  options: ColumnOptions = {},
): TableFeatures {
  const missingTexts = [
    ...new Set([...MISSING_TEXTS, ...(options.missingTexts ?? []).map((t) => t.trim().toLowerCase())]),
  ];
  requireColumns(header, options);
  const isMissing = new Set(missingTexts);
  const features: FeatureSpec[] = [];
  const leftOut: LeftOutField[] = [];
  header.forEach((column, index) => {
    const told =
      namedReason(column, options) ?? featureOrReason(column, textsOf(rows, index, isMissing), rows.length, options);
    if (typeof told === 'string') leftOut.push({ field: column, reason: told });
    else features.push(told);
  });
  if (features.length === 0) {
    throw new LeadFeaturesError({
      code: 'no_features',
      reasons: leftOut.map(({ field, reason }) => `${field} ${reason}`),
    });
  }
  const schema: FeatureSchema = { version: 1, features, missingTexts };
  const reader = columnReader(schema, header);
  return { schema, leftOut, rows: rows.map((cells) => reader.read(cells).row) };
}

function requireColumns(header: readonly string[], { id, outcome = [], created, exclude = [] }: ColumnOptions): void {
  for (const column of [id, created, ...outcome, ...exclude]) {
    if (column !== undefined && !header.includes(column)) {
      throw new LeadFeaturesError({ code: 'column_absent', column, header });
    }
  }
}

function namedReason(column: string, { id, outcome = [], exclude = [] }: ColumnOptions): string | undefined {
  if (column === id) return 'names the lead';
  if (outcome.includes(column)) return 'holds the outcome';
  return exclude.includes(column) ? 'is excluded by the settings' : undefined;
}

function textsOf(rows: readonly (readonly string[])[], index: number, isMissing: ReadonlySet<string>): string[] {
  return rows.flatMap((cells) => cellText(cells[index], isMissing) ?? []);
}

/** The column's feature, or why it has none. */
function featureOrReason(
  column: string,
  texts: readonly string[],
  rows: number,
  { created }: ColumnOptions,
): FeatureSpec | string {
  const distinct = new Set(texts);
  const [only] = distinct;
  if (only === undefined) return 'is empty';
  const type = columnTypeOf([...distinct]);
  if (type === 'date') return dateFeature(column, created);
  if (column === created) return 'holds no ISO dates, so it tells no time of creation';
  if (distinct.size === 1 && texts.length === rows) return `has one value only (${only})`;
  return identifierReason(texts, distinct, type !== 'text') ?? plainFeature(column, type);
}

const columnSpec = (column: string): Pick<FeatureSpec, 'name' | 'field' | 'labelKey' | 'label'> => ({
  name: column,
  field: column,
  labelKey: `Column_${column}`,
  label: column,
});

function plainFeature(column: string, type: ColumnType): FeatureSpec {
  const kind = type === 'yesNo' ? 'boolean' : type === 'number' ? 'numeric' : 'categorical';
  return { ...columnSpec(column), kind, unit: 'none', source: { type: 'column', column, read: 'value' } };
}

function dateFeature(column: string, created: string | undefined): FeatureSpec | string {
  if (column === created) return 'gives the time of creation';
  if (created === undefined)
    return 'holds dates, which tell nothing of a new lead until the column of creation dates is named';
  const source = { type: 'column', column, read: 'daysBefore', daysBefore: created } as const;
  return { ...columnSpec(column), label: `Days from ${column} to ${created}`, kind: 'numeric', unit: 'days', source };
}
