import type { Propensities, Propensity, PropensityModel, PropensitySummary } from '@leadlight/contract';
import { readyMade, type PropensityDefinition } from '@leadlight/propensity';
import { jobOf } from '../administration/jobs.ts';
import { modelSummaryOf } from '../administration/models.ts';
import type {
  JobStore,
  ModelEntry,
  PropensityEntry,
  PropensityModelStore,
  PropensityStore,
  SubjectScoreStore,
} from '../ports/index.ts';
import { getPropensity } from './manage-propensities.ts';
import type { SubjectDataset } from './subject-dataset.ts';

export interface PropensityDocumentPorts {
  readonly propensities: Pick<PropensityStore, 'list' | 'find'>;
  readonly propensityModels: Pick<PropensityModelStore, 'list'>;
  readonly subjectScores: Pick<SubjectScoreStore, 'counts'>;
  readonly jobs: Pick<JobStore, 'list'>;
}

const MAX_JOBS = 50;

/** The propensities of an org with the state of their models, and the ready-made ones that it has not added. */
export async function listPropensities(ports: PropensityDocumentPorts, orgId: string): Promise<Propensities> {
  const entries = await ports.propensities.list(orgId);
  const known = new Set(entries.map(({ definition }) => definition.id));
  return {
    propensities: await Promise.all(entries.map((entry) => summaryOf(ports, orgId, entry))),
    readyMade: readyMade.filter(({ id }) => !known.has(id)).map(documentOf),
  };
}

/**
 * One propensity with its definition and its models.
 * @throws WorkflowError `unknown_propensity`
 */
export async function readPropensity(ports: PropensityDocumentPorts, orgId: string, id: string): Promise<Propensity> {
  const entry = await getPropensity(ports, orgId, id);
  const models = await ports.propensityModels.list(orgId, id);
  const training = (await ports.jobs.list(orgId, MAX_JOBS)).find(({ propensityId }) => propensityId === id);
  return {
    ...(await summaryOf(ports, orgId, entry, models)),
    definition: documentOf(entry.definition),
    changedAt: new Date(entry.changedAt).toISOString(),
    changedBy: entry.changedBy,
    models: models.toSorted((a, b) => b.version - a.version).map(modelOf),
    training: training ? jobOf(training) : null,
  };
}

async function summaryOf(
  { propensityModels, subjectScores }: PropensityDocumentPorts,
  orgId: string,
  { definition, revision }: PropensityEntry,
  known?: readonly ModelEntry[],
): Promise<PropensitySummary> {
  const { id, label, object, isFavourable, horizonDays, event } = definition;
  const models = known ?? (await propensityModels.list(orgId, id));
  const active = models.find((model) => model.active);
  const newest = models.toSorted((a, b) => b.version - a.version)[0];
  return {
    ...{ propensityId: id, label, objectName: object, isFavourable, occurs: event.occurs, horizonDays, revision },
    activeModel: active ? modelOf(active) : null,
    newestModel: newest ? modelOf(newest) : null,
    scoredRecords: (await subjectScores.counts(orgId, id)).subjects,
  };
}

/** The propensities whose active model has scored nothing yet, because somebody has just activated it. */
export async function unscoredActivations(
  {
    propensities,
    propensityModels,
    subjectScores,
  }: {
    readonly propensities: Pick<PropensityStore, 'list'>;
    readonly propensityModels: Pick<PropensityModelStore, 'findActive'>;
    readonly subjectScores: Pick<SubjectScoreStore, 'isScoredBy'>;
  },
  orgId: string,
): Promise<readonly { readonly propensityId: string; readonly modelId: string }[]> {
  const found = [];
  for (const { definition } of await propensities.list(orgId)) {
    const model = await propensityModels.findActive(orgId, definition.id);
    if (model && !(await subjectScores.isScoredBy(orgId, definition.id, model.id))) {
      found.push({ propensityId: definition.id, modelId: model.id });
    }
  }
  return found;
}

/** What a training stores with its report. */
type StoredTraining = Partial<Pick<SubjectDataset, 'counts' | 'reportingDelayDays' | 'gapDays'>>;

export function modelOf(entry: ModelEntry): PropensityModel {
  const { counts, reportingDelayDays, gapDays } = (entry.report ?? {}) as StoredTraining;
  return {
    ...modelSummaryOf(entry, undefined),
    ...(counts && { counts }),
    ...(reportingDelayDays !== undefined && { reportingDelayDays }),
    ...(gapDays !== undefined && { gapDays }),
  };
}

const documentOf = (definition: PropensityDefinition): Propensity['definition'] => ({ ...definition });
