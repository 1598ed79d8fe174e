import type { Instant } from '@leadlight/lead-features';

/** `integer` has 32 bits, `long` 64. `time`: ms since 1970 here, a time stamp in UTC in the file. */
export type WarehouseType = 'text' | 'integer' | 'long' | 'number' | 'boolean' | 'time';

export interface WarehouseColumn {
  readonly name: string;
  readonly type: WarehouseType;
  readonly description: string;
}

export interface WarehouseTable {
  readonly name: string;
  readonly columns: readonly WarehouseColumn[];
}

/** In the order of the table's columns; NaN and null are written as null. */
export type WarehouseRow = readonly (string | number | boolean | null)[];

/**
 * The values of a column as one text, which costs little to hand to another thread: a JSON array, or a line for each value, where an
 * empty one is null.
 */
export type ColumnText = { readonly json: string } | { readonly lines: string };

/** Many rows, in the order of the table's columns. */
export interface ColumnTexts {
  readonly rows: number;
  readonly columns: readonly ColumnText[];
}

/** A day in UTC, such as `2026-11-30`. */
export type Day = string;

/** The exported files of one org, one for each table and day. Nothing is visible half written. */
export interface WarehouseFolder {
  /** The rows of each exported day. */
  days(table: WarehouseTable): ReadonlyMap<Day, number>;
  /** How many erased parties the files were last compared with. */
  readonly erasedParties: number;
  /**
   * Writes a day, unless its file has the same bytes already. Equal rows give equal bytes.
   * @returns how many rows there are, and whether the file changed
   */
  write(
    table: WarehouseTable,
    day: Day,
    rows: AsyncIterable<readonly WarehouseRow[]>,
  ): Promise<{ readonly rows: number; readonly changed: boolean }>;
  /** As `write`, for millions of rows: while some are encoded, the next can be read. */
  writeTexts(
    table: WarehouseTable,
    day: Day,
    chunks: AsyncIterable<ColumnTexts>,
  ): Promise<{ readonly rows: number; readonly changed: boolean }>;
  remove(table: WarehouseTable, day: Day): Promise<void>;
  /**
   * Writes a day again without the rows of some leads, which the column `lead_id` names.
   * @returns how many rows were left out
   */
  withoutLeads(table: WarehouseTable, day: Day, isLeftOut: (leadId: string) => boolean): Promise<number>;
  /** Notes what has been done, so that the next export continues from it. */
  save(erasedParties: number): Promise<void>;
  /** To be called at the end, also after an error. */
  close(): Promise<void>;
}

export interface Warehouse {
  /** @throws LeadlightError if the folder was written by a newer version, or cannot be written */
  open(orgId: string): Promise<WarehouseFolder>;
}

/** Logged scores of a day, in the order of logging. */
export interface LoggedDay {
  readonly day: Day;
  readonly rows: number;
  readonly firstEntry: number;
  readonly lastEntry: number;
}

/** Logged scores by column: each a JSON array with the values in the order of logging, not parsed. */
export interface LoggedScores {
  readonly rows: number;
  readonly entryIds: string;
  readonly leadIds: string;
  readonly modelIds: string;
  readonly modelVersions: string;
  readonly requestedBy: string;
  readonly scores: string;
  readonly bands: string;
  readonly probabilities: string;
  readonly scoredAt: string;
  readonly inputHashes: string;
  /** The rows that were scored, not an array but a line of JSON for each; empty in entries of earlier versions. */
  readonly rowLines: string;
}

/** Leads, contacts and opportunities that were erased: only hashes of their ids are stored. */
export interface ErasedParties {
  /** In the order of their erasure. */
  readonly all: readonly { readonly hash: string; readonly erasedAt: Instant }[];
  has(partyId: string): boolean;
}

/** What is read for a warehouse in bulk. */
export interface WarehouseSource {
  /** The days with logged scores, the oldest first. */
  scoreDays(orgId: string): Promise<readonly LoggedDay[]>;
  readScores(orgId: string, day: LoggedDay, rowsPerChunk: number): AsyncIterable<LoggedScores>;
  erasedParties(orgId: string): Promise<ErasedParties>;
}
