import type { EventKind } from '@leadlight/contract';
import { findJudgementField, labelOf, settledAtOf, type Instant } from '@leadlight/lead-features';
import { WorkflowError } from '../errors.ts';
import { OrgSnapshots } from './examples/org-snapshots.ts';
import type {
  Clock,
  LeadHistoryStore,
  ModelEventEntry,
  ModelStore,
  OrgStore,
  Progress,
  ScoringSettingsStore,
} from '../ports/index.ts';
import { numberFields, NumberShifts } from '../field-health/number-shifts.ts';
import { saveShifts } from '../field-health/save-shifts.ts';
import { monitorActiveModel, type MonitoredModel } from './monitoring/monitor-active-model.ts';
import { horizonDaysOf } from './model-facts.ts';
import { recordCheck, type RecordCheckPorts } from './monitoring/record-check.ts';
import { lossesOf } from '../field-health/field-health.ts';
import type { FieldLoss } from '../field-health/field-loss.ts';
import { scoringModelOf, type ScoringModel } from '../scoring/scoring-model.ts';
import { scoringSettingsOf } from '../administration/scoring-settings/read-scoring-settings.ts';

export interface CheckModelPorts extends RecordCheckPorts {
  readonly orgs: OrgStore;
  readonly leadHistories: LeadHistoryStore;
  readonly models: ModelStore;
  readonly scoringSettings: ScoringSettingsStore;
  readonly clock: Clock;
}

/** The outcomes of leads since the model was trained, compared with its predictions. */
export interface RecentCalibration {
  readonly rows: number;
  readonly predicted: number;
  readonly observed: number;
}

export interface ModelCheck extends MonitoredModel {
  readonly model: { readonly id: string; readonly version: number; readonly trainedAt: Instant };
  /** Absent if too few outcomes have settled since. */
  readonly calibration?: RecentCalibration;
  /** Fields that the model reads and that have been lost since its training. */
  readonly losses: readonly FieldLoss[];
  /** What has been found, by this check or an earlier one, and is still so. */
  readonly events: readonly ModelEventEntry[];
  readonly needsRetraining: boolean;
  /** Sentences; empty if all is well. */
  readonly reasons: readonly string[];
}

const LEADS_PER_CHUNK = 500;
const MIN_OUTCOMES = 20;
/** A new model may mend these, unlike a form that leaves a field empty. */
const ASKS_FOR_RETRAINING: readonly EventKind[] = [
  'performance_changed',
  'segment_changed',
  'group_differs',
  'calibration_off',
];

/**
 * Checks, without training, whether a model still fits: whether leads have changed since it was trained, and whether its predictions
 * still hold. The check and what it found are stored.
 * @throws WorkflowError `org_not_synced`, `no_active_model`
 */
export async function checkModel(ports: CheckModelPorts, orgId: string, progress: Progress): Promise<ModelCheck> {
  const { orgs, leadHistories, models, scoringSettings, clock } = ports;
  const org = await orgs.find(orgId);
  if (!org) throw new WorkflowError('org_not_synced', { orgId });
  const active = await models.findActive(orgId);
  if (!active) throw new WorkflowError('no_active_model', { orgId });
  const model = scoringModelOf(active, await models.getFile(orgId, active.id));
  const now = clock.now();
  const settings = await scoringSettingsOf({ scoringSettings }, orgId);
  const snapshots = new OrgSnapshots(model.schema, settings, findJudgementField(org.fields));
  const shifts = new NumberShifts(numberFields(model.schema), active.trainedAt);
  let read = 0;
  for await (const chunk of leadHistories.readHistories(orgId, 'all', LEADS_PER_CHUNK)) {
    for (const history of chunk) {
      snapshots.add(history, now);
      shifts.add(history);
    }
    progress.update('check', (read += chunk.length));
  }
  const horizonDays = horizonDaysOf(model.model);
  const calibration = recentCalibration(model, snapshots, horizonDays, now);
  await saveShifts(orgs, orgId, active.id, shifts.factors());
  const losses = await lossesOf({ orgs, scoringSettings }, orgId, { entry: active, schema: model.schema });
  const monitored = monitorActiveModel(model, snapshots, horizonDays, now);
  const events = await recordCheck(ports, orgId, { model: active, calibration, ...monitored }, now);
  const alarms = events.filter(({ severity }) => severity === 'alarm');
  const { id, version, trainedAt } = active;
  return {
    model: { id, version, trainedAt },
    calibration,
    ...monitored,
    losses,
    events,
    needsRetraining: alarms.some(({ kind }) => ASKS_FOR_RETRAINING.includes(kind)),
    reasons: [...losses, ...alarms].map(({ message }) => message.english),
  };
}

/** Uses snapshots whose outcome settled after the training, so that the model has not learned from them. */
function recentCalibration(
  { model, entry }: ScoringModel,
  snapshots: OrgSnapshots,
  horizonDays: number,
  now: Instant,
): RecentCalibration | undefined {
  const leads = snapshots.leads();
  const settled: { readonly row: number; readonly converted: number }[] = [];
  for (let row = 0; row < snapshots.asOfRow.length; row += 1) {
    const asOf = snapshots.asOfRow.at(row);
    if (settledAtOf(asOf, horizonDays) <= entry.trainedAt) continue;
    const lead = leads.at(snapshots.leadOfRow.at(row));
    const label = lead.isCopy ? 'unsettled' : labelOf(lead, asOf, horizonDays, now);
    if (label !== 'unsettled') settled.push({ row, converted: label === 'converted' ? 1 : 0 });
  }
  const converted = settled.reduce((sum, row) => sum + row.converted, 0);
  if (Math.min(converted, settled.length - converted) < MIN_OUTCOMES) return undefined;
  const probabilities = model.predictTable(snapshots.table.take(settled.map(({ row }) => row)));
  const rows = settled.length;
  const predicted = probabilities.reduce((sum, probability) => sum + probability, 0) / rows;
  return { rows, predicted, observed: converted / rows };
}
