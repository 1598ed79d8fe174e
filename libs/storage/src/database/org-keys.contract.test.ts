import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { expect, it } from 'vitest';
import { createRepositories } from '../repositories.ts';
import { describeOnEveryDatabase, type StorageUnderTest } from '../testing/every-database.ts';
import { openOwnDatabase } from '../testing/own-storage.ts';
import { scoreEntry } from '../testing/records.ts';
import { openTimedDatabase } from '../testing/timed-database.ts';
import { migrate } from './migrate.ts';
import { migrations } from './migrations/index.ts';
import type { Database } from './tables.ts';

/** Tables without rows of an org, and the one that says whose a credential is before the org is known. */
const SHARED_TABLES = ['credential_org', 'migration', 'migration_lock'];

/** Primary keys, unique constraints and unique indexes, and foreign keys, that do not have the org among their columns. */
const keysWithoutOrg = (db: Database) =>
  sql<{ key: string }>`
  with org_column as (
    select attrelid, attnum from pg_attribute where attname = 'org_id' and not attisdropped
  )
  select i.indexrelid::regclass::text as key from pg_index i
    join pg_class c on c.oid = i.indrelid join pg_namespace n on n.oid = c.relnamespace
    left join org_column o on o.attrelid = i.indrelid
  where n.nspname = current_schema() and i.indisunique
    and c.relname <> all(${SHARED_TABLES}::text[]) and (o.attnum is null or not o.attnum = any(i.indkey))
  union all
  select f.conrelid::regclass || ' ' || f.conname from pg_constraint f
    join pg_class c on c.oid = f.conrelid join pg_namespace n on n.oid = c.relnamespace
    left join org_column own on own.attrelid = f.conrelid
    left join org_column other on other.attrelid = f.confrelid
  where n.nspname = current_schema() and f.contype = 'f'
    and array_position(f.conkey, own.attnum) is distinct from array_position(f.confkey, other.attnum)
    or f.contype = 'f' and n.nspname = current_schema() and array_position(f.conkey, own.attnum) is null
  union all
  select c.relname || ' ' || t.tgname from pg_trigger t
    join pg_class c on c.oid = t.tgrelid join pg_namespace n on n.oid = c.relnamespace
  where n.nspname = current_schema() and not t.tgisinternal
  order by key`.execute(db.withoutPlugins());

describeOnEveryDatabase('keys of the schema', (given) => {
  it('all have the org, and no table has a trigger', async () => {
    expect((await keysWithoutOrg(given().storage.db)).rows).toEqual([]);
  });

  it.each([
    ['a primary key', 'create table violation (id int primary key, org_id text)', 'violation_pkey'],
    [
      'a unique index',
      'create table violation (n int, org_id text); create unique index on violation (n)',
      'violation_n_idx',
    ],
    [
      'a foreign key to another column',
      'create table violation (org_id text, m text, foreign key (m, org_id) references sync_cursor (org_id, stream))',
      'violation violation_m_org_id_fkey',
    ],
    [
      'a trigger',
      `create table violation (org_id text);
       create trigger t before update on violation for each row execute function suppress_redundant_updates_trigger()`,
      'violation t',
    ],
  ])('would be reported: %s without it', async (_what, statements, key) => {
    const { db } = given().storage;
    await expect(
      db
        .withoutPlugins()
        .transaction()
        .execute(async (trx) => {
          for (const statement of statements.split(';')) await sql.raw(statement).execute(trx);
          expect((await keysWithoutOrg(trx)).rows).toEqual([{ key }]);
          throw new Error('undo');
        }),
    ).rejects.toThrow('undo');
  });

  it('replace those of an earlier release, whose keys, tokens, certificates and scores stay', async () => {
    const { db, close } = await databaseBefore(given(), '0018-org-keys');
    try {
      const plain = db.withoutPlugins();
      for (const statement of STATE_BEFORE.split(';')) await sql.raw(statement).execute(plain);
      await migrate(db);
      expect((await keysWithoutOrg(db)).rows).toEqual([]);
      const storage = createRepositories(db, { now: () => 0 });
      expect(await storage.apiKeys.findByHash('h1')).toMatchObject({ id: 'k1', orgId: 'A' });
      expect(await storage.accessTokens.findByHash('t2')).toMatchObject({ token: { orgId: 'B', keyId: 'k2' } });
      expect(await storage.keyCertificates.find('A', 'k1')).toMatchObject({ certificates: [{ fingerprint: 'f' }] });
      expect(await storage.auditLog.list('A', 5)).toMatchObject([{ act: 'second' }, { act: 'first' }]);
      await storage.scoreLog.append('A', [scoreEntry({ subjectId: 'L', score: 3, scoredAt: 1 })]);
      const scores = await storage.scoreLog.findBySubject('A', 'L', 5);
      expect(scores.map(({ score }) => score)).toEqual([3, 2, 1]);
      expect(await storage.writtenScores.position('A')).toBe(42);
      expect(await storage.writtenScores.position('B')).toBe(1);
      await sql`delete from api_key where org_id = 'B' and key_id = 'k2'`.execute(db);
      expect(await storage.accessTokens.findByHash('t2')).toBeUndefined();
    } finally {
      await close();
    }
  });
});

const STATE_BEFORE = `
  insert into api_key (key_id, org_id, name, scopes, key_hash, created_at)
    values ('k1', 'A', 'one', '["score"]', 'h1', 1), ('k2', 'B', 'two', '["read"]', 'h2', 1);
  insert into access_token values ('t2', 'B', 'k2', '["read"]', 9);
  insert into key_certificate values ('A', 'k1', 'f', 'p', 'a', 1, 1, 9);
  insert into audit_log (org_id, occurred_at, actor, action, subject)
    values ('A', 1, 'cli', 'first', 's'), ('B', 1, 'cli', 'other', 's'), ('A', 1, 'cli', 'second', 's');
  insert into score_log (org_id, subject_id, model_id, model_version, requested_by, score, band, probability, scored_at,
      input_hash, response)
    select 'A', 'L', 'm', 1, 'cli', score, 'A', 0.5, 1, 'h', '{}' from generate_series(1, 2) as score;
  insert into outbox (org_id, subject_id, state, change_number, score, band, qualified, probability, reasons, model_label,
      scored_at, input_hash, content_hash)
    values ('A', 'L', 'written', 41, 1, 'A', false, 0.5, '', 'm', 1, 'h', 'c')`;

/** A database of the release before this migration. */
async function databaseBefore({ where }: StorageUnderTest, migration: string) {
  const folder = mkdtempSync(join(tmpdir(), 'leadlight-before-'));
  const own = where.databaseUrl === undefined ? undefined : await openOwnDatabase(where.databaseUrl);
  const before = Object.fromEntries(Object.entries(migrations).filter(([name]) => name < migration));
  const { db, close } = await openTimedDatabase({ folder, ...(own && { databaseUrl: own.databaseUrl }) }, before);
  return {
    db,
    async close() {
      await close();
      await own?.remove();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
