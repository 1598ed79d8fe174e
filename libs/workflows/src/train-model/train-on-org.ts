import { writeModel } from '@leadlight/forest';
import { featureSchemaFor } from '@leadlight/lead-features';
import { WorkflowError } from '../errors.ts';
import { orgExamples, type ExampleSettings } from '../examples/org-examples.ts';
import type { Clock, LeadHistoryStore, Leases, ModelEntry, ModelStore, OrgStore, Progress } from '../ports/index.ts';
import { withLease } from '../with-lease.ts';
import { modelIdOf } from './model-id.ts';
import { trainModel, type HoldoutReport, type TrainSettings } from './train-model.ts';

export interface TrainOnOrgPorts {
  readonly orgs: OrgStore;
  readonly leadHistories: LeadHistoryStore;
  readonly models: ModelStore;
  readonly leases: Leases;
  readonly clock: Clock;
}

export interface OrgTrainSettings extends TrainSettings, ExampleSettings {
  readonly include?: readonly string[];
  readonly exclude?: readonly string[];
}

export interface OrgTraining {
  readonly entry: ModelEntry;
  readonly holdout: HoldoutReport;
  readonly horizonDays: number;
  readonly leads: number;
  readonly snapshots: number;
  readonly undecided: number;
  readonly converted: number;
  readonly leftOut: readonly { readonly field: string; readonly reason: string }[];
}

/**
 * Learns from the synced history and activates the new model. Nothing is kept of a training that is killed.
 * @throws WorkflowError `org_not_synced`, `no_decided_examples`, `work_in_progress`; ForestError where data is too thin
 */
export async function trainOnOrg(
  ports: TrainOnOrgPorts,
  orgId: string,
  settings: OrgTrainSettings,
  progress: Progress,
): Promise<OrgTraining> {
  const { orgs, leadHistories, models, leases, clock } = ports;
  const org = await orgs.find(orgId);
  if (!org?.lastSyncedAt) {
    throw new WorkflowError('org_not_synced', `Org ${orgId} has no complete sync yet. Run "leadlight sync" first.`);
  }
  const now = clock.now();
  return withLease(
    leases,

    orgId,
    'training',
    async () => {
      const { schema, leftOut } = featureSchemaFor(org.fields, settings);
      const gathered = await orgExamples(leadHistories, orgId, schema, settings, now, progress);
      const { horizonDays, leads, snapshots, undecided } = gathered;
      const facts = { trainedAt: now, orgId, horizonDays, leads, snapshotAgesDays: settings.snapshotAgesDays };
      const { model, holdout } = trainModel(gathered.examples, settings, facts, progress);
      const file = writeModel(model);
      const converted = gathered.examples.labels.reduce((sum, label) => sum + label, 0);
      const report = { holdout, horizonDays, leads, snapshots, undecided, converted, leftOut };
      const entry = await models.save(
        orgId,
        file,
        { id: modelIdOf(file), learner: model.learner, trainedAt: now, report },
        true,
      );
      return { entry, holdout, horizonDays, leads, snapshots, undecided, converted, leftOut };
    },
  );
}
