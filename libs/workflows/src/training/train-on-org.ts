import {
  featureSchemaFor,
  withHistorySince,
  type FeatureSchema,
  type Instant,
  type LeadField,
  type LeftOutField,
} from '@leadlight/lead-features';
import type { FittedDependence } from '@leadlight/evaluation';
import type { TreeModel } from '@leadlight/forest';
import type { ModelReport } from '@leadlight/report';
import {
  orgTrainSettings,
  type OrgTrainSettings,
  type TrainingRequest,
} from '../administration/scoring-settings/org-train-settings.ts';
import { WorkflowError } from '../errors.ts';
import type {
  Administration,
  Clock,
  LeadHistoryStore,
  JobClaims,
  ModelEntry,
  ModelEventStore,
  ModelStore,
  OrgEntry,
  OrgStore,
  Progress,
  ScoringSettingsStore,
  ShadowModelStore,
} from '../ports/index.ts';
import { trainingPlanOf } from './assessment/training-plan.ts';
import type { CollectPorts } from './examples/all-snapshots.ts';
import type { Dataset } from './examples/dataset.ts';
import { buildOrgExamples, type OrgExamples } from './examples/org-examples.ts';
import { modelIdOf } from './model-facts.ts';
import { writeModelFile } from './segments/model-file.ts';
import { trainModel, trainRules, type TrainingResult } from './train-model.ts';

export interface TrainOnOrgPorts extends Administration {
  readonly orgs: OrgStore;
  readonly leadHistories: LeadHistoryStore;
  readonly models: ModelStore;
  readonly shadowModels: Pick<ShadowModelStore, 'listOpen'>;
  readonly modelEvents: Pick<ModelEventStore, 'open'>;
  readonly claims: JobClaims;
  readonly bucketRuns: CollectPorts['bucketRuns'];
  readonly jobQueue: CollectPorts['jobQueue'];
  readonly scoringSettings: ScoringSettingsStore;
  readonly clock: Clock;
}

/** What building examples needs. */
export type OrgDatasetPorts = Pick<TrainOnOrgPorts, 'orgs' | 'clock' | 'scoringSettings'> & CollectPorts;

/** What the report of an org's model contains in addition. */
export type OrgCounts = Omit<OrgExamples, 'dataset' | 'recent'>;

/** A model trained on an org's leads, not saved yet. */
export interface TrainedOrgModel {
  readonly model: TreeModel;
  readonly report: ModelReport;
  /** How leads of one company depend on each other; absent with too few companies of several leads. */
  readonly dependence?: FittedDependence;
  readonly trainedAt: Instant;
  readonly dataset: Dataset;
  readonly settings: OrgTrainSettings;
  /** The org's lead fields as they were then. */
  readonly fields: readonly LeadField[];
  readonly counts: OrgCounts;
  readonly leftOut: readonly LeftOutField[];
  /** True if it is the points table, because there are too few outcomes. */
  readonly isByRules: boolean;
  /** What to say if the learner supports fewer rows than there are, and learned from a sample. */
  readonly sampled?: string;
}

/** Trains on an org's leads as of `now`. @throws as `trainOnOrg` */
export async function trainOrgModel(
  ports: OrgDatasetPorts,
  orgId: string,
  request: TrainingRequest,
  progress: Progress,
  { now, otherSchema }: SnapshotRequest & { readonly now: Instant },
): Promise<TrainedOrgModel> {
  const examples = await buildOrgDataset(ports, orgId, request, progress, { now, otherSchema });
  const { dataset, recent, leftOut, settings, fields } = examples;
  const { facts, counts } = snapshotFactsOf(orgId, examples);
  const plan = trainingPlanOf(dataset, settings);
  const { model, report, dependence, sampled }: TrainingResult =
    plan.kind === 'rules'
      ? trainRules({ dataset, recent }, plan.reason, settings, facts, now, progress)
      : trainModel(dataset, settings, facts, now, progress);
  return {
    model,
    report,
    dependence,
    trainedAt: now,
    dataset,
    settings,
    fields,
    counts,
    leftOut,
    isByRules: plan.kind === 'rules',
    sampled: joinedSentences(counts.sampleNote, sampled),
  };
}

const joinedSentences = (...sentences: readonly (string | undefined)[]): string | undefined =>
  sentences.filter((sentence) => sentence !== undefined).join(' ') || undefined;

