import type { DateOrder, DecimalMark } from '@leadlight/lead-features';
import type { ColumnScan } from './column-scan.ts';
import type { KindDecision } from './decide-kind.ts';
import type { TextColumn } from './text-table.ts';

/** What one column says, before the rest of the file is asked. */
export interface ScannedColumn {
  readonly column: TextColumn;
  readonly scan: ColumnScan;
  readonly decision: KindDecision;
  /** What the column itself shows. */
  readonly ownDecimal: DecimalMark | undefined;
  readonly ownOrder: DateOrder | undefined;
  /** [texts] 1 = the text means missing in this column. */
  readonly isMissing: Uint8Array;
}

/** What the other columns of the file agree on. */
export interface FileMarks {
  readonly decimal: DecimalMark | undefined;
  readonly dates: 'dmy' | 'mdy' | undefined;
}

/** How a column is read, with everything that decided it. */
export interface DecidedColumn extends ScannedColumn {
  readonly decimal: DecimalMark | undefined;
  readonly order: DateOrder | undefined;
  /** Who decided the decimal mark or the order of the dates. */
  readonly decidedBy: 'column' | 'option' | 'file' | 'model' | undefined;
}
