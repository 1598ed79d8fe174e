import type { TrainingRequest } from '../administration/scoring-settings/org-train-settings.ts';
import { isWorkflowError } from '../errors.ts';
import type { ModelEntry, ModelStore, Progress } from '../ports/index.ts';
import { scoringModelOf, type ScoringModel } from '../scoring/scoring-model.ts';
import { compareWithActive, type Comparison } from './compare-with-active.ts';
import type { Dataset } from './examples/dataset.ts';
import { publicationStops, type PublicationStop, type StoredEvaluation } from './publication-gate.ts';
import { trainOrgModel, type TrainedOrgModel, type TrainOnOrgPorts } from './train-on-org.ts';

export interface ActiveModel {
  readonly entry: ModelEntry;
  readonly model: ScoringModel;
}

/** A new model and what the comparison with the active one says. */
export interface ComparedTraining {
  readonly trained: TrainedOrgModel;
  /** Absent if there is no active model, or too few outcomes for a new one. */
  readonly comparison?: Comparison;
  /** Why the new model must not replace the active one without somebody's decision. */
  readonly stops: readonly PublicationStop[];
}

/** Undefined if no model is active, or the active one cannot score leads, so that any model is better. */
export async function findActiveModel(models: ModelStore, orgId: string): Promise<ActiveModel | undefined> {
  const entry = await models.findActive(orgId);
  if (!entry) return undefined;
  try {
    return { entry, model: scoringModelOf(entry, await models.getFile(orgId, entry.id)) };
  } catch (error) {
    if (isWorkflowError(error, 'model_not_for_leads')) return undefined;
    throw error;
  }
}

/** Trains a new model and compares it with the active one, if there is one. @throws as `trainOrgModel` and `compareWithActive` */
export async function trainAgainstActive(
  ports: TrainOnOrgPorts,
  orgId: string,
  request: TrainingRequest,
  progress: Progress,
  active: ActiveModel | undefined,
): Promise<ComparedTraining> {
  const now = ports.clock.now();
  if (!active) return { trained: await trainOrgModel(ports, orgId, request, progress, { now }), stops: [] };
  // Leads change while they are read, so one read takes the same snapshots under both schemas.
  const otherSchema = active.model.schema;
  const trained = await trainOrgModel(ports, orgId, request, progress, { now, otherSchema });
  const { dataset, settings, isByRules } = trained;
  const datasets = { challenger: dataset, active: { ...dataset, ...dataset.underOtherSchema! } };
  const comparison = isByRules ? undefined : compareWithActive(datasets, active.model, settings);
  const stops = publicationStops(
    {
      isByRules: active.entry.learner === 'rules',
      schema: active.model.schema,
      evaluation: evaluationOf(active.entry.report),
    },
    {
      isByRules,
      schema: dataset.schema,
      evaluation: evaluationOf(trained.report),
      missingShare: (feature) => missingShare(dataset, feature),
      excluded: settings.exclude,
      ...(comparison && { comparison }),
    },
  );
  return { trained, comparison, stops };
}

/** The members have the same names in every report; measures that were not taken are null or NaN. */
export const evaluationOf = (report: unknown): StoredEvaluation =>
  typeof report === 'object' && report !== null ? (report as StoredEvaluation) : {};

export function missingShare({ schema, table, labels }: Dataset, name: string): number {
  const feature = schema.features.findIndex((each) => each.name === name);
  const values = table.valuesOf(feature, Int32Array.from(labels.keys()));
  if (values.length === 0) return 0;
  return values.filter((value) => value === null || Number.isNaN(value)).length / values.length;
}
