import { DAY_MS } from '@leadlight/common';
import type { Instant } from '@leadlight/lead-features';
import type {
  Clock,
  Day,
  ErasedParties,
  ExperimentStore,
  LeadHistoryStore,
  JobClaims,
  ModelCheckStore,
  ModelEntry,
  ModelStore,
  Progress,
  ScoringSettingsStore,
  Warehouse,
  WarehouseFolder,
  WarehouseSource,
} from '../ports/index.ts';
import { settingsOf } from '../administration/scoring-settings/read-scoring-settings.ts';
import { isWorkflowError } from '../errors.ts';
import { scoringModelOf } from '../scoring/scoring-model.ts';
import { horizonDaysOf } from '../training/model-facts.ts';
import { withJob } from '../with-job.ts';
import { exportLeads, type SnapshotModel } from './export-leads.ts';
import { exportScores } from './export-scores.ts';
import { dayOf, mirror, RowsByDay, type TableExport } from './mirrored-rows.ts';
import { erasedTable, experimentsTable, measuresTable, scoresTable } from './tables.ts';

export interface ExportWarehousePorts {
  readonly warehouse: Warehouse;
  readonly warehouseSource: WarehouseSource;
  readonly leadHistories: Pick<LeadHistoryStore, 'readHistories'>;
  readonly models: Pick<ModelStore, 'list' | 'findActive' | 'getFile'>;
  readonly modelChecks: Pick<ModelCheckStore, 'listDaily'>;
  readonly experiments: Pick<ExperimentStore, 'list' | 'readLeads'>;
  readonly scoringSettings: Pick<ScoringSettingsStore, 'findNewest'>;
  readonly claims: JobClaims;
  readonly clock: Clock;
}

export interface WarehouseExport {
  readonly orgId: string;
  readonly tables: readonly TableExport[];
  /** Rows of erased leads that were removed from earlier files. */
  readonly erasedRows: number;
  /** True if there are no snapshots, because no model is active that scores leads. */
  readonly isWithoutModel: boolean;
}

const LEADS_PER_CHUNK = 1_000;
const MAX_CHECKS = 100_000;

/**
 * Brings the exported files of an org up to date: unchanged days are left alone, rows of leads that were erased since are removed.
 * A killed export is completed by the next one.
 * @param keepDays days that are older are removed; undefined = none
 * @throws WorkflowError `work_in_progress`; the error of a lost claim
 */
export async function exportWarehouse(
  ports: ExportWarehousePorts,
  orgId: string,
  { keepDays }: { readonly keepDays?: number },
  progress: Progress,
): Promise<WarehouseExport> {
  return withJob(ports.claims, orgId, 'export', async (lost) => {
    const now = ports.clock.now();
    const firstDay = keepDays === undefined ? '' : dayOf(now - keepDays * DAY_MS);
    const folder = await ports.warehouse.open(orgId);
    const count = (stage: string) => {
      let total = 0;
      return (rows: number) => {
        lost.throwIfAborted();
        progress.update(stage, (total += rows));
      };
    };
    try {
      const done = await exportInto(folder, ports, orgId, { firstDay, now, count });
      lost.throwIfAborted();
      return done;
    } finally {
      await folder.close();
    }
  });
}

interface ExportRun {
  readonly firstDay: Day;
  readonly now: Instant;
  /** Counts rows of a stage. @throws the error of a lost claim */
  count(stage: string): (rows: number) => void;
}

async function exportInto(
  folder: WarehouseFolder,
  ports: ExportWarehousePorts,
  orgId: string,
  { firstDay, now, count }: ExportRun,
): Promise<WarehouseExport> {
  const { warehouseSource, leadHistories } = ports;
  // Read first: what is erased during the export is removed by the next one.
  const parties = await warehouseSource.erasedParties(orgId);
  const scores = await exportScores(warehouseSource, folder, orgId, { firstDay, now, onRows: count('scores') });
  await removeDaysBefore(folder, firstDay, scores.done);
  const model = await snapshotModel(ports.models, orgId);
  const settings = { ...settingsOf(await ports.scoringSettings.findNewest(orgId)), firstDay, now };
  const leads = await exportLeads(leadHistories, folder, orgId, model, settings, count('leads'));
  const others = [
    await mirror(folder, measuresTable, await measureRows(ports, orgId), firstDay),
    await mirror(folder, experimentsTable, await experimentRows(ports.experiments, orgId), firstDay),
  ];
  const { erased, erasedRows } = await removeErased(folder, parties, scores.written);
  return {
    orgId,
    tables: [scores.done, ...(leads.snapshots ? [leads.snapshots] : []), leads.outcomes, ...others, erased],
    erasedRows,
    isWithoutModel: model === undefined,
  };
}

