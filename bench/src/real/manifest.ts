import { readFileSync } from 'node:fs';

/** How the dates of a column are written. */
export type DateFormat = 'YYYY-MM-DD' | 'M/D/YYYY' | 'D/M/YYYY';

/** What orders the rows of a table in time: their order in the file, or a column of dates. */
export type RowOrder =
  | 'rows'
  | {
      readonly column: string;
      readonly format: DateFormat;
      /** A column with the days by which the row is older than its date. */
      readonly lessDaysIn?: string;
    };

/** One table of the manifest. */
export interface TableEntry {
  readonly name: string;
  /** In the folder that LEADLIGHT_REAL_DATA names; gzip if it ends in .gz. */
  readonly file: string;
  readonly label?: string;
  readonly positive?: readonly string[];
  /** Instead of a label: a file whose first column contains the ids of the positive rows. */
  readonly idsOfPositives?: string;
  readonly id?: string;
  readonly leaveOut?: readonly string[];
  /** A column of dates whose year, month and day become columns of numbers. */
  readonly dateParts?: { readonly column: string; readonly format: DateFormat };
  /** More texts that mean missing. */
  readonly missing?: readonly string[];
  /** Absent = there are no dates, and splits are random. */
  readonly order?: RowOrder;
  /** Share of the rows to measure on; a fifth by default. */
  readonly holdout?: number;
  /** The most random splits, for a table so large that one takes long and differs little from another. */
  readonly maxSplits?: number;
}

const DEFAULT_MANIFEST = new URL('./tables.json', import.meta.url);

/** @throws Error that names the entry that says neither its label nor the ids of its positive rows */
export function readManifest(path: string | URL = DEFAULT_MANIFEST): readonly TableEntry[] {
  const entries = JSON.parse(readFileSync(path, 'utf8')) as readonly TableEntry[];
  for (const { name, label, idsOfPositives, id } of entries) {
    if (label === undefined && (idsOfPositives === undefined || id === undefined)) {
      throw new Error(`${name}: the manifest gives neither "label" nor "idsOfPositives" with "id".`);
    }
  }
  return entries;
}
