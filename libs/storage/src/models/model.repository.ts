import type { ModelEntry, ModelStore } from '@leadlight/workflows';
import type { Selectable } from 'kysely';
import { inTransaction } from '../database/in-transaction.ts';
import { storableJson } from '../database/storable-json.ts';
import { lockOrg } from '../orgs/lock-org.ts';
import { auditLogRepository } from '../audit-log/audit-log.repository.ts';
import type { Database, Trx } from '../database/tables.ts';
import { StorageError } from '../errors.ts';
import type { ModelTable } from './model.table.ts';

const ENTRY = ['model_id', 'version', 'learner', 'trained_at', 'active', 'report', 'open_leads'] as const;

/** @param db with a transaction, the changes belong to it */
export function modelRepository(db: Database | Trx): ModelStore {
  return {
    save: (orgId, file, entry, activate) =>
      inTransaction(db, async (trx) => {
        await lockOrg(trx, orgId);
        const known = await findModel(trx, orgId, entry.id);
        if (known === undefined) await insertModel(trx, orgId, file, entry);
        if (activate) {
          await activateModel(trx, orgId, entry.id);
          await auditLogRepository(trx).append(orgId, publishedBy(entry));
        }
        return getModel(trx, orgId, entry.id);
      }),

    activate: (orgId, modelId) => inTransaction(db, (trx) => activateModel(trx, orgId, modelId)),

    async list(orgId) {
      const rows = await db.selectFrom('model').select(ENTRY).where('org_id', '=', orgId).orderBy('version').execute();
      return rows.map(entryOf);
    },

    async findActive(orgId) {
      const row = await db
        .selectFrom('model')
        .select(ENTRY)
        .where('org_id', '=', orgId)
        .where('active', '=', true)
        .executeTakeFirst();
      return row && entryOf(row);
    },

    async saveOpenLeads(orgId, modelId, openLeads) {
      const { numUpdatedRows } = await db
        .updateTable('model')
        .set({ open_leads: storableJson(openLeads) })
        .where('org_id', '=', orgId)
        .where('model_id', '=', modelId)
        .executeTakeFirst();
      if (numUpdatedRows === 0n) throw new StorageError('model_not_found', { orgId, modelId });
    },

    async getFile(orgId, modelId) {
      const row = await db
        .selectFrom('model')
        .select('file')
        .where('org_id', '=', orgId)
        .where('model_id', '=', modelId)
        .executeTakeFirst();
      if (row === undefined) throw new StorageError('model_not_found', { orgId, modelId });
      return row.file;
    },
  };
}

/** The actor is unknown here: a person at the command line, or the schedule. */
const publishedBy = ({ id, trainedAt }: Pick<ModelEntry, 'id' | 'trainedAt'>) => ({
  at: trainedAt,
  actor: 'training',
  act: 'model.activate',
  subject: id,
});

/** Makes `modelId` the org's only active model. @throws StorageError `model_not_found` */
export async function activateModel(trx: Trx, orgId: string, modelId: string): Promise<void> {
  await trx
    .updateTable('model')
    .set({ active: false })
    .where('org_id', '=', orgId)
    .where('active', '=', true)
    .where('model_id', '!=', modelId)
    .execute();
  const { numUpdatedRows } = await trx
    .updateTable('model')
    .set({ active: true })
    .where('org_id', '=', orgId)
    .where('model_id', '=', modelId)
    .executeTakeFirst();
  if (numUpdatedRows === 0n) throw new StorageError('model_not_found', { orgId, modelId });
}

/** The next version number is unique: the org's row is locked until the transaction ends. */
async function insertModel(
  trx: Trx,
  orgId: string,
  file: Uint8Array,
  entry: Omit<ModelEntry, 'version' | 'active' | 'openLeads'>,
): Promise<void> {
  const { newest } = await trx
    .selectFrom('model')
    .select((eb) => eb.fn.max('version').as('newest'))
    .where('org_id', '=', orgId)
    .executeTakeFirstOrThrow();
  await trx
    .insertInto('model')
    .values({
      org_id: orgId,
      model_id: entry.id,
      version: (newest ?? 0) + 1,
      learner: entry.learner,
      trained_at: entry.trainedAt,
      active: false,
      report: storableJson(entry.report ?? null),
      file: Buffer.from(file),
      open_leads: null,
    })
    .execute();
}

function findModel(trx: Trx, orgId: string, modelId: string): Promise<EntryRow | undefined> {
  return trx
    .selectFrom('model')
    .select(ENTRY)
    .where('org_id', '=', orgId)
    .where('model_id', '=', modelId)
    .executeTakeFirst();
}

async function getModel(trx: Trx, orgId: string, modelId: string): Promise<ModelEntry> {
  const row = await findModel(trx, orgId, modelId);
  if (row === undefined) throw new StorageError('model_not_found', { orgId, modelId });
  return entryOf(row);
}

type EntryRow = Selectable<Pick<ModelTable, (typeof ENTRY)[number]>>;

const entryOf = (row: EntryRow): ModelEntry => ({
  id: row.model_id,
  version: row.version,
  learner: row.learner,
  trainedAt: row.trained_at,
  active: row.active,
  report: row.report,
  openLeads: row.open_leads ?? undefined,
});
