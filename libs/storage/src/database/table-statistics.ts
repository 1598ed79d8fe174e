import { sql } from 'kysely';
import type { Database } from './tables.ts';

/** Fewer new rows of an org than this do not count as a bulk load. */
const MIN_ANALYZE_ROWS = 1_000;
/** PostgreSQL scales the number of rows by the size of the file; what it knows of their values may be older. */
const GROWTH_FACTOR = 4;

interface Growth {
  rows: number;
  analyzeAt: number;
}

/**
 * Renews PostgreSQL's statistics during bulk loads: autovacuum does it a minute later at the earliest, and PGlite has no
 * autovacuum. A table is analyzed each time the rows that this process has added for an org have quadrupled.
 */
export class TableStatistics {
  readonly #db: Database;
  readonly #growth = new Map<string, Growth>();

  constructor(db: Database) {
    this.#db = db;
  }

  /** To be called once the rows are committed. Never fails: the statistics are renewed later then. */
  async noteAdded(orgId: string, rowsByTable: Readonly<Record<string, number>>): Promise<void> {
    for (const [table, rows] of Object.entries(rowsByTable)) {
      const key = `${orgId} ${table}`;
      const growth = this.#growth.get(key) ?? { rows: 0, analyzeAt: MIN_ANALYZE_ROWS };
      this.#growth.set(key, growth);
      growth.rows += rows;
      if (growth.rows < growth.analyzeAt) continue;
      growth.analyzeAt = GROWTH_FACTOR * growth.rows;
      await sql`analyze (skip_locked) ${sql.table(table)}`.execute(this.#db).catch(() => undefined);
    }
  }
}
