import { sql } from 'kysely';
import type { Storage } from '../open-storage.ts';

export interface LoggedRows {
  readonly rows: number;
  /** Over which the rows are spread evenly, the last of them `until`. */
  readonly days: number;
  readonly until: number;
  /** Values in each scored row: two thirds numbers, one third texts of some 40 categories. */
  readonly features: number;
}

/**
 * Logs scores of made-up leads for a known org, as fast as the database inserts: every lead is scored about ten times. The inputs of
 * two entries are hardly ever equal.
 */
export async function fillScoreLog(
  { db, orgs }: Pick<Storage, 'db' | 'orgs'>,
  orgId: string,
  { rows, days, until, features }: LoggedRows,
): Promise<void> {
  await orgs.saveFields(orgId, []);
  const from = until - days * 86_400_000;
  const values = Array.from({ length: features }, (_, i) =>
    i % 3 === 2
      ? `'category ' || hashint8(n * 31 + ${i}) % 40`
      : `round(abs(hashint8(n * 31 + ${i}))::numeric / 65536, 2)`,
  ).join(', ');
  const lead = `'00Q' || lpad((n % ${Math.ceil(rows / 10)})::text, 15, '0')`;
  await sql`
    insert into score_log (org_id, subject_id, model_id, model_version, requested_by, score, band, probability, scored_at,
      input_hash, response, row_values)
    select ${orgId}, ${sql.raw(lead)}, '9f2c41d07be35a68', 3, 'batch', 1 + n % 99, substr('ABCD', 1 + (n % 4)::int, 1),
      (hashint8(n) & 1048575) / 1048576.0, ${from}::int8 + n * ${until - from}::int8 / ${rows}::int8,
      encode(sha256(n::text::bytea), 'hex'), '{}', json_build_array(${sql.raw(values)})
    from generate_series(1, ${rows}::int8) as n`.execute(db);
  await sql`analyze score_log`.execute(db.withoutPlugins());
}
