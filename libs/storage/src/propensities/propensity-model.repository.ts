import type { ModelEntry, PropensityModelStore } from '@leadlight/workflows';
import type { Selectable } from 'kysely';
import { auditLogRepository } from '../audit-log/audit-log.repository.ts';
import { storableJson } from '../database/storable-json.ts';
import type { Database, Trx } from '../database/tables.ts';
import { StorageError } from '../errors.ts';
import { lockOrg } from '../orgs/lock-org.ts';
import type { PropensityModelTable } from './propensity.tables.ts';

const ENTRY = ['model_id', 'version', 'learner', 'trained_at', 'active', 'report'] as const;

export function propensityModelRepository(db: Database): PropensityModelStore {
  const entries = (orgId: string, propensityId: string) => entriesOf(db, orgId, propensityId);
  return {
    save: (orgId, propensityId, file, entry, activate) =>
      db.transaction().execute(async (trx) => {
        await lockOrg(trx, orgId);
        await insertModel(trx, orgId, propensityId, file, entry);
        if (activate)
          await activateModel(trx, orgId, propensityId, entry.id, { at: entry.trainedAt, actor: 'training' });
        const row = await entriesOf(trx, orgId, propensityId)
          .where('model_id', '=', entry.id)
          .executeTakeFirstOrThrow();
        return entryOf(row);
      }),

    async list(orgId, propensityId) {
      return (await entries(orgId, propensityId).orderBy('version').execute()).map(entryOf);
    },

    async findActive(orgId, propensityId) {
      const row = await entries(orgId, propensityId).where('active', '=', true).executeTakeFirst();
      return row && entryOf(row);
    },

    activate: (orgId, propensityId, modelId, by) =>
      db.transaction().execute(async (trx) => {
        await lockOrg(trx, orgId);
        return activateModel(trx, orgId, propensityId, modelId, by);
      }),

    async getFile(orgId, propensityId, modelId) {
      const row = await db
        .selectFrom('propensity_model')
        .select('file')
        .where('org_id', '=', orgId)
        .where('propensity_id', '=', propensityId)
        .where('model_id', '=', modelId)
        .executeTakeFirst();
      if (row === undefined) throw new StorageError('model_not_found', { orgId, modelId });
      return row.file;
    },
  };
}

const entriesOf = (db: Database | Trx, orgId: string, propensityId: string) =>
  db.selectFrom('propensity_model').select(ENTRY).where('org_id', '=', orgId).where('propensity_id', '=', propensityId);

/** The next version number is unique: the org's row is locked until the transaction ends. The same bytes are one entry. */
async function insertModel(
  trx: Trx,
  orgId: string,
  propensityId: string,
  file: Uint8Array,
  entry: Parameters<PropensityModelStore['save']>[3],
): Promise<void> {
  const { newest } = await trx
    .selectFrom('propensity_model')
    .select((eb) => eb.fn.max('version').as('newest'))
    .where('org_id', '=', orgId)
    .where('propensity_id', '=', propensityId)
    .executeTakeFirstOrThrow();
  await trx
    .insertInto('propensity_model')
    .values({
      org_id: orgId,
      propensity_id: propensityId,
      model_id: entry.id,
      version: (newest ?? 0) + 1,
      learner: entry.learner,
      trained_at: entry.trainedAt,
      active: false,
      report: storableJson(entry.report ?? null),
      file: Buffer.from(file),
    })
    .onConflict((conflict) => conflict.columns(['org_id', 'propensity_id', 'model_id']).doNothing())
    .execute();
}

/** Makes it the only active model of its propensity, or none with null. @returns false if there is no such model */
async function activateModel(
  trx: Trx,
  orgId: string,
  propensityId: string,
  modelId: string | null,
  { at, actor }: { readonly at: number; readonly actor: string },
): Promise<boolean> {
  const models = () =>
    trx.updateTable('propensity_model').where('org_id', '=', orgId).where('propensity_id', '=', propensityId);
  const log = auditLogRepository(trx);
  if (modelId === null) {
    await models().set({ active: false }).where('active', '=', true).execute();
    await log.append(orgId, { at, actor, act: 'propensity.deactivate', subject: propensityId });
    return true;
  }
  const model = await entriesOf(trx, orgId, propensityId).where('model_id', '=', modelId).executeTakeFirst();
  if (!model) return false;
  await models().set({ active: false }).where('active', '=', true).where('model_id', '!=', modelId).execute();
  await models().set({ active: true }).where('model_id', '=', modelId).execute();
  await log.append(orgId, { at, actor, act: 'propensity.model.activate', subject: `${propensityId}/${modelId}` });
  return true;
}

const entryOf = (row: Selectable<Pick<PropensityModelTable, (typeof ENTRY)[number]>>): ModelEntry => ({
  id: row.model_id,
  version: row.version,
  learner: row.learner,
  trainedAt: row.trained_at,
  active: row.active,
  report: row.report,
});
