import { writeModel } from '@leadlight/forest';
import { featureSchemaFor } from '@leadlight/lead-features';
import type { ModelReport } from '@leadlight/report';
import type { AssessSettings } from '../assess/assess.ts';
import { WorkflowError } from '../errors.ts';
import { orgExamples, type ExampleSettings } from '../examples/org-examples.ts';
import type { Clock, LeadHistoryStore, Leases, ModelEntry, ModelStore, OrgStore, Progress } from '../ports/index.ts';
import { withLease } from '../with-lease.ts';
import { modelIdOf } from './model-id.ts';
import { trainModel } from './train-model.ts';

export interface TrainOnOrgPorts {
  readonly orgs: OrgStore;
  readonly leadHistories: LeadHistoryStore;
  readonly models: ModelStore;
  readonly leases: Leases;
  readonly clock: Clock;
}

export interface OrgTrainSettings extends AssessSettings, ExampleSettings {
  readonly include?: readonly string[];
  readonly exclude?: readonly string[];
}

export interface OrgTraining {
  readonly entry: ModelEntry;
  readonly report: ModelReport;
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
  return withLease(leases, orgId, 'training', async () => {
    const { schema, leftOut } = featureSchemaFor(org.fields, settings);
    const looked = { orgId, fields: org.fields, schema, leftOut };
    const { dataset, ...counts } = await orgExamples(leadHistories, looked, settings, now, progress);
    const { leftOutLeads, ...numbers } = counts;
    const facts = { orgId, snapshotAgesDays: settings.snapshotAgesDays, ...numbers, ...leftOutLeads };
    const { model, report } = trainModel(dataset, settings, facts, now, progress);
    const file = writeModel(model);
    const converted = dataset.labels.reduce((sum, label) => sum + label, 0);
    const entry = await models.save(
      orgId,
      file,
      { id: modelIdOf(file), learner: model.learner, trainedAt: now, report: { ...report, ...counts, converted } },
      true,
    );
    return { entry, report, ...counts, converted, leftOut };
  });
}
