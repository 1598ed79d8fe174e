import { foldText } from '../cells/fold.ts';
import { isValueAmong, missingTextsOf, type MissingTexts } from '../cells/missing-texts.ts';
import { scanColumn, type ColumnScan } from './column-scan.ts';
import { agreed, dateOrderOf, decideKind, decimalMarkOf } from './decide-kind.ts';
import { findingOf } from './column-finding.ts';
import type { ScannedColumn } from './scanned-column.ts';
import type { ReadingOptions, TableReading } from './table-reading.ts';
import type { TextColumn, TextTable } from './text-table.ts';

/**
 * Decides for each column of a table what it is, and reads its cells. A column's own cells decide first, then what the options
 * say, then the other columns of the file; what is still open is missing and marked as open.
 */
export function readTable(table: TextTable, options: ReadingOptions = {}): TableReading {
  const missing = missingTextsOf(options);
  const scanned = table.columns.map((column) => scanOne(column, missing, options));
  const decimal = agreed(
    scanned.map(({ decision, ownDecimal }) => (decision.kind === 'number' ? ownDecimal : undefined)),
  );
  const orders = scanned.map(({ decision, ownOrder }) => (decision.kind === 'date' ? ownOrder : undefined));
  const dates = agreed(orders.filter((order) => order === 'dmy' || order === 'mdy'));
  const file = { decimal, dates };
  return { columns: scanned.map((each) => findingOf(each, file, options)), decimal, dates };
}

function scanOne(column: TextColumn, missing: MissingTexts, options: ReadingOptions): ScannedColumn {
  const known = options.known?.get(column.name);
  const scan = scanColumn(column, known ? knownMissing(known.missing, options) : missing);
  const decision = decideKind(column.name, scan, options);
  const isMissing = new Uint8Array(column.texts.length);
  for (const code of scan.missing) isMissing[code] = 1;
  const others = decision.kind === 'category' ? otherTexts(column, scan, isMissing) : [];
  for (const code of scan.maybeMissing) {
    isMissing[code] = Number(!isValueAmong(column.texts[code]!, others, scan.missing.length > 0));
  }
  return {
    column,
    scan,
    decision,
    ownDecimal: decision.mixed ? undefined : decimalMarkOf(scan.numbers),
    ownOrder: decision.serial && scan.dates.dates === 0 ? 'serial' : dateOrderOf(scan.dates),
    isMissing,
  };
}

/** The same texts mean missing as in training, so no word depends on this table. */
function knownMissing(kept: readonly string[], { missing = [], notMissing = [] }: ReadingOptions): MissingTexts {
  const values = new Set(notMissing.map(foldText));
  const always = ['', ...kept.filter((text) => !values.has(text)), ...missing.map(foldText)];
  return { always: new Set(always), byColumn: new Set() };
}

/** Enough to see what a column's categories are like. */
const MAX_OTHERS = 200;

function otherTexts(
  { texts }: TextColumn,
  { counts, maybeMissing }: ColumnScan,
  isMissing: Uint8Array,
): readonly string[] {
  if (maybeMissing.length === 0) return [];
  const skipped = new Set(maybeMissing);
  const others: string[] = [];
  for (let code = 0; code < texts.length && others.length < MAX_OTHERS; code += 1) {
    if (counts[code]! > 0 && !isMissing[code] && !skipped.has(code)) others.push(texts[code]!);
  }
  return others;
}
