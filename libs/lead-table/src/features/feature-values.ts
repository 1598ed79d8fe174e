import {
  daysBetween,
  missingValueOf,
  type FeatureSchema,
  type FeatureSpec,
  type FeatureValue,
} from '@leadlight/lead-features';
import type { ColumnFinding, TableReading } from '../table/table-reading.ts';
import type { TextTable } from '../table/text-table.ts';

/** The values of one feature in every row of a table. */
export interface FeatureColumn {
  readonly spec: FeatureSpec;
  valueAt(row: number): FeatureValue;
}

/** The values of a table's rows, in the order of the schema; missing where the table lacks a column. */
export function featureValues(
  schema: FeatureSchema,
  table: TextTable,
  { columns }: TableReading,
): readonly FeatureColumn[] {
  const indexOf = new Map(columns.map(({ column }, index) => [column, index]));
  const valuesOf = (name: string | undefined): ((row: number) => FeatureValue) | undefined => {
    const index = name === undefined ? undefined : indexOf.get(name);
    if (index === undefined) return undefined;
    const { codes } = table.columns[index]!;
    const { byText } = (columns[index] as ColumnFinding).values;
    return (row) => byText[codes[row]!]!;
  };
  return schema.features.map((spec) => {
    const { source, kind, field } = spec;
    const missing = missingValueOf(kind);
    const value = valuesOf(source.type === 'column' ? source.column : field);
    if (!value) return { spec, valueAt: () => missing };
    if (source.type !== 'column' || source.read !== 'daysBefore') return { spec, valueAt: value };
    const created = valuesOf(source.daysBefore);
    return { spec, valueAt: created ? (row) => daysBefore(value(row), created(row)) : () => missing };
  });
}

/** A date later than the creation was not known then, so it is missing. */
function daysBefore(at: FeatureValue, created: FeatureValue): number {
  if (typeof at !== 'number' || typeof created !== 'number') return Number.NaN;
  const days = Math.floor(daysBetween(at, created));
  return days < 0 ? Number.NaN : days;
}
