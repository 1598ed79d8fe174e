import { writeModel } from '@leadlight/forest';
import { featureSchemaFor, type FeatureSchema } from '@leadlight/lead-features';
import { withoutLeaks } from '../assess/leakage.ts';
import { WorkflowError } from '../errors.ts';
import { orgExamples } from '../examples/org-examples.ts';
import type { ModelEntry, Progress } from '../ports/index.ts';
import { scoringModelOf } from '../score-leads/scoring-model.ts';
import { modelIdOf } from '../train-model/model-id.ts';
import { trainModel } from '../train-model/train-model.ts';
import type { OrgTrainSettings, TrainOnOrgPorts } from '../train-model/train-on-org.ts';
import { withLease } from '../with-lease.ts';
import { compareWithActive, type Comparison } from './compare-with-active.ts';

export interface Retraining {
  /** The new model; active where it was published. */
  readonly entry: ModelEntry;
  readonly published: boolean;
  readonly comparison: Comparison;
}

/**
 * Trains anew and publishes the new model only if it is not worse than the active one on leads that neither has learned
 * from. Both are kept, so that either can be made active later.
 * @throws WorkflowError `org_not_synced`, `no_active_model`, `no_decided_examples`, `work_in_progress`
 */
export async function retrain(
  ports: TrainOnOrgPorts,
  orgId: string,
  settings: OrgTrainSettings,
  progress: Progress,
): Promise<Retraining> {
  const { orgs, leadHistories, models, leases, clock } = ports;
  const org = await orgs.find(orgId);
  if (!org?.lastSyncedAt) {
    throw new WorkflowError('org_not_synced', `Org ${orgId} has no complete sync yet. Run "leadlight sync" first.`);
  }
  return withLease(leases, orgId, 'training', async () => {
    const active = await models.findActive(orgId);
    if (!active) {
      throw new WorkflowError('no_active_model', `Org ${orgId} has no active model. Run "leadlight train" first.`);
    }
    const now = clock.now();
    const model = scoringModelOf(active, await models.getFile(orgId, active.id));
    const { schema, leftOut } = featureSchemaFor(org.fields, settings);
    const examplesOf = (under: FeatureSchema) =>
      orgExamples(leadHistories, { orgId, fields: org.fields, schema: under, leftOut }, settings, now, progress);
    const { dataset, leftOutLeads, ...counts } = await examplesOf(schema);
    const { dataset: underActive } = await examplesOf(model.schema);

    const facts = { orgId, snapshotAgesDays: settings.snapshotAgesDays, ...counts, ...leftOutLeads };
    const { model: trained, report, learner } = trainModel(dataset, settings, facts, now, progress);
    const everyRow = Int32Array.from(dataset.labels, (_, row) => row);
    const views = { fresh: withoutLeaks(dataset, everyRow, settings.allow ?? []).dataset, active: underActive };
    const comparison = compareWithActive(views, model, learner, settings.seed);
    const published = comparison.difference.challenger !== 'worse';
    const file = writeModel(trained);
    const converted = dataset.labels.reduce((sum, label) => sum + label, 0);
    const entry = await models.save(
      orgId,
      file,
      {
        id: modelIdOf(file),
        learner: trained.learner,
        trainedAt: now,
        report: { ...report, ...counts, leftOutLeads, converted, comparison },
      },
      published,
    );
    return { entry, published, comparison };
  });
}