async function removeDaysBefore(folder: WarehouseFolder, firstDay: Day, done: TableExport): Promise<void> {
  for (const day of [...folder.days(scoresTable).keys()]) {
    if (day >= firstDay) continue;
    await folder.remove(scoresTable, day);
    done.daysRemoved += 1;
  }
}

async function snapshotModel(
  models: ExportWarehousePorts['models'],
  orgId: string,
): Promise<SnapshotModel | undefined> {
  const entry = await models.findActive(orgId);
  if (!entry) return undefined;
  try {
    const { model, schema } = scoringModelOf(entry, await models.getFile(orgId, entry.id));
    return { schema, horizonDays: horizonDaysOf(model) };
  } catch (error) {
    if (isWorkflowError(error, 'model_not_for_leads')) return undefined;
    throw error;
  }
}

async function measureRows(
  { models, modelChecks }: Pick<ExportWarehousePorts, 'models' | 'modelChecks'>,
  orgId: string,
): Promise<RowsByDay> {
  const rows = new RowsByDay();
  for (const entry of await models.list(orgId)) {
    for (const [measure, value] of numbersOf(holdoutOf(entry))) {
      rows.add(entry.trainedAt, [
        ...[entry.id, entry.version, entry.learner, 'training', entry.trainedAt, measure, value],
      ]);
    }
  }
  for (const { checkedAt, modelId, modelVersion, figures } of await modelChecks.listDaily(orgId, MAX_CHECKS)) {
    const { performance, calibration } = figures;
    for (const [measure, value] of numbersOf({ performance, calibration })) {
      rows.add(checkedAt, [modelId, modelVersion, null, 'check', checkedAt, measure, value]);
    }
  }
  return rows;
}

const holdoutOf = ({ report }: ModelEntry): unknown =>
  typeof report === 'object' && report !== null && 'holdout' in report ? report.holdout : undefined;

/** Every number in a value, with the names of the members that lead to it. */
function numbersOf(value: unknown, path = ''): readonly (readonly [string, number])[] {
  if (typeof value === 'number') return Number.isFinite(value) ? [[path, value]] : [];
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [];
  return Object.entries(value).flatMap(([name, member]) => numbersOf(member, path === '' ? name : `${path}.${name}`));
}

async function experimentRows(experiments: ExportWarehousePorts['experiments'], orgId: string): Promise<RowsByDay> {
  const rows = new RowsByDay();
  for (const { id } of await experiments.list(orgId)) {
    for await (const leads of experiments.readLeads(orgId, id, LEADS_PER_CHUNK)) {
      for (const { leadId, arm, band, repId, fortnight, enrolledAt, viewedAt } of leads) {
        rows.add(enrolledAt, [id, leadId, arm, band, repId, fortnight, enrolledAt, viewedAt]);
      }
    }
  }
  return rows;
}

/** Names what was erased, and removes it from the days of scores that this export has not read from storage. */
async function removeErased(
  folder: WarehouseFolder,
  parties: ErasedParties,
  written: ReadonlySet<Day>,
): Promise<{ readonly erased: TableExport; readonly erasedRows: number }> {
  const rows = new RowsByDay();
  for (const { hash, erasedAt } of parties.all) rows.add(erasedAt, [hash, erasedAt]);
  let erasedRows = 0;
  if (parties.all.length !== folder.erasedParties) {
    for (const day of folder.days(scoresTable).keys()) {
      if (!written.has(day)) erasedRows += await folder.withoutLeads(scoresTable, day, (lead) => parties.has(lead));
    }
  }
  const erased = await mirror(folder, erasedTable, rows, '');
  await folder.save(parties.all.length);
  return { erased, erasedRows };
}
