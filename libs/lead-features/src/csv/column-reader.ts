import { daysBetween, parseInstant } from '../instant.ts';
import type { FeatureSchema, FeatureSpec, FeatureValue } from '../feature.ts';
import { missingValueOf } from '../row.ts';
import { cellText, parseNumber, parseYesNo } from './cell.ts';

/** What is wrong with a column of a row. The row is scored all the same; the value counts as missing. */
export interface ColumnWarning {
  readonly code: 'missing_column' | 'not_a_number' | 'not_a_yes_or_no' | 'not_a_date';
  readonly field: string;
}

export interface RowWithWarnings {
  /** [features] */
  readonly row: FeatureValue[];
  readonly warnings: readonly ColumnWarning[];
}

export interface ColumnReader {
  /** Columns that the model reads and the table does not have; the warnings of each row repeat them. */
  readonly missingColumns: readonly ColumnWarning[];
  read(cells: readonly string[]): RowWithWarnings;
}

type CellReader = (cells: readonly string[], warn: (code: ColumnWarning['code']) => FeatureValue) => FeatureValue;

/** A reader of tables with this header, for a model that was trained on columns. */
export function columnReader(schema: FeatureSchema, header: readonly string[]): ColumnReader {
  const isMissing = new Set(schema.missingTexts ?? ['']);
  const readers = schema.features.map((spec) => ({ spec, readCell: cellReaderOf(spec, header, isMissing) }));
  const missingColumns = readers.flatMap(({ spec, readCell }): ColumnWarning[] =>
    readCell ? [] : [{ code: 'missing_column', field: spec.field }],
  );
  return {
    missingColumns,
    read: (cells) => {
      const warnings = [...missingColumns];
      const row = readers.map(({ spec, readCell }) => {
        const missing = missingValueOf(spec.kind);
        if (!readCell) return missing;
        return readCell(cells, (code) => {
          warnings.push({ code, field: spec.field });
          return missing;
        });
      });
      return { row, warnings };
    },
  };
}

/** One row of a table with this header. */
export const readRow = (schema: FeatureSchema, header: readonly string[], cells: readonly string[]): RowWithWarnings =>
  columnReader(schema, header).read(cells);

function cellReaderOf(
  spec: FeatureSpec,
  header: readonly string[],
  isMissing: ReadonlySet<string>,
): CellReader | undefined {
  const { source, kind } = spec;
  const read = source.type === 'column' ? source.read : 'value';
  const textAt = (name: string) => {
    const index = header.indexOf(name);
    return index < 0 ? undefined : (cells: readonly string[]) => cellText(cells[index], isMissing);
  };
  const text = textAt(source.type === 'column' ? source.column : spec.field);
  if (!text) return undefined;
  if (read === 'daysBefore') {
    const created = textAt((source.type === 'column' && source.daysBefore) || '');
    return created && ((cells, warn) => daysBefore(text(cells), created(cells), warn));
  }
  return (cells, warn) => {
    const cell = text(cells);
    if (cell === undefined) return missingValueOf(kind);
    if (kind === 'categorical') return cell;
    if (kind === 'boolean') return parseYesNo(cell) ?? warn('not_a_yes_or_no');
    return parseNumber(cell) ?? warn('not_a_number');
  };
}

/** A date later than the creation was not known then, so it is missing. */
function daysBefore(
  text: string | undefined,
  created: string | undefined,
  warn: (code: ColumnWarning['code']) => FeatureValue,
): FeatureValue {
  if (text === undefined || created === undefined) return Number.NaN;
  const at = parseInstant(text);
  const createdAt = parseInstant(created);
  if (at === undefined || createdAt === undefined) return warn('not_a_date');
  const days = daysBetween(at, createdAt);
  return days < 0 ? Number.NaN : Math.floor(days);
}
