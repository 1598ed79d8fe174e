import type { PostgresPool, PostgresPoolClient } from 'kysely';
import type pg from 'pg';
import { createDatabase, createPool } from '../database/connect.ts';
import type { Database } from '../database/tables.ts';

export interface MeasuredStatement {
  readonly text: string;
  /** Rows that all steps of its plan produced or discarded, and rows that its triggers read. */
  readonly rows: number;
  readonly plan: PlanNode;
}

/** A step of a plan, as EXPLAIN (verbose, format json) describes it. */
export interface PlanNode {
  readonly Plans?: readonly PlanNode[];
  readonly [property: string]: unknown;
}

export interface MeasuredDatabase {
  readonly db: Database;
  /** Every statement so far. */
  readonly statements: MeasuredStatement[];
}

/**
 * A database that counts the rows each statement processes: it runs the statement once with EXPLAIN ANALYZE, rolls that
 * back, and runs it again for its result. It has one connection.
 */
export function createMeasuredDatabase(databaseUrl: string): MeasuredDatabase {
  const pool = createPool({ connectionString: databaseUrl, max: 1 });
  const statements: MeasuredStatement[] = [];
  let inTransaction = false;

  async function measure(client: pg.PoolClient, text: string, values: readonly unknown[]): Promise<void> {
    await client.query(inTransaction ? 'savepoint measured' : 'begin');
    const before = await readByTables(client);
    const { rows } = await client.query<{ 'QUERY PLAN': readonly { Plan: PlanNode }[] }>(
      `explain (analyze, verbose, timing off, format json) ${text}`,
      [...values],
    );
    const { Plan: plan } = rows[0]!['QUERY PLAN'][0]!;
    const read = (await readByTables(client)) - before;
    statements.push({ text, rows: Math.max(rowsOf(plan), read), plan });
    await client.query(inTransaction ? 'rollback to savepoint measured' : 'rollback');
  }

  const measuredPool: PostgresPool = {
    options: {},
    end: () => pool.end(),
    async connect() {
      const client = await pool.connect();
      const query = async (text: string, values: readonly unknown[]): Promise<unknown> => {
        if (/^\s*(?:select|insert|update|delete|with)\b/i.test(text)) await measure(client, text, values);
        if (/^begin/i.test(text)) inTransaction = true;
        if (/^(?:commit|rollback)/i.test(text)) inTransaction = false;
        return client.query(text, [...values]);
      };
      return { query: query as PostgresPoolClient['query'], release: () => client.release() };
    },
  };
  return { db: createDatabase(measuredPool), statements };
}

function rowsOf(node: PlanNode): number {
  const count = (property: string): number => Number(node[property] ?? 0);
  const rows =
    count('Actual Rows') +
    count('Rows Removed by Filter') +
    count('Rows Removed by Join Filter') +
    count('Rows Removed by Index Recheck');
  return rows * count('Actual Loops') + (node.Plans ?? []).reduce((sum, child) => sum + rowsOf(child), 0);
}

async function readByTables(client: pg.PoolClient): Promise<number> {
  const { rows } = await client.query<{ read: number }>(
    'select coalesce(sum(coalesce(seq_tup_read, 0) + coalesce(idx_tup_fetch, 0)), 0)::int8 as read from pg_stat_xact_user_tables',
  );
  return rows[0]!.read;
}
