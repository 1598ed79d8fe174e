import {
  LeadFeaturesError,
  leftOutReasons,
  oneValueReason,
  type FeatureSchema,
  type FeatureSpec,
  type FeatureValue,
  type LeftOutField,
  type LeftOutReason,
} from '@leadlight/lead-features';
import { LeadTableError } from '../errors.ts';
import type { ColumnFinding, TableReading } from '../table/table-reading.ts';
import { headerOf, type TextColumn, type TextTable } from '../table/text-table.ts';
import { featureValues } from './feature-values.ts';
import { findIdentifierReason } from './identifier.ts';
import { columnUseOf } from './column-use.ts';

/** The meaning of a table's columns. */
export interface ColumnRoles {
  /** Column that names the lead. */
  readonly id?: string;
  /** Columns of the outcome: the label, the date of conversion. */
  readonly outcome?: readonly string[];
  /** Column of creation dates; other dates become days before it. */
  readonly created?: string;
  readonly exclude?: readonly string[];
}

/** A table as typed features. Every column is either read by a feature or listed in `leftOut`. */
export interface TableFeatures {
  readonly schema: FeatureSchema;
  readonly leftOut: readonly LeftOutField[];
  /** [rows × features], of the chosen rows. */
  readonly rows: readonly FeatureValue[][];
}

/**
 * Makes features of a table's columns by what their cells are: yes and no, numbers, dates, or categories.
 * @param reading of `table`
 * @param rows the rows to learn from; a column that says nothing about them is left out
 * @throws LeadFeaturesError `column_absent`; LeadTableError `no_features`, `decimal_mark_unclear`, `date_order_unclear`
 */
export function tableFeatures(
  table: TextTable,
  reading: TableReading,
  roles: ColumnRoles = {},
  rows: readonly number[] = Array.from({ length: table.rowCount }, (_, row) => row),
): TableFeatures {
  requireColumns(headerOf(table), roles);
  const features: FeatureSpec[] = [];
  const leftOut: LeftOutField[] = [];
  const created = reading.columns.find(({ column }) => column === roles.created);
  reading.columns.forEach((finding, index) => {
    const result = roleReason(finding.column, roles) ?? featureOrReason(finding, table.columns[index]!, rows, created);
    if ('code' in result) leftOut.push({ field: finding.column, reason: result });
    else features.push(result);
  });
  if (features.length === 0) {
    throw new LeadTableError('no_features', {
      reasons: leftOut.map(({ field, reason }) => `${field}: ${reason.english}`),
    });
  }
  const schema: FeatureSchema = { version: 1, features };
  const columns = featureValues(schema, table, reading);
  return { schema, leftOut, rows: rows.map((row) => columns.map((column) => column.valueAt(row))) };
}

function requireColumns(header: readonly string[], { id, outcome = [], created, exclude = [] }: ColumnRoles): void {
  for (const column of [id, created, ...outcome, ...exclude]) {
    if (column !== undefined && !header.includes(column))
      throw new LeadFeaturesError('column_absent', { column, header });
  }
}

/** Why the options keep a column from becoming a feature. */
function roleReason(column: string, { id, outcome = [], exclude = [] }: ColumnRoles): LeftOutReason | undefined {
  if (column === id) return leftOutReasons.columnNamesLead;
  if (outcome.includes(column)) return leftOutReasons.columnIsOutcome;
  return exclude.includes(column) ? leftOutReasons.excludedBySettings : undefined;
}

function featureOrReason(
  finding: ColumnFinding,
  texts: TextColumn,
  rows: readonly number[],
  created: ColumnFinding | undefined,
): FeatureSpec | LeftOutReason {
  const { column, reading } = finding;
  const use = columnUseOf(finding, texts, rows);
  if (use.read === 0 && finding.open === undefined) return leftOutReasons.columnEmpty;
  if (reading.kind === 'date') return dateFeature(finding, created);
  if (finding === created) return leftOutReasons.columnWithoutCreationDates;
  if (use.onlyText !== undefined && use.read === rows.length) return oneValueReason(use.onlyText);
  const identifier = findIdentifierReason(finding, use);
  if (identifier) return identifier;
  requireDecided(finding);
  const kind = reading.kind === 'yesNo' ? 'boolean' : reading.kind === 'number' ? 'numeric' : 'categorical';
  return { ...columnSpec(column), kind, unit: 'none', source: { type: 'column', column, read: 'value', reading } };
}

/** A question that the file leaves open is asked, because half of the answers would be silently wrong. */
export function requireDecided({ column, open }: ColumnFinding): void {
  if (open === undefined) return;
  const { what, example } = open;
  throw new LeadTableError(what === 'decimal' ? 'decimal_mark_unclear' : 'date_order_unclear', { column, example });
}

const columnSpec = (column: string): Pick<FeatureSpec, 'name' | 'field' | 'labelKey' | 'label'> => ({
  name: column,
  field: column,
  labelKey: `Column_${column}`,
  label: column,
});

function dateFeature(finding: ColumnFinding, created: ColumnFinding | undefined): FeatureSpec | LeftOutReason {
  if (finding === created) return leftOutReasons.columnIsCreationDate;
  if (created === undefined) return leftOutReasons.columnOfDates;
  requireDecided(finding);
  const { column, reading } = finding;
  const source = {
    type: 'column',
    column,
    read: 'daysBefore',
    reading,
    daysBefore: created.column,
    daysBeforeReading: created.reading,
  } as const;
  return {
    ...columnSpec(column),
    label: `Days from ${column} to ${created.column}`,
    kind: 'numeric',
    unit: 'days',
    source,
  };
}
