import { DAY_MS } from '@leadlight/common';
import { sql } from 'kysely';
import type { Storage } from '../open-storage.ts';

export interface LoggedRows {
  readonly rows: number;
  /** The rows are spread evenly over these days; the last one is logged at `until`. */
  readonly days: number;
  readonly until: number;
  /** Values in each scored row: two thirds numbers, one third texts of ten categories. */
  readonly features: number;
}

const SESSIONS = 4;

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
  const from = until - days * DAY_MS;
  const digits = "translate(md5(n::text) || md5((-n)::text) || md5((7 * n)::text), 'abcdef', '012345')";
  const values = Array.from({ length: features }, (_, i) => {
    const at = 1 + ((i * 7) % 89);
    return i % 3 === 2
      ? `'"category ' || substr(digits, ${at}, 1) || '"'`
      : `'1' || substr(digits, ${at}, 4) || '.' || substr(digits, ${at + 4}, 2)`;
  });
  const { rows: numbered } = await sql<{ last: number }>`
    select coalesce(max(entry_id), 0) as last from score_log`.execute(db.withoutPlugins());
  const { last } = numbered[0]!;
  // `offset 0` makes the digits once for a row. Several sessions at once, as one processor takes minutes.
  const slice = Math.ceil(rows / SESSIONS);
  const insert = (first: number) =>
    sql`
      insert into score_log (entry_id, org_id, subject_id, model_id, model_version, requested_by, score, band,
        probability, scored_at, input_hash, response, row_values) overriding system value
      select ${last}::int8 + n, ${orgId}, '00Q' || lpad((n % ${Math.ceil(rows / 10)}::int8)::text, 15, '0'), '9f2c41d07be35a68', 3, 'batch',
        1 + n % 99, substr('ABCD', 1 + (n % 4)::int, 1), (hashint8(n) & 1048575) / 1048576.0,
        ${from}::int8 + n * ${until - from}::int8 / ${rows}::int8, encode(sha256(n::text::bytea), 'hex'), '{}',
        ('[' || ${sql.raw(values.join(` || ',' || `))} || ']')::json
      from generate_series(${first}::int8, least(${rows}::int8, ${first + slice - 1}::int8)) as n,
        lateral (select ${sql.raw(digits)} as digits offset 0) as random`.execute(db);
  await Promise.all(Array.from({ length: SESSIONS }, (_, session) => insert(1 + session * slice)));
  await sql`select setval(pg_get_serial_sequence('score_log', 'entry_id'), ${last + rows}::int8)`.execute(
    db.withoutPlugins(),
  );
  await sql`analyze score_log`.execute(db.withoutPlugins());
}
