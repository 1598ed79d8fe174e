import { trainingPlanOf } from './assessment/training-plan.ts';
import { WorkflowError } from '../errors.ts';
import type { ModelEntry, Progress } from '../ports/index.ts';
import { scoringModelOf } from '../scoring/scoring-model.ts';
import type { TrainingRequest } from '../administration/scoring-settings/org-train-settings.ts';
import { writeModelFile } from './segments/model-file.ts';
import { withSupportedLearner } from './supported-learner.ts';
import { modelIdOf } from './model-id.ts';
import { trainModel, trainRules } from './train-model.ts';
import { getFullySyncedOrg, buildOrgDataset, type TrainOnOrgPorts } from './train-on-org.ts';
import { withLease } from '../with-lease.ts';
import { compareWithActive, type Comparison } from './compare-with-active.ts';

export interface Retraining {
  /** The new model; active where it was published. */
  readonly entry: ModelEntry;
  readonly published: boolean;
  /** Absent where there are too few outcomes to learn a model and measure it: the points table is published anew, uncompared. */
  readonly comparison?: Comparison;
  /** Why another learner was taken than the settings name; absent where it was not. */
  readonly instead?: string;
}

/**
 * Trains anew and publishes the new model only if it is not worse than the active one on leads that neither has learned
 * from. Both are kept, so that either can be made active later.
 * @throws WorkflowError `org_not_synced`, `no_active_model`, `goal_not_known`, `work_in_progress`; SettingsInvalid
 */
export async function retrain(
  ports: TrainOnOrgPorts,
  orgId: string,
  request: TrainingRequest,
  progress: Progress,
): Promise<Retraining> {
  const { orgs, models, leases, clock } = ports;
  await getFullySyncedOrg(orgs, orgId);
  return withLease(leases, orgId, 'training', async (_lost, confirm) => {
    const active = await models.findActive(orgId);
    if (!active) throw new WorkflowError('no_active_model', { orgId });
    const now = clock.now();
    const model = scoringModelOf(active, await models.getFile(orgId, active.id));
    const {
      dataset,
      recent,
      leftOut: _leftOut,
      leftOutLeads,
      settings: wanted,
      ...counts
    } = await buildOrgDataset(ports, orgId, request, progress, { now, otherSchema: model.schema });
    // One reading gives both views: leads change while they are read, and a row must be the same look in both.
    const views = { challenger: dataset, active: { ...dataset, ...dataset.underOtherSchema! } };
    const { settings, instead } = withSupportedLearner(wanted, dataset, request);
    const facts = {
      ...{ orgId, snapshotAgesDays: settings.snapshotAgesDays, ...counts, ...leftOutLeads },
      ...(instead !== undefined && { instead }),
    };
    const plan = trainingPlanOf(dataset, settings);
    const { model: trained, report } =
      plan.kind === 'rules'
        ? trainRules({ dataset, recent }, plan.reason, settings, facts, now, progress)
        : trainModel(dataset, settings, facts, now, progress);
    const comparison = plan.kind === 'rules' ? undefined : compareWithActive(views, model, settings);
    // Rules never take the place of a model: outcomes may have been lost, or the goal changed.
    const published = comparison ? comparison.difference.challenger !== 'worse' : active.learner === 'rules';
    const file = writeModelFile(trained);
    const converted = dataset.labels.reduce((sum, label) => sum + label, 0);
    const kept = { ...report, ...counts, leftOutLeads, converted, comparison };
    const told = { id: modelIdOf(file), learner: trained.learner, trainedAt: now, report: kept };
    // Learning leaves no time to renew the lease: who has taken it over meanwhile publishes what was asked for later.
    await confirm();
    const entry = await models.save(orgId, file, told, published);
    return { entry, published, comparison, instead };
  });
}