/** What the file, the report and the stored entry of an org's model say about the snapshots. */
export function snapshotFactsOf(
  orgId: string,
  {
    dataset: _dataset,
    recent: _,
    leftOut: _leftOut,
    leftOutLeads,
    settings,
    historyAssumed,
    fields: _fields,
    ...sizes
  }: OrgDataset,
) {
  const counts: OrgCounts = { ...sizes, leftOutLeads };
  const { converted: _converted, sampleNote, ...numbers } = sizes;
  const facts = {
    orgId,
    snapshotAgesDays: settings.snapshotAgesDays,
    ...numbers,
    ...leftOutLeads,
    ...(sampleNote !== undefined && { sample: sampleNote }),
    ...(historyAssumed.length > 0 && { historyAssumed }),
  };
  return { facts, counts };
}

/** Stores the report with the counts, and with the fields and the schema to find lost fields by. @param more members of the report */
export function saveModel(
  models: Pick<ModelStore, 'save'>,
  orgId: string,
  {
    model,
    report,
    dependence,
    trainedAt,
    fields,
    counts,
  }: Pick<TrainedOrgModel, 'model' | 'report' | 'dependence' | 'trainedAt' | 'fields' | 'counts'>,
  activate: boolean,
  more: object = {},
): Promise<ModelEntry> {
  const trainedFields = fields.map(({ name, label, type, choices }) => ({
    name,
    label,
    type,
    ...(choices && { choices }),
  }));
  const stored = {
    ...report,
    ...(dependence && { dependence }),
    ...counts,
    ...more,
    trainedFields,
    trainedSchema: model.facts.schema,
  };
  const file = writeModelFile(model);
  return models.save(orgId, file, { id: modelIdOf(file), learner: model.learner, trainedAt, report: stored }, activate);
}

export interface OrgDataset extends OrgExamples {
  readonly leftOut: readonly LeftOutField[];
  readonly settings: OrgTrainSettings;
  /** Fields of which it cannot be known since when their history has been tracked, and which count as known. */
  readonly historyAssumed: readonly string[];
  readonly fields: readonly LeadField[];
}

export interface SnapshotRequest {
  /** The present by default. */
  readonly now?: Instant;
  /** A second schema for the same snapshots. */
  readonly otherSchema?: FeatureSchema;
}

/**
 * The settled snapshots of an org's leads, and the settings that they were taken with.
 * @throws WorkflowError `org_not_synced`, `settings_invalid`, or a goal that the data cannot show
 */
export async function buildOrgDataset(
  ports: OrgDatasetPorts,
  orgId: string,
  request: TrainingRequest,
  progress: Progress,
  { now = ports.clock.now(), otherSchema }: SnapshotRequest = {},
): Promise<OrgDataset> {
  const { fields } = await getFullySyncedOrg(ports.orgs, orgId);
  const settings = await orgTrainSettings(ports, { orgId, fields }, request);
  const { schema, leftOut } = featureSchemaFor(fields, settings);
  const source = { orgId, fields, schema, leftOut, otherSchema };
  const examples = await buildOrgExamples(ports, source, settings, now, progress);
  const historyAssumed = withHistorySince(fields, settings.historySince)
    .filter(
      ({ name, past }) => past.kind === 'tracked' && past.isAssumed && !leftOut.some(({ field }) => field === name),
    )
    .map(({ name }) => name);
  return { ...examples, leftOut, historyAssumed, fields, settings: withCapacity(settings, examples.incomingPerWeek) };
}

/** @throws WorkflowError `org_not_synced` */
export async function getFullySyncedOrg(orgs: OrgStore, orgId: string): Promise<OrgEntry> {
  const org = await orgs.find(orgId);
  if (org?.lastSyncedAt) return org;
  throw new WorkflowError('org_not_synced', { orgId });
}

/** The threshold for a capacity depends on the number of incoming leads. */
function withCapacity(settings: OrgTrainSettings, measuredPerWeek: number): OrgTrainSettings {
  const { capacityPerWeek, incomingPerWeek = measuredPerWeek, thresholdOptions } = settings;
  if (capacityPerWeek === null || !(incomingPerWeek > 0)) return settings;
  const capacity = { leadsPerWeek: capacityPerWeek, incomingPerWeek };
  return { ...settings, thresholdOptions: { ...thresholdOptions, capacity } };
}
