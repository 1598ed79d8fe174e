import type { LearnerId } from '@leadlight/learners';
import type { PropensityDefinition } from '@leadlight/propensity';
import type { ModelReport } from '@leadlight/report';
import { WorkflowError } from '../errors.ts';
import type {
  Clock,
  JobClaims,
  ModelEntry,
  Progress,
  PropensityModelStore,
  PropensityStore,
  SubjectRecordStore,
} from '../ports/index.ts';
import type { AssessSettings } from '../training/assessment/assess-settings.ts';
import { trainingPlanOf } from '../training/assessment/training-plan.ts';
import { compareWithActive, type Comparison } from '../training/compare-with-active.ts';
import { modelIdOf } from '../training/model-facts.ts';
import {
  propensityWordsOf,
  trainingReasonInWords,
  type PropensityWords,
} from '../training/monitoring/propensity-words.ts';
import { publicationStops, type PublicationStop } from '../training/publication-gate.ts';
import { writeModelFile } from '../training/segments/model-file.ts';
import { evaluationOf, missingShare } from '../training/train-against-active.ts';
import { trainModel } from '../training/train-model.ts';
import { withJob } from '../with-job.ts';
import { getPropensity } from './manage-propensities.ts';
import { buildSubjectDataset, type SubjectDataset } from './subject-dataset.ts';
import { findActiveSubjectModel, type SubjectModel } from './subject-model.ts';

export interface TrainPropensityPorts {
  readonly propensities: PropensityStore;
  readonly propensityModels: PropensityModelStore;
  readonly subjectRecords: SubjectRecordStore;
  readonly claims: JobClaims;
  readonly clock: Clock;
}

/** How one training differs from the usual one. */
export interface PropensityTrainingRequest {
  readonly learner?: LearnerId | 'best';
  readonly seed?: number;
  readonly quick?: boolean;
  readonly backtest?: boolean;
  /** Saves the new model without making it active, if none is: somebody reads its report first. */
  readonly hold?: boolean;
  /** Publishes the new model although something speaks against it. */
  readonly publish?: boolean;
}

export interface PropensityTraining extends Omit<SubjectDataset, 'dataset'> {
  readonly definition: PropensityDefinition;
  readonly entry: ModelEntry;
  readonly published: boolean;
  /** What speaks against publishing it, whether it was published or not. */
  readonly stops: readonly PublicationStop[];
  /** Absent if no model was active. */
  readonly comparison?: Comparison;
  readonly report: ModelReport;
}

const DEFAULTS = { seed: 1, holdout: 0.2, threshold: 0.5, learner: 'best' } as const;
/** A larger share of snapshots without an outcome is a warning in the report. */
const MAX_CENSORED_SHARE = 0.05;

/**
 * Trains a model of a propensity on the synced records, by the code that trains on leads. The first model becomes active; a
 * later one only if nothing speaks against it, or on request.
 * @throws WorkflowError `unknown_propensity`, `too_few_subjects`, `work_in_progress`, and as `buildSubjectDataset`
 */
export async function trainPropensity(
  ports: TrainPropensityPorts,
  orgId: string,
  propensityId: string,
  request: PropensityTrainingRequest,
  progress: Progress,
): Promise<PropensityTraining> {
  return withJob(ports.claims, orgId, `training ${propensityId}`, async (_lost, confirm) => {
    const { definition, revision } = await getPropensity(ports, orgId, propensityId);
    const now = ports.clock.now();
    const active = await findActiveSubjectModel(ports.propensityModels, orgId, propensityId);
    const { dataset, ...examples } = await buildSubjectDataset(ports.subjectRecords, orgId, definition, progress, {
      now,
      otherSchema: active?.schema,
    });
    const settings = settingsOf(definition, request);
    const plan = trainingPlanOf(dataset, settings);
    if (plan.kind === 'rules') {
      throw new WorkflowError('too_few_subjects', {
        id: propensityId,
        reason: trainingReasonInWords(plan.reason.english, propensityWordsOf(definition)),
      });
    }
    const facts = factsOf(orgId, definition, revision, examples);
    const { model, report } = trainModel(dataset, settings, facts, now, progress);
    const { comparison, stops } = active
      ? compare({ dataset, report, settings, definition }, active)
      : { comparison: undefined, stops: [] };
    const isHeld = request.hold === true && !active;
    const published = !isHeld && (request.publish === true || stops.length === 0);
    // Training leaves no time to confirm the claim. If another process has taken it over, its later request counts.
    await confirm();
    const file = writeModelFile(model);
    const saved = { id: modelIdOf(file), learner: model.learner, trainedAt: now, report: { ...report, ...examples } };
    const entry = await ports.propensityModels.save(orgId, propensityId, file, saved, published);
    return { definition, entry, published, stops, comparison, report, ...examples };
  });
}

const settingsOf = (
  { allowedFields }: PropensityDefinition,
  { publish: _publish, hold: _hold, ...request }: PropensityTrainingRequest,
): AssessSettings => ({ ...DEFAULTS, ...withoutUndefined(request), allow: allowedFields });

const withoutUndefined = <T extends object>(members: T): T =>
  Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)) as T;

function factsOf(
  orgId: string,
  { id, object, label, event, horizonDays }: PropensityDefinition,
  revision: number,
  { counts, reportingDelayDays, gapDays, censoredShare }: Omit<SubjectDataset, 'dataset'>,
) {
  return {
    orgId,
    propensity: id,
    propensityRevision: revision,
    event: label,
    eventOccurs: event.occurs,
    object,
    horizonDays,
    reportingDelayDays,
    ...counts,
    ...(gapDays !== undefined && { gapDays }),
    ...(censoredShare > MAX_CENSORED_SHARE && {
      warning: `${Math.round(100 * censoredShare)} % of the snapshots are of records that were deleted or merged before their outcome was known; those that remain may differ from them`,
    }),
  };
}

function compare(
  {
    dataset,
    report,
    settings,
    definition,
  }: {
    readonly dataset: SubjectDataset['dataset'];
    readonly report: ModelReport;
    readonly settings: AssessSettings;
    readonly definition: PropensityDefinition;
  },
  active: SubjectModel,
): { readonly comparison: Comparison; readonly stops: readonly PublicationStop[] } {
  const datasets = { challenger: dataset, active: { ...dataset, ...dataset.underOtherSchema! } };
  const comparison = compareWithActive(datasets, active, settings);
  const stops = publicationStops(
    { isByRules: false, schema: active.schema, evaluation: evaluationOf(active.entry.report) },
    {
      isByRules: false,
      schema: dataset.schema,
      evaluation: evaluationOf(report),
      missingShare: (feature: string) => missingShare(dataset, feature),
      excluded: definition.excludedFields ?? [],
      comparison,
    },
  );
  const words = propensityWordsOf(definition);
  return { comparison, stops: stops.map((each) => stopInWords(each, words)) };
}

/** The other stops do not speak of leads, and contain labels of fields. */
const stopInWords = (given: PublicationStop, words: PropensityWords): PublicationStop =>
  given.code === 'worse_than_active' ? { ...given, english: trainingReasonInWords(given.english, words) } : given;
