import type { ColumnReading, FeatureSchema, FeatureSpec, FeatureValue } from '@leadlight/lead-features';
import { missingTextsOf } from '../cells/missing-texts.ts';
import { readTable } from '../table/read-table.ts';
import type { ColumnFinding, ReadingOptions, TableReading, TextCount } from '../table/table-reading.ts';
import { headerOf, type TextTable } from '../table/text-table.ts';
import { featureValues } from './feature-values.ts';

/** What is wrong with a column. Its rows are scored all the same; the value counts as missing. */
export interface ColumnWarning {
  readonly code:
    'missing_column' | 'not_a_number' | 'not_a_yes_or_no' | 'not_a_date' | 'number_unclear' | 'date_unclear';
  readonly field: string;
  readonly rows: number;
  /** The most frequent cells. */
  readonly examples: readonly TextCount[];
}

/** A table as rows of a model's features. */
export interface RowsForModel {
  /** [rows × features], of the chosen rows. */
  readonly rows: readonly FeatureValue[][];
  /** By column, in the model's order. */
  readonly warnings: readonly ColumnWarning[];
  /** How this table's columns were read. */
  readonly reading: TableReading;
}

/** For each column that a model reads, the table's column; undefined where the table has none. */
export type ColumnMatch = ReadonlyMap<string, string | undefined>;

/**
 * Reads a table for a model that was trained on columns, as its columns were read in training: the same kinds, the same words
 * for missing, the same spellings of categories. Decimal marks and the order of dates may differ in every table; the column's own
 * cells decide them first, then `options`, then the other columns of this table, then the training table.
 * @param rows the rows that are wanted; the whole table decides how they are read
 * @param match the table's columns by the names of the model's; by default, those with the same name
 */
export function readRowsForModel(
  schema: FeatureSchema,
  table: TextTable,
  options: ReadingOptions = {},
  match: ColumnMatch = new Map(headerOf(table).map((name) => [name, name])),
  rows: Iterable<number> = Array(table.rowCount).keys(),
): RowsForModel {
  const needed = new Map(schema.features.flatMap((spec) => neededColumns(spec, schema)));
  const modelName = new Map(
    [...needed.keys()].flatMap((name) => (match.get(name) === undefined ? [] : [[match.get(name)!, name]])),
  );
  // Columns that the model does not read help to decide the marks of the file.
  const columns = table.columns.map((column) => ({ ...column, name: modelName.get(column.name) ?? column.name }));
  const named = { columns, rowCount: table.rowCount };
  const reading = readTable(named, { ...options, known: needed });
  const values = featureValues(schema, named, reading);
  return {
    rows: Array.from(rows, (row) => values.map(({ valueAt }) => valueAt(row))),
    warnings: [...needed.keys()].flatMap((name) => {
      const finding = reading.columns.find(({ column }) => column === name);
      return finding
        ? warningsOf(finding)
        : [{ code: 'missing_column' as const, field: name, rows: table.rowCount, examples: [] }];
    }),
    reading,
  };
}

/** The columns that a feature reads, and how. */
function neededColumns(
  { source, kind, field }: FeatureSpec,
  schema: FeatureSchema,
): readonly (readonly [string, ColumnReading])[] {
  const earlier = readingOfEarlierModel(kind, schema);
  if (source.type !== 'column') return [[field, earlier]];
  const date: ColumnReading = { ...earlier, kind: 'date', order: 'ymd' };
  if (source.read !== 'daysBefore') return [[source.column, source.reading ?? earlier]];
  return [
    [source.column, source.reading ?? date],
    [source.daysBefore!, source.daysBeforeReading ?? date],
  ];
}

/** Models of earlier versions do not say how their columns were read: ISO dates and plain numbers. */
function readingOfEarlierModel(kind: FeatureSpec['kind'], { missingTexts }: FeatureSchema): ColumnReading {
  const missing = missingTexts ?? [...missingTextsOf({}).always];
  if (kind === 'categorical') return { kind: 'category', missing };
  return kind === 'boolean' ? { kind: 'yesNo', missing } : { kind: 'number', decimal: 'point', missing };
}

const CODES = { number: 'not_a_number', yesNo: 'not_a_yes_or_no', date: 'not_a_date' } as const;

function warningsOf({ column, reading, unreadable, open }: ColumnFinding): readonly ColumnWarning[] {
  if (unreadable.rows === 0 || reading.kind === 'category') return [];
  const unclear = open && ({ decimal: 'number_unclear', dates: 'date_unclear' } as const)[open.what];
  return [{ code: unclear ?? CODES[reading.kind], field: column, ...unreadable }];
}
