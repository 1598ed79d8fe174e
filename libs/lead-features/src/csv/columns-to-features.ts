import { LeadFeaturesError } from '../errors.ts';
import type { FeatureSchema, FeatureSpec, FeatureValue } from '../feature.ts';
import { leftOutReasons, oneValueReason, type LeftOutReason } from '../left-out-reasons.ts';
import type { LeftOutField } from '../schema.ts';
import { cellText, columnTypeOf, missingTextSet, type ColumnType } from './cell.ts';
import { columnReader } from './column-reader.ts';
import { findIdentifierReason } from './identifier.ts';

export interface ColumnOptions {
  /** Column that names the lead. */
  readonly id?: string;
  /** Columns of the outcome: the label, the date of conversion. */
  readonly outcome?: readonly string[];
  /** Column of creation dates; other dates become days before it. */
  readonly created?: string;
  readonly exclude?: readonly string[];
  /** Texts that mean missing, in any case, in addition to the empty cell, NA, N/A, #N/A, NaN and null. */
  readonly missingTexts?: readonly string[];
}

/** A table as typed features. Every column is either read by a feature or listed in `leftOut`. */
export interface TableFeatures {
  readonly schema: FeatureSchema;
  readonly leftOut: readonly LeftOutField[];
  /** [rows × features], as `readRow` returns them. */
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
  requireColumns(header, options);
  const isMissing = missingTextSet(options.missingTexts);
  const features: FeatureSpec[] = [];
  const leftOut: LeftOutField[] = [];
  header.forEach((column, index) => {
    const texts = rows.flatMap((cells) => cellText(cells[index], isMissing) ?? []);
    const result = roleReason(column, options) ?? featureOrReason(column, texts, rows.length, options);
    if ('code' in result) leftOut.push({ field: column, reason: result });
    else features.push(result);
  });
  if (features.length === 0) {
    const reasons = leftOut.map(({ field, reason }) => `${field}: ${reason.english}`);
    throw new LeadFeaturesError('no_features', { reasons });
  }
  const schema: FeatureSchema = { version: 1, features, missingTexts: [...isMissing] };
  const reader = columnReader(schema, header);
  return { schema, leftOut, rows: rows.map((cells) => reader.read(cells).row) };
}

function requireColumns(header: readonly string[], { id, outcome = [], created, exclude = [] }: ColumnOptions): void {
  for (const column of [id, created, ...outcome, ...exclude]) {
    if (column !== undefined && !header.includes(column)) {
      throw new LeadFeaturesError('column_absent', { column, header });
    }
  }
}

/** Why the options keep a column from becoming a feature. */
function roleReason(column: string, { id, outcome = [], exclude = [] }: ColumnOptions): LeftOutReason | undefined {
  if (column === id) return leftOutReasons.columnNamesLead;
  if (outcome.includes(column)) return leftOutReasons.columnIsOutcome;
  return exclude.includes(column) ? leftOutReasons.excludedBySettings : undefined;
}

/** @param texts the column's values that are not missing */
function featureOrReason(
  column: string,
  texts: readonly string[],
  rows: number,
  { created }: ColumnOptions,
): FeatureSpec | LeftOutReason {
  const distinct = new Set(texts);
  const [only] = distinct;
  if (only === undefined) return leftOutReasons.columnEmpty;
  const type = columnTypeOf([...distinct]);
  if (type === 'date') return dateFeature(column, created);
  if (column === created) return leftOutReasons.columnWithoutCreationDates;
  if (distinct.size === 1 && texts.length === rows) return oneValueReason(only);
  return findIdentifierReason(texts, distinct, type !== 'text') ?? plainFeature(column, type);
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

function dateFeature(column: string, created: string | undefined): FeatureSpec | LeftOutReason {
  if (column === created) return leftOutReasons.columnIsCreationDate;
  if (created === undefined) return leftOutReasons.columnOfDates;
  const source = { type: 'column', column, read: 'daysBefore', daysBefore: created } as const;
  return { ...columnSpec(column), label: `Days from ${column} to ${created}`, kind: 'numeric', unit: 'days', source };
}
