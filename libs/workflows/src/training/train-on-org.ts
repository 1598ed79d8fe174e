import { featureSchemaFor, type FeatureSchema, type Instant, type LeftOutField } from '@leadlight/lead-features';
import type { ModelReport } from '@leadlight/report';
import { trainingPlanOf } from './assessment/training-plan.ts';
import { WorkflowError } from '../errors.ts';
import { buildOrgExamples, type OrgExamples } from './examples/org-examples.ts';
import type {
  Clock,
  LeadHistoryStore,
  Leases,
  ModelEntry,
  ModelStore,
  OrgEntry,
  OrgStore,
  Progress,
  ScoringSettingsStore,
} from '../ports/index.ts';
import {
  orgTrainSettings,
  type OrgTrainSettings,
  type TrainingRequest,
} from '../administration/scoring-settings/org-train-settings.ts';
import { writeModelFile } from './segments/model-file.ts';
import { withLease } from '../with-lease.ts';
import { withSupportedLearner } from './supported-learner.ts';
import { modelIdOf } from './model-id.ts';
import { trainModel, trainRules } from './train-model.ts';

export interface TrainOnOrgPorts {
  readonly orgs: OrgStore;
  readonly leadHistories: LeadHistoryStore;
  readonly models: ModelStore;
  readonly leases: Leases;
  readonly scoringSettings: ScoringSettingsStore;
  readonly clock: Clock;
}

export interface OrgTraining extends Omit<OrgExamples, 'dataset' | 'recent'> {
  readonly entry: ModelEntry;
  readonly report: ModelReport;
  readonly converted: number;
  readonly leftOut: readonly LeftOutField[];
  /** Why another learner was taken than the settings name; absent where it was not. */
  readonly instead?: string;
}

/**
 * Learns from the synced history as the org's settings say, and activates the new model; with too few outcomes to learn one
 * and measure it, the points table. Nothing is kept of a training that is killed.
 * @throws WorkflowError `org_not_synced`, `goal_not_known`, `work_in_progress`; SettingsInvalid; ForestError where a learner cannot learn from the data
 */
export async function trainOnOrg(
  ports: TrainOnOrgPorts,
  orgId: string,
  request: TrainingRequest,
  progress: Progress,
): Promise<OrgTraining> {
  const { models, leases, clock } = ports;
  return withLease(leases, orgId, 'training', async (_lost, confirm) => {
    const now = clock.now();
    const org = await buildOrgDataset(ports, orgId, request, progress, { now });
    const { dataset, recent, leftOut, leftOutLeads, settings: wanted, ...counts } = org;
    const { settings, instead } = withSupportedLearner(wanted, dataset, request);
    const facts = {
      ...{ orgId, snapshotAgesDays: settings.snapshotAgesDays, ...counts, ...leftOutLeads },
      ...(instead !== undefined && { instead }),
    };
    const plan = trainingPlanOf(dataset, settings);
    const { model, report } =
      plan.kind === 'rules'
        ? trainRules({ dataset, recent }, plan.reason, settings, facts, now, progress)
        : trainModel(dataset, settings, facts, now, progress);
    const file = writeModelFile(model);
    const converted = dataset.labels.reduce((sum, label) => sum + label, 0);
    const kept = { ...report, ...counts, leftOutLeads, converted };
    const told = { id: modelIdOf(file), learner: model.learner, trainedAt: now, report: kept };
    // Learning leaves no time to renew the lease: who has taken it over meanwhile publishes what was asked for later.
    await confirm();
    const entry = await models.save(orgId, file, told, true);
    return { entry, report, ...counts, leftOutLeads, converted, leftOut, instead };
  });
}

export interface OrgDataset extends OrgExamples {
  readonly leftOut: readonly LeftOutField[];
  readonly settings: OrgTrainSettings;
}

/** When an org's leads are looked at, and under which schema besides the one that the settings make. */
export interface SnapshotRequest {
  readonly now?: Instant;
  readonly otherSchema?: FeatureSchema;
}

/**
 * The decided looks at an org's leads, and the settings they were taken by.
 * @throws WorkflowError `org_not_synced`, `goal_not_known`; SettingsInvalid
 */
export async function buildOrgDataset(
  ports: Pick<TrainOnOrgPorts, 'orgs' | 'leadHistories' | 'clock' | 'scoringSettings'>,
  orgId: string,
  request: TrainingRequest,
  progress: Progress,
  { now = ports.clock.now(), otherSchema }: SnapshotRequest = {},
): Promise<OrgDataset> {
  const org = await getFullySyncedOrg(ports.orgs, orgId);
  const settings = await orgTrainSettings(ports, org, request);
  const { schema, leftOut } = featureSchemaFor(org.fields, settings);
  const looked = { orgId, fields: org.fields, schema, leftOut, otherSchema };
  const examples = await buildOrgExamples(ports.leadHistories, looked, settings, now, progress);
  return { ...examples, leftOut, settings: withCapacity(settings, examples.incomingPerWeek) };
}

/** @throws WorkflowError `org_not_synced` */
export async function getFullySyncedOrg(orgs: OrgStore, orgId: string): Promise<OrgEntry> {
  const org = await orgs.find(orgId);
  if (org?.lastSyncedAt) return org;
  throw new WorkflowError('org_not_synced', { orgId });
}

/** Which threshold fits a capacity depends on how many leads come in. */
function withCapacity(settings: OrgTrainSettings, measuredPerWeek: number): OrgTrainSettings {
  const { capacityPerWeek, incomingPerWeek = measuredPerWeek, thresholdOptions } = settings;
  if (capacityPerWeek === null || !(incomingPerWeek > 0)) return settings;
  return {
    ...settings,
    thresholdOptions: { ...thresholdOptions, capacity: { leadsPerWeek: capacityPerWeek, incomingPerWeek } },
  };
}
