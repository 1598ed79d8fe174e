import type { TrainingRequest } from '../administration/scoring-settings/org-train-settings.ts';
import { WorkflowError } from '../errors.ts';
import type { ModelEntry, Progress } from '../ports/index.ts';
import { scoringModelOf } from '../scoring/scoring-model.ts';
import { withLease } from '../with-lease.ts';
import { compareWithActive, type Comparison } from './compare-with-active.ts';
import { getFullySyncedOrg, saveModel, trainOrgModel, type TrainOnOrgPorts } from './train-on-org.ts';

export interface Retraining {
  /** The new model; active if it was published. */
  readonly entry: ModelEntry;
  readonly published: boolean;
  /** Absent if there are too few outcomes for a model. */
  readonly comparison?: Comparison;
  /** Why the learner is not the one in the settings; absent if it is. */
  readonly instead?: string;
}

/**
 * Trains a new model and publishes it only if it is not worse than the active one on leads that neither has learned from.
 * Both are stored, so that either can be activated later.
 * @throws WorkflowError `no_active_model`; else as `trainOnOrg`
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
    const activeModel = scoringModelOf(active, await models.getFile(orgId, active.id));
    // Leads change while they are read, so one read takes the same snapshots under both schemas.
    const otherSchema = activeModel.schema;
    const trained = await trainOrgModel(ports, orgId, request, progress, { now, otherSchema });
    const { dataset, settings, isByRules, instead } = trained;
    const datasets = { challenger: dataset, active: { ...dataset, ...dataset.underOtherSchema! } };
    const comparison = isByRules ? undefined : compareWithActive(datasets, activeModel, settings);
    // The points table never replaces a model: outcomes may have been lost, or the goal changed.
    const published = comparison ? comparison.difference.challenger !== 'worse' : active.learner === 'rules';
    // Training leaves no time to renew the lease. If another process has taken it over, its later request counts.
    await confirm();
    const entry = await saveModel(models, orgId, trained, published, { comparison });
    return { entry, published, comparison, instead };
  });
}
