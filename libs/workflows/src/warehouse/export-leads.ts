import {
  goalReachedAt,
  junkReason,
  labelOf,
  rowOf,
  snapshotAt,
  snapshotTimes,
  type FeatureSchema,
  type Goal,
  type Instant,
  type JunkRules,
  type LeadHistory,
} from '@leadlight/lead-features';
import type { Day, LeadHistoryStore, WarehouseFolder, WarehouseRow } from '../ports/index.ts';
import { readAhead } from '../read-ahead.ts';
import { dayOf, mirror, noExport, removeOtherDays, RowsByDay, writeDays, type TableExport } from './mirrored-rows.ts';
import { outcomesTable, snapshotsTable } from './tables.ts';

const LEADS_PER_CHUNK = 500;
/** Snapshots in memory at once, some 0.5 KB each: leads are read once more for each further part. */
const MAX_SNAPSHOTS_IN_MEMORY = 500_000;

export interface LeadExportSettings {
  readonly goal: Goal;
  readonly snapshotAgesDays: readonly number[];
  readonly junk: JunkRules | null;
  readonly firstDay: Day;
  readonly now: Instant;
}

/** What snapshots are taken with; absent where no model is active. */
export interface SnapshotModel {
  readonly schema: FeatureSchema;
  readonly horizonDays: number;
}

/** Writes what became of every lead, and its snapshots with the features of a model. */
export async function exportLeads(
  leadHistories: Pick<LeadHistoryStore, 'readHistories'>,
  folder: WarehouseFolder,
  orgId: string,
  model: SnapshotModel | undefined,
  settings: LeadExportSettings,
  onLeads: (leads: number) => void,
): Promise<{ readonly outcomes: TableExport; readonly snapshots?: TableExport }> {
  const { goal, snapshotAgesDays, now, firstDay } = settings;
  const outcomes = new RowsByDay();
  const snapshotsOfDay = new Map<Day, number>();
  const read = () => readAhead(leadHistories.readHistories(orgId, 'all', LEADS_PER_CHUNK));
  for await (const histories of read()) {
    for (const history of histories) {
      outcomes.add(history.createdAt, outcomeRow(history, goal, settings.junk));
      for (const at of snapshotTimes(history, snapshotAgesDays, now)) {
        const day = dayOf(at);
        if (day >= firstDay) snapshotsOfDay.set(day, (snapshotsOfDay.get(day) ?? 0) + 1);
      }
    }
    onLeads(histories.length);
  }
  const done = await mirror(folder, outcomesTable, outcomes, firstDay);
  if (!model) return { outcomes: done };
  const table = snapshotsTable(model.schema);
  const snapshots = noExport(table);
  for (const part of partsOf(snapshotsOfDay)) {
    const rows = new RowsByDay();
    for await (const histories of read()) {
      for (const history of histories) addSnapshots(rows, history, part, model, settings);
    }
    await writeDays(folder, table, rows, firstDay, snapshots);
  }
  await removeOtherDays(folder, table, snapshotsOfDay, snapshots);
  return { outcomes: done, snapshots };
}

function outcomeRow(history: LeadHistory, goal: Goal, junk: JunkRules | null): WarehouseRow {
  const { leadId, createdAt, convertedAt, isDeleted } = history;
  return [leadId, createdAt, convertedAt, goal.kind, goalReachedAt(history, goal), isDeleted, isJunk(history, junk)];
}

const isJunk = (history: LeadHistory, junk: JunkRules | null): boolean =>
  junk !== null && junkReason(history, junk) !== undefined;

function addSnapshots(
  rows: RowsByDay,
  history: LeadHistory,
  days: ReadonlySet<Day>,
  { schema, horizonDays }: SnapshotModel,
  { goal, snapshotAgesDays, junk, now }: LeadExportSettings,
): void {
  const reachedAt = goalReachedAt(history, goal);
  for (const asOf of snapshotTimes(history, snapshotAgesDays, now)) {
    if (!days.has(dayOf(asOf))) continue;
    const label = labelOf({ goalReachedAt: reachedAt }, asOf, horizonDays, now);
    const settled = label === 'unsettled' ? null : Number(label === 'converted');
    const features = rowOf(schema, snapshotAt(history, asOf));
    rows.add(asOf, [history.leadId, asOf, settled, horizonDays, isJunk(history, junk), ...features]);
  }
}

/** The days in groups that fit into memory together. */
function partsOf(snapshots: ReadonlyMap<Day, number>): readonly ReadonlySet<Day>[] {
  const parts: Set<Day>[] = [];
  let size = Infinity;
  for (const [day, count] of [...snapshots].sort(([a], [b]) => (a < b ? -1 : 1))) {
    if (size + count > MAX_SNAPSHOTS_IN_MEMORY) {
      parts.push(new Set());
      size = 0;
    }
    parts.at(-1)!.add(day);
    size += count;
  }
  return parts;
}
