import { DAY_MS } from '@leadlight/common';
import { columnDrift, type ColumnDrift, type RawColumn } from '@leadlight/evaluation';
import { DEFAULT_HORIZON_DAYS, findJudgementField, labelOf, settledAtOf, type Instant } from '@leadlight/lead-features';
import { WorkflowError } from '../errors.ts';
import { featureColumns, OrgSnapshots } from './examples/org-snapshots.ts';
import type { Clock, LeadHistoryStore, ModelStore, OrgStore, Progress, ScoringSettingsStore } from '../ports/index.ts';
import { numberFields, NumberShifts } from '../field-health/number-shifts.ts';
import { saveShifts } from '../field-health/save-shifts.ts';
import { livePerformance, type LivePerformance } from './live-performance.ts';
import { lossesOf } from '../field-health/field-health.ts';
import type { FieldLoss } from '../field-health/field-loss.ts';
import { scoringModelOf, type ScoringModel } from '../scoring/scoring-model.ts';
import { scoringSettingsOf } from '../administration/scoring-settings/read-scoring-settings.ts';

export interface CheckModelPorts {
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
  /** Observed minus predicted, in standard errors; a lead with several snapshots counts once. */
  readonly deviation: number;
}

export interface ModelCheck {
  readonly model: { readonly id: string; readonly version: number; readonly trainedAt: Instant };
  /** Features whose values have drifted since training, the strongest drift first. They alone are no reason to retrain. */
  readonly drifted: readonly ColumnDrift[];
  /** Absent if too few outcomes have settled since. */
  readonly calibration?: RecentCalibration;
  /** Estimated from leads whose outcomes are still open; absent if too few of them have converted. */
  readonly live?: LivePerformance;
  /** Fields that the model reads and that have been lost since its training. */
  readonly losses: readonly FieldLoss[];
  readonly needsRetraining: boolean;
  /** Sentences; empty if all is well. */
  readonly reasons: readonly string[];
}

const LEADS_PER_CHUNK = 500;
/** Snapshots compared on each side. More would hardly change the result. */
const MAX_DRIFT_ROWS = 5_000;
const MIN_DRIFT_ROWS = 200;
const RECENT_WINDOW_DAYS = 30;
const MIN_OUTCOMES = 20;
const MAX_DEVIATION = 3;

/**
 * Checks cheaply, without training, whether a model still fits: whether leads have changed since it was trained, and whether
 * its predictions are still calibrated.
 * @throws WorkflowError `org_not_synced`, `no_active_model`
 */
export async function checkModel(
  { orgs, leadHistories, models, scoringSettings, clock }: CheckModelPorts,
  orgId: string,
  progress: Progress,
): Promise<ModelCheck> {
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
  const drifted = driftedFeatures(model, snapshots, now);
  const horizonDays = Number(model.model.facts.horizonDays ?? DEFAULT_HORIZON_DAYS);
  const calibration = recentCalibration(model, snapshots, horizonDays, now);
  await saveShifts(orgs, orgId, active.id, shifts.factors());
  const losses = await lossesOf({ orgs, scoringSettings }, orgId, { entry: active, schema: model.schema });
  const live = livePerformance(model, snapshots, horizonDays, now);
  const reasons = [...changeReasons(live), ...calibrationReasons(calibration)];
  const { id, version, trainedAt } = model.entry;
  const needsRetraining = reasons.length > 0;
  const lost = losses.map(({ message }) => message.english);
  return {
    model: { id, version, trainedAt },
    drifted,
    calibration,
    live,
    losses,
    needsRetraining,
    reasons: [...lost, ...reasons],
  };
}

/** Compares the newest snapshots with earlier ones; times of day and week always drift. */
function driftedFeatures({ schema, entry }: ScoringModel, snapshots: OrgSnapshots, now: Instant): ColumnDrift[] {
  const split = Math.min(entry.trainedAt, now - RECENT_WINDOW_DAYS * DAY_MS);
  const rows = snapshots.asOfRow.map((_, row) => row);
  const before = sample(rows.filter((row) => snapshots.asOfRow[row]! <= split));
  const recent = sample(rows.filter((row) => snapshots.asOfRow[row]! > split));
  if (before.length < MIN_DRIFT_ROWS || recent.length < MIN_DRIFT_ROWS) return [];
  const current = featureColumns(schema, snapshots.table, recent);
  return featureColumns(schema, snapshots.table, before)
    .flatMap((column: RawColumn, feature) => {
      const { unit, label } = schema.features[feature]!;
      return unit === 'weekday' || unit === 'hourOfDay' ? [] : [{ ...columnDrift(column, current[feature]!), label }];
    })
    .filter(({ verdict }) => verdict === 'moved')
    .sort((a, b) => b.stability - a.stability);
}

function sample(rows: readonly number[]): number[] {
  const stride = Math.max(1, Math.ceil(rows.length / MAX_DRIFT_ROWS));
  return rows.filter((_, i) => i % stride === 0);
}

/** Uses snapshots whose outcome settled after the training, so that the model has not learned from them. */
function recentCalibration(
  { model, entry }: ScoringModel,
  snapshots: OrgSnapshots,
  horizonDays: number,
  now: Instant,
): RecentCalibration | undefined {
  const leads = snapshots.leads();
  const settled = snapshots.asOfRow.flatMap((asOf, row) => {
    const lead = leads[snapshots.leadOfRow[row]!]!;
    if (lead.isCopy || settledAtOf(asOf, horizonDays) <= entry.trainedAt) return [];
    const label = labelOf(lead, asOf, horizonDays, now);
    return label === 'unsettled' ? [] : [{ row, converted: label === 'converted' ? 1 : 0 }];
  });
  const converted = settled.reduce((sum, row) => sum + row.converted, 0);
  if (Math.min(converted, settled.length - converted) < MIN_OUTCOMES) return undefined;
  const probabilities = model.predictTable(snapshots.table.take(settled.map(({ row }) => row)));
  const rows = settled.length;
  const predicted = probabilities.reduce((sum, probability) => sum + probability, 0) / rows;
  const observed = converted / rows;
  const distinct = new Set(settled.map(({ row }) => snapshots.leadOfRow[row]!)).size;
  const variance = probabilities.reduce((sum, p) => sum + p * (1 - p), 0) / rows / distinct;
  return { rows, predicted, observed, deviation: (observed - predicted) / Math.sqrt(variance) };
}

function changeReasons(live: LivePerformance | undefined): string[] {
  if (!live?.change.isAlarm) return [];
  const { rate, predictedRate, auc, ifCalibrated } = live.estimate;
  const percent = (share: number) => `${(share * 100).toFixed(1)} %`;
  return [
    `Leads since ${new Date(live.change.since * DAY_MS).toISOString().slice(0, 10)} turn out differently than predicted: ` +
      `about ${percent(rate.value)} (${percent(rate.low)}–${percent(rate.high)}) will reach the goal, where ${percent(predictedRate)} were predicted; ` +
      `AUC about ${auc.value.toFixed(2)} (${auc.low.toFixed(2)}–${auc.high.toFixed(2)}), ${ifCalibrated.auc.toFixed(2)} if the predictions still held.`,
  ];
}

function calibrationReasons(calibration: RecentCalibration | undefined): string[] {
  if (!calibration || Math.abs(calibration.deviation) < MAX_DEVIATION) return [];
  const percent = (share: number) => `${(share * 100).toFixed(1)} %`;
  const { rows, predicted, observed } = calibration;
  return [
    `Of ${rows} snapshots settled since training, ${percent(observed)} reached the goal; the model predicted ${percent(predicted)}.`,
  ];
}
