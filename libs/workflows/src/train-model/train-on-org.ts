import { trainingPlanFor } from '@leadlight/evaluation';
import { writeModel } from '@leadlight/forest';
import { featureSchemaFor, type LeftOut } from '@leadlight/lead-features';
import type { ModelReport } from '@leadlight/report';
import { leadsByOutcome, type AssessSettings } from '../assess/assess.ts';
import { WorkflowError } from '../errors.ts';
import { orgExamples, type ExampleSettings, type OrgExamples } from '../examples/org-examples.ts';
import type { Clock, LeadHistoryStore, Leases, ModelEntry, ModelStore, OrgStore, Progress } from '../ports/index.ts';
import { withLease } from '../with-lease.ts';
import { modelIdOf } from './model-id.ts';
import { trainModel, trainRules } from './train-model.ts';

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

export interface OrgTraining extends Omit<OrgExamples, 'dataset'> {
  readonly entry: ModelEntry;
  readonly report: ModelReport;
  readonly converted: number;
  readonly leftOut: readonly LeftOut[];
}

/**
 * Learns from the synced history and activates the new model; with too few outcomes for one, the points table. Nothing is
 * kept of a training that is killed.
 * @throws WorkflowError `org_not_synced`, `no_decided_examples`, `work_in_progress`; ForestError where data is too thin
 */
export async function trainOnOrg(
  ports: TrainOnOrgPorts,
  orgId: string,
  settings: OrgTrainSettings,
  progress: Progress,
): Promise<OrgTraining> {
  const { models, leases, clock } = ports;
  return withLease(leases, orgId, 'training', async () => {
    const now = clock.now();
    const { dataset, leftOut, leftOutLeads, ...counts } = await orgDataset(ports, orgId, settings, progress);
    const facts = { orgId, snapshotAgesDays: settings.snapshotAgesDays, ...counts, ...leftOutLeads };
    const plan = trainingPlanFor(leadsByOutcome(dataset));
    const { model, report } =
      plan.kind === 'rules'
        ? trainRules(dataset, plan.reason, settings, facts, now, progress)
        : trainModel(dataset, settings, facts, now, progress);
    const file = writeModel(model);
    const converted = dataset.labels.reduce((sum, label) => sum + label, 0);
    const kept = { ...report, ...counts, leftOutLeads, converted };
    const told = { id: modelIdOf(file), learner: model.learner, trainedAt: now, report: kept };
    const entry = await models.save(orgId, file, told, true);
    return { entry, report, ...counts, leftOutLeads, converted, leftOut };
  });
}

/**
 * The decided looks at an org's leads.
 * @throws WorkflowError `org_not_synced`, `no_decided_examples`
 */
export async function orgDataset(
  { orgs, leadHistories, clock }: Pick<TrainOnOrgPorts, 'orgs' | 'leadHistories' | 'clock'>,
  orgId: string,
  settings: OrgTrainSettings,
  progress: Progress,
): Promise<OrgExamples & { readonly leftOut: readonly LeftOut[] }> {
  const org = await orgs.find(orgId);
  if (!org?.lastSyncedAt) {
    throw new WorkflowError('org_not_synced', `Org ${orgId} has no complete sync yet. Run "leadlight sync" first.`);
  }
  const { schema, leftOut } = featureSchemaFor(org.fields, settings);
  const looked = { orgId, fields: org.fields, schema, leftOut };
  return { ...(await orgExamples(leadHistories, looked, settings, clock.now(), progress)), leftOut };
}
