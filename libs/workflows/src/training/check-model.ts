import { columnDrift, type ColumnDrift, type RawColumn } from '@leadlight/evaluation';
import { findJudgementField, labelOf, settledAtOf, type Instant } from '@leadlight/lead-features';
import { WorkflowError } from '../errors.ts';
import { featureColumns, OrgSnapshots } from './examples/org-snapshots.ts';
import type { Clock, LeadHistoryStore, ModelStore, OrgStore, Progress, ScoringSettingsStore } from '../ports/index.ts';
import { scoringModelOf, type ScoringModel } from '../scoring/scoring-model.ts';
import { scoringSettingsOf } from '../administration/scoring-settings/read-scoring-settings.ts';

export interface CheckModelPorts {
  readonly orgs: OrgStore;
  readonly leadHistories: LeadHistoryStore;
  readonly models: ModelStore;
  readonly scoringSettings: ScoringSettingsStore;
  readonly clock: Clock;
}

/** What became of leads since the model was trained, against what it said. */
export interface RecentCalibration {
  readonly rows: number;
  readonly predicted: number;
  readonly observed: number;
  /** Observed less predicted in standard errors; leads of many looks count once. */
  readonly deviation: number;
}

export interface ModelCheck {
  readonly model: { readonly id: string; readonly version: number; readonly trainedAt: Instant };
  /** Features whose values have moved since training, the farthest first. */
  readonly moved: readonly ColumnDrift[];
  /** Absent where too few outcomes have settled since. */
  readonly calibration?: RecentCalibration;
  readonly needsRetraining: boolean;
  /** Sentences; empty where all is well. */
  readonly reasons: readonly string[];
}

const LEADS_PER_CHUNK = 500;
const DAY_MS = 86_400_000;
/** Looks compared on each side: more make drift no clearer. */
const MAX_DRIFT_ROWS = 5_000;
const MIN_DRIFT_ROWS = 200;
const RECENT_WINDOW_DAYS = 30;
const MIN_OUTCOMES = 20;
const MAX_DEVIATION = 3;

/**
 * The cheap daily look at whether a model still fits: whether leads have changed since it was trained, and whether what it
 * said has come true. No model is trained.
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
  const looks = new OrgSnapshots(model.schema, settings, findJudgementField(org.fields));
  let read = 0;
  for await (const chunk of leadHistories.readHistories(orgId, 'all', LEADS_PER_CHUNK)) {
    for (const history of chunk) looks.add(history, now);
    progress.update('check', (read += chunk.length));
  }
  const moved = movedFeatures(model, looks, now);
  const horizonDays = Number(model.model.facts.horizonDays ?? 90);
  const calibration = recentCalibration(model, looks, horizonDays, now);
  const reasons = [
    ...moved.map(
      ({ field, label = field, stability }) =>
        `${label} has moved since training (stability index ${stability.toFixed(2)}).`,
    ),
    ...calibrationReasons(calibration),
  ];
  const { id, version, trainedAt } = model.entry;
  return { model: { id, version, trainedAt }, moved, calibration, needsRetraining: reasons.length > 0, reasons };
}

/** Newest looks against those from before; times of day and the like are no drift. */
function movedFeatures({ schema, entry }: ScoringModel, looks: OrgSnapshots, now: Instant): ColumnDrift[] {
  const split = Math.min(entry.trainedAt, now - RECENT_WINDOW_DAYS * DAY_MS);
  const rows = looks.asOfRow.map((_, row) => row);
  const before = sample(rows.filter((row) => looks.asOfRow[row]! <= split));
  const recent = sample(rows.filter((row) => looks.asOfRow[row]! > split));
  if (before.length < MIN_DRIFT_ROWS || recent.length < MIN_DRIFT_ROWS) return [];
  const current = featureColumns(schema, looks.table, recent);
  return featureColumns(schema, looks.table, before)
    .flatMap((column: RawColumn, feature) => {
      const { unit, label } = schema.features[feature]!;
      return unit === 'weekday' || unit === 'hourOfDay' ? [] : [{ ...columnDrift(column, current[feature]!), label }];
    })
    .filter(({ verdict }) => verdict === 'moved')
    .sort((a, b) => b.stability - a.stability);
}

function sample(rows: readonly number[]): number[] {
  const stride = Math.max(1, Math.ceil(rows.length / MAX_DRIFT_ROWS));
  return rows.filter((_, at) => at % stride === 0);
}

/** What the model says of looks whose outcome settled after it was trained: none of them taught it anything. */
function recentCalibration(
  { model, entry }: ScoringModel,
  looks: OrgSnapshots,
  horizonDays: number,
  now: Instant,
): RecentCalibration | undefined {
  const leads = looks.leads();
  const settled = looks.asOfRow.flatMap((asOf, row) => {
    const lead = leads[looks.leadOfRow[row]!]!;
    if (lead.isCopy || settledAtOf(asOf, horizonDays) <= entry.trainedAt) return [];
    const label = labelOf(lead, asOf, horizonDays, now);
    return label === 'unsettled' ? [] : [{ row, converted: label === 'converted' ? 1 : 0 }];
  });
  const converted = settled.reduce((sum, look) => sum + look.converted, 0);
  if (Math.min(converted, settled.length - converted) < MIN_OUTCOMES) return undefined;
  const probabilities = model.predictTable(looks.table.take(settled.map(({ row }) => row)));
  const rows = settled.length;
  const predicted = probabilities.reduce((sum, probability) => sum + probability, 0) / rows;
  const observed = converted / rows;
  const distinct = new Set(settled.map(({ row }) => looks.leadOfRow[row]!)).size;
  const variance = probabilities.reduce((sum, p) => sum + p * (1 - p), 0) / rows / distinct;
  return { rows, predicted, observed, deviation: (observed - predicted) / Math.sqrt(variance) };
}

function calibrationReasons(calibration: RecentCalibration | undefined): string[] {
  if (!calibration || Math.abs(calibration.deviation) < MAX_DEVIATION) return [];
  const percent = (share: number) => `${(share * 100).toFixed(1)} %`;
  const { rows, predicted, observed } = calibration;
  return [
    `Of ${rows} looks settled since training ${percent(observed)} converted where the model said ${percent(predicted)}.`,
  ];
}
