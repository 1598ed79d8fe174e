import { relationKey } from '@leadlight/propensity';
import type { StoredSubject, SubjectQuery, SubjectRecordStore, SubjectRow } from '@leadlight/workflows';
import { sql } from 'kysely';
import { storableJson } from '../database/storable-json.ts';
import type { Database, Trx } from '../database/tables.ts';
import { findSyncCursor, moveSyncCursor } from '../lead-history/sync-cursor.repository.ts';
import { findErased } from '../personal-data/erased-parties.ts';
import { lockOrg } from '../orgs/lock-org.ts';
import { appendChanges, appendVersions } from './append-rows.ts';
import { assembleRecords, type ChangeRow, type ParentedRecord, type VersionRow } from './stored-records.ts';

export function subjectRecordRepository(db: Database): SubjectRecordStore {
  return {
    append: (orgId, stream, rows, cursor) =>
      db.transaction().execute(async (trx) => {
        await lockOrg(trx, orgId);
        await moveSyncCursor(trx, orgId, stream, cursor);
        const kept = await withoutErasedRecords(trx, orgId, rows);
        const versions = kept.filter((row) => row.kind === 'version');
        const changes = kept.filter((row) => row.kind === 'change');
        return (await appendVersions(trx, orgId, versions)) + (await appendChanges(trx, orgId, changes));
      }),

    findCursor: (orgId, stream) => findSyncCursor(db, orgId, stream),

    readSubjects: (orgId, query, chunkSize) => readSubjects(db, orgId, query, chunkSize),

    async findSubject(orgId, query, id) {
      return (await readChunk(db, orgId, query, [id]))[0];
    },

    async countSubjects(orgId, object) {
      const { subjects } = await db
        .selectFrom('record_version')
        .select((eb) => eb.fn.count<number>('record_id').distinct().as('subjects'))
        .where('org_id', '=', orgId)
        .where('object', '=', object)
        .executeTakeFirstOrThrow();
      return Number(subjects);
    },

    async findFields(orgId, object) {
      const row = await db
        .selectFrom('record_field')
        .select('fields')
        .where('org_id', '=', orgId)
        .where('object', '=', object)
        .executeTakeFirst();
      return row?.fields;
    },

    async saveFields(orgId, object, fields) {
      const row = { fields: storableJson(fields) };
      await db
        .insertInto('record_field')
        .values({ org_id: orgId, object, ...row })
        .onConflict((conflict) => conflict.columns(['org_id', 'object']).doUpdateSet(row))
        .execute();
    },
  };
}

/** Leaves out the records of erased parties, and their ids in the records that belong to them. */
async function withoutErasedRecords(
  trx: Trx,
  orgId: string,
  rows: readonly SubjectRow[],
): Promise<readonly SubjectRow[]> {
  const erased = await findErased(trx, orgId, rows.flatMap(idsIn));
  if (erased.size === 0) return rows;
  return rows.filter((row) => !erased.has(recordIdOf(row))).map((row) => withoutParents(row, erased));
}

const recordIdOf = (row: SubjectRow): string => (row.kind === 'change' ? row.recordId : row.id);

const idsIn = (row: SubjectRow): readonly string[] =>
  row.kind === 'change' ? [row.recordId] : [row.id, ...Object.values(row.parents).flatMap((parent) => parent ?? [])];

function withoutParents(row: SubjectRow, erased: ReadonlySet<string>): SubjectRow {
  if (row.kind === 'change') return row;
  const parents = Object.entries(row.parents).map(([field, id]) => [field, id !== null && erased.has(id) ? null : id]);
  return { ...row, parents: Object.fromEntries(parents) as typeof row.parents };
}

/** Keyset pagination: each chunk starts after the last subject of the one before. */
async function* readSubjects(
  db: Database,
  orgId: string,
  query: SubjectQuery,
  chunkSize: number,
): AsyncGenerator<readonly StoredSubject[]> {
  let ids: readonly string[];
  let after = '';
  do {
    ids = await readIds(db, orgId, query.object, after, chunkSize);
    if (ids.length > 0) yield await readChunk(db, orgId, query, ids);
    after = ids.at(-1) ?? after;
  } while (ids.length === chunkSize);
}

async function readIds(
  db: Database,
  orgId: string,
  object: string,
  after: string,
  limit: number,
): Promise<readonly string[]> {
  const rows = await db
    .selectFrom('record_version')
    .select('record_id')
    .distinct()
    .where('org_id', '=', orgId)
    .where('object', '=', object)
    .where('record_id', '>', after)
    .orderBy('record_id')
    .limit(limit)
    .execute();
  return rows.map(({ record_id }) => record_id);
}

async function readChunk(
  db: Database,
  orgId: string,
  { object, relations }: SubjectQuery,
  ids: readonly string[],
): Promise<readonly StoredSubject[]> {
  const subjects = await readRecords(db, orgId, object, ids);
  const children = new Map<string, ReadonlyMap<string, readonly ParentedRecord[]>>();
  for (const relation of relations) {
    const key = relationKey(relation);
    if (!children.has(key)) children.set(key, await readChildren(db, orgId, relation, ids));
  }
  return ids.flatMap((id) => {
    const subject = subjects.get(`${object}/${id}`);
    if (!subject) return [];
    const ofSubject = [...children].map(
      ([key, byParent]) => [key, (byParent.get(id) ?? []).map(({ record }) => record)] as const,
    );
    return [{ record: subject.record, children: new Map(ofSubject) }];
  });
}

/** By the subject that each belongs to today: a record that has moved is stored under both. */
async function readChildren(
  db: Database,
  orgId: string,
  { object, parentField }: SubjectQuery['relations'][number],
  parentIds: readonly string[],
): Promise<ReadonlyMap<string, readonly ParentedRecord[]>> {
  const rows = await db
    .selectFrom('record_parent')
    .select('record_id')
    .distinct()
    .where('org_id', '=', orgId)
    .where('object', '=', object)
    .where('field', '=', parentField)
    .where('parent_id', '=', sql<string>`any(${parentIds}::text[])`)
    .execute();
  const records = await readRecords(
    db,
    orgId,
    object,
    rows.map(({ record_id }) => record_id),
  );
  return Map.groupBy(records.values(), ({ parents }) => parents[parentField] ?? '');
}

async function readRecords(
  db: Database,
  orgId: string,
  object: string,
  ids: readonly string[],
): Promise<ReadonlyMap<string, ParentedRecord>> {
  if (ids.length === 0) return new Map();
  const versions: VersionRow[] = await db
    .selectFrom('record_version')
    .select(['object', 'record_id', 'changed_at', 'created_at', 'deleted', 'parents', 'fields'])
    .where('org_id', '=', orgId)
    .where('object', '=', object)
    .where('record_id', '=', sql<string>`any(${ids}::text[])`)
    .orderBy('record_id')
    .orderBy('changed_at')
    .orderBy('revision')
    .execute();
  const changes: ChangeRow[] = await db
    .selectFrom('record_change')
    .select(['object', 'record_id', 'changed_at', 'field', 'old_value', 'new_value'])
    .where('org_id', '=', orgId)
    .where('object', '=', object)
    .where('record_id', '=', sql<string>`any(${ids}::text[])`)
    .execute();
  return assembleRecords(versions, changes);
}
