import { DAY_MS } from '@leadlight/common';
import { fitRecalibration, type Recalibration } from '@leadlight/evaluation';
import type { Json } from '@leadlight/forest';
import { findJudgementField, type Instant } from '@leadlight/lead-features';
import { scoringSettingsOf } from '../../administration/scoring-settings/read-scoring-settings.ts';
import { WorkflowError } from '../../errors.ts';
import { modelActEvent } from '../../notifications/service-events.ts';
import { lossesOf } from '../../field-health/field-health.ts';
import type {
  Administration,
  Clock,
  LeadHistoryStore,
  Leases,
  ModelEntry,
  ModelEventStore,
  ModelStore,
  OrgStore,
  Progress,
  ScoringSettingsStore,
} from '../../ports/index.ts';
import { scoringModelOf, type ScoringModel } from '../../scoring/scoring-model.ts';
import { withLease } from '../../with-lease.ts';
import { OrgSnapshots } from '../examples/org-snapshots.ts';
import { firstSnapshots, waitDaysOf, type FirstSnapshot } from '../monitoring/first-snapshots.ts';
import { delaysOf, unlessTooFew } from '../monitoring/monitor-active-model.ts';
import { horizonDaysOf, modelIdOf, type ModelFacts } from '../model-facts.ts';
import { writeModelFile } from '../segments/model-file.ts';
import { recalibratedModel } from './recalibrated-model.ts';
import { recalibrationOf, type RecalibrationFacts } from './recalibration-facts.ts';

export interface RecalibratePorts extends Administration {
  readonly orgs: OrgStore;
  readonly leadHistories: LeadHistoryStore;
  readonly models: ModelStore;
  readonly modelEvents: Pick<ModelEventStore, 'listOpen' | 'open'>;
  readonly scoringSettings: ScoringSettingsStore;
  readonly leases: Leases;
  readonly clock: Clock;
}

/**
 * Why a model was not recalibrated: no alarm asks for it; too few of the leads since the change have reached the goal; a field
 * that the model reads is lost, which another level would hide; it would not be better beyond chance; the goal or the horizon has
 * been changed since the training; the model cannot be written again.
 */
export type RecalibrationRejection =
  'no_alarm' | 'too_few_outcomes' | 'fields_lost' | 'not_better' | 'goal_changed' | 'points_table';

export interface RecalibrationResult {
  /** Absent where the model was recalibrated. */
  readonly rejected?: RecalibrationRejection;
  /** The new active model. */
  readonly entry?: ModelEntry;
  /** What was fitted; absent where nothing could be. */
  readonly recalibration?: RecalibrationFacts;
  /** True where the ranking has changed as well, which only a retraining can mend. */
  readonly needsRetraining: boolean;
}

/** Alarms that another level may answer. */
const ALARMS = ['performance_changed', 'calibration_off'];
const LEADS_PER_CHUNK = 500;
const SEED = 1;

/**
 * Where an alarm says that leads turn out differently than predicted, publishes a version of the active model with the same trees
 * and another intercept and slope in log odds, fitted to the leads since the change, most of which are open. It is published only
 * if it is better beyond chance on leads that it was not fitted on, and no field is lost. The former model goes on scoring in the
 * shadow and comes back if it turns out better. Audited with the evidence.
 * @throws WorkflowError `org_not_synced`, `no_active_model`, `work_in_progress`
 */
export async function recalibrate(
  ports: RecalibratePorts,
  orgId: string,
  progress: Progress,
): Promise<RecalibrationResult> {
  return withLease(ports.leases, orgId, 'training', async (_lost, confirm) => {
    const entry = await ports.models.findActive(orgId);
    if (!entry) throw new WorkflowError('no_active_model', { orgId });
    const since = await changeSince(ports, orgId, entry);
    if (since === undefined) return rejection('no_alarm');
    if (entry.learner === 'rules') return rejection('points_table', true);
    const model = scoringModelOf(entry, await ports.models.getFile(orgId, entry.id));
    if ((await lossesOf(ports, orgId, { entry, schema: model.schema })).length > 0) return rejection('fields_lost');
    const fitted = await fitToLeads(ports, orgId, model, since, progress);
    if (typeof fitted === 'string') return rejection(fitted, true);
    const facts = factsOf(entry, fitted, since, ports.clock.now());
    const needsRetraining = fitted.kind === 'level_and_slope';
    if (fitted.difference.challenger !== 'better') return { ...rejection('not_better', true), recalibration: facts };
    await confirm();
    const published = await publish(ports, orgId, entry, model, facts);
    const act = {
      id: published.id,
      version: published.version,
      formerVersion: entry.version,
      leads: facts.rows,
      since,
    };
    await ports.modelEvents.open(orgId, modelActEvent('model_recalibrated', act, ports.clock.now()));
    return { entry: published, recalibration: facts, needsRetraining };
  });
}

