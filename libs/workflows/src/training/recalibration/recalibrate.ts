import type { NamedLabel } from '@leadlight/common';
import type { Json } from '@leadlight/forest';
import type { Instant } from '@leadlight/lead-features';
import { WorkflowError } from '../../errors.ts';
import { recalibratedEvent } from '../../notifications/service-events.ts';
import { lossesOf } from '../../field-health/field-health.ts';
import type {
  Administration,
  JobClaims,
  ModelEntry,
  ModelEventEntry,
  ModelEventStore,
  ModelStore,
  Progress,
} from '../../ports/index.ts';
import { scoringModelOf, type ScoringModel } from '../../scoring/scoring-model.ts';
import { withJob } from '../../with-job.ts';
import { modelIdOf } from '../model-facts.ts';
import { writeModelFile } from '../segments/model-file.ts';
import { fitToLeads, type FitToLeadsPorts } from './fit-to-leads.ts';
import { recalibratedModel } from './recalibrated-model.ts';
import type { RecalibrationFacts } from './recalibration-facts.ts';
import { reportedChanges } from './reported-changes.ts';

export interface RecalibratePorts extends Administration, FitToLeadsPorts {
  readonly models: ModelStore;
  readonly modelEvents: Pick<ModelEventStore, 'listOpen' | 'open'>;
  readonly claims: JobClaims;
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

/**
 * Where an alarm says that leads turn out differently than predicted, publishes a version of the active model with the same trees
 * and another intercept and slope in log odds, fitted to the leads since the change, most of which are open. Where the alarm is about
 * the leads with one value of a category, these get an offset of their own, which a new training does not take over. It is published
 * only if it is better beyond chance on leads that it was not fitted on, and no field is lost. The former model goes on scoring in the
 * shadow and comes back if it turns out better. Audited with the evidence.
 * @throws WorkflowError `org_not_synced`, `no_active_model`, `work_in_progress`
 */
export async function recalibrate(
  ports: RecalibratePorts,
  orgId: string,
  progress: Progress,
): Promise<RecalibrationResult> {
  return withJob(ports.claims, orgId, 'training', async (_lost, confirm) => {
    const entry = await ports.models.findActive(orgId);
    if (!entry) throw new WorkflowError('no_active_model', { orgId });
    const model = scoringModelOf(entry, await ports.models.getFile(orgId, entry.id));
    const changes = await reportedChanges(ports, orgId, model);
    if (changes.length === 0) return rejection('no_alarm');
    if (entry.learner === 'rules') return rejection('points_table', true);
    if ((await lossesOf(ports, orgId, { entry, schema: model.schema })).length > 0) return rejection('fields_lost');
    const fitted = await fitToLeads(ports, orgId, model, changes, progress);
    if (typeof fitted === 'string') return rejection(fitted, true);
    const facts = { of: entry.id, ofVersion: entry.version, at: ports.clock.now(), ...fitted };
    const needsRetraining = fitted.kind === 'level_and_slope';
    if (fitted.difference.challenger !== 'better') return { ...rejection('not_better', true), recalibration: facts };
    await confirm();
    const published = await publish(ports, orgId, entry, model, facts);
    await ports.modelEvents.open(orgId, recalibrationEvent(published, facts, model, ports.clock.now()));
    return { entry: published, recalibration: facts, needsRetraining };
  });
}

const rejection = (rejected: RecalibrationRejection, needsRetraining = false): RecalibrationResult => ({
  rejected,
  needsRetraining,
});

function recalibrationEvent(
  { id, version }: ModelEntry,
  { ofVersion, offsets = [], rows, since }: RecalibrationFacts,
  { schema }: ScoringModel,
  now: Instant,
): ModelEventEntry {
  const values = offsets.map(({ feature, value }): NamedLabel => {
    const label = schema.features.find(({ name }) => name === feature)?.label ?? feature;
    return { name: `${feature}=${value}`, label: `${label}: ${value}` };
  });
  return recalibratedEvent({ id, version, formerVersion: ofVersion, leads: rows, since }, values, now);
}

async function publish(
  { atomically, clock }: RecalibratePorts,
  orgId: string,
  former: ModelEntry,
  { model }: ScoringModel,
  recalibration: RecalibrationFacts,
): Promise<ModelEntry> {
  const { of, at, since, intercept, slope } = recalibration;
  const offsets = (recalibration.offsets ?? []).map(({ feature, value, logOdds }) => ({ feature, value, logOdds }));
  const file = writeModelFile(
    recalibratedModel(
      model,
      { intercept, slope, offsets },
      { recalibration: { of, at, since, intercept, slope, offsets } as Json },
    ),
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