const rejection = (rejected: RecalibrationRejection, needsRetraining = false): RecalibrationResult => ({
  rejected,
  needsRetraining,
});

/** The start of the change that an alarm reports; undefined without one. */
async function changeSince(
  { modelEvents }: Pick<RecalibratePorts, 'modelEvents'>,
  orgId: string,
  entry: ModelEntry,
): Promise<Instant | undefined> {
  const alarms = (await modelEvents.listOpen(orgId)).filter(
    ({ kind, severity }) => ALARMS.includes(kind) && severity === 'alarm',
  );
  const recalibratedAt = recalibrationOf(entry)?.since ?? -Infinity;
  const starts = alarms.map(({ since }) => Math.max(since ?? entry.trainedAt, recalibratedAt));
  const [latest] = starts.sort((a, b) => b - a);
  return latest;
}

/** @throws WorkflowError `org_not_synced` */
async function fitToLeads(
  { orgs, leadHistories, scoringSettings, clock }: RecalibratePorts,
  orgId: string,
  { model, schema }: ScoringModel,
  since: Instant,
  progress: Progress,
): Promise<Recalibration | 'goal_changed' | 'too_few_outcomes'> {
  const org = await orgs.find(orgId);
  if (!org) throw new WorkflowError('org_not_synced', { orgId });
  const now = clock.now();
  const settings = await scoringSettingsOf({ scoringSettings }, orgId);
  const { goal } = model.facts as Partial<ModelFacts>;
  if (goal !== undefined && goal !== settings.goal.kind) return 'goal_changed';
  const snapshots = new OrgSnapshots(schema, settings, findJudgementField(org.fields));
  let read = 0;
  for await (const chunk of leadHistories.readHistories(orgId, 'all', LEADS_PER_CHUNK)) {
    for (const history of chunk) snapshots.add(history, now);
    progress.update('recalibrate', (read += chunk.length));
  }
  const first = firstSnapshots(snapshots, now);
  const predict = (of: readonly FirstSnapshot[]) => model.predictTable(snapshots.table.take(of.map(({ row }) => row)));
  const recent = first.filter(({ asOf }) => asOf >= since);
  const leads = {
    probabilities: predict(recent),
    ageDays: recent.map(({ asOf }) => (now - asOf) / DAY_MS),
    waitDays: recent.map(waitDaysOf),
  };
  const delays = delaysOf(first, predict, horizonDaysOf(model), now);
  return (delays && unlessTooFew(() => fitRecalibration(leads, delays, SEED))) ?? 'too_few_outcomes';
}

function factsOf(
  { id, version }: ModelEntry,
  { kind, intercept, slope, rows, converted, difference }: Recalibration,
  since: Instant,
  at: Instant,
): RecalibrationFacts {
  return { of: id, ofVersion: version, at, since, kind, intercept, slope, rows, converted, difference };
}

async function publish(
  { atomically, clock }: RecalibratePorts,
  orgId: string,
  former: ModelEntry,
  { model }: ScoringModel,
  recalibration: RecalibrationFacts,
): Promise<ModelEntry> {
  const { of, at, since, intercept, slope } = recalibration;
  const file = writeModelFile(
    recalibratedModel(model, { intercept, slope }, { recalibration: { of, at, since, intercept, slope } as Json }),
  );
  const id = modelIdOf(file);
  const { learner, trainedAt, report } = former;
  return atomically(async (stores) => {
    const entry = { id, learner, trainedAt, report: { ...(report as object), recalibration } };
    const saved = await stores.models.save(orgId, file, entry, false);
    await stores.models.activate(orgId, id);
    const act = { at: clock.now(), actor: 'monitor', act: 'model.recalibrate', subject: id };
    await stores.auditLog.append(orgId, { ...act, detail: recalibration });
    await stores.shadowModels.start(orgId, {
      modelId: former.id,
      role: 'former',
      besideModelId: id,
      startedAt: clock.now(),
      startedBy: 'monitor',
    });
    return { ...saved, active: true };
  });
}
