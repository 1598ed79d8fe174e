import { ModelComparison, TrainingReport, type ModelReport, type ModelSummary, type Models } from '@leadlight/contract';
import { WorkflowError } from '../errors.ts';
import type { Comparison } from '../training/compare-with-active.ts';
import type {
  Administration,
  Clock,
  ModelEntry,
  ModelStore,
  ScoringSettingsRevision,
  ScoringSettingsStore,
} from '../ports/index.ts';
import { atThresholdInForce } from './threshold-in-force.ts';

interface ListPorts {
  readonly models: Pick<ModelStore, 'list'>;
  /** The threshold in force, at which accuracy, precision and recall are given. */
  readonly scoringSettings: Pick<ScoringSettingsStore, 'findNewest'>;
}

/** The org’s models as they go over the wire, newest version first. */
export async function listModels({ models, scoringSettings }: ListPorts, orgId: string): Promise<Models> {
  const [entries, newest] = await Promise.all([models.list(orgId), scoringSettings.findNewest(orgId)]);
  return {
    models: entries.toSorted((a, b) => b.version - a.version).map((entry) => modelSummaryOf(entry, newest)),
  };
}

export function modelSummaryOf(entry: ModelEntry, newest: ScoringSettingsRevision | undefined): ModelSummary {
  const { id, version, learner, trainedAt, active, report } = entry;
  const { holdout } = reportInForce(entry, newest);
  const comparison = comparisonIn(report);
  return {
    id,
    version,
    learner,
    trainedAt: new Date(trainedAt).toISOString(),
    active,
    ...(holdout && { holdout }),
    ...(comparison && { comparison }),
  };
}

/** The comparison with the model that was active, which a retraining stores with the report. */
function comparisonIn(report: unknown): ModelComparison | undefined {
  const { comparison } = (report ?? {}) as { readonly comparison?: Comparison };
  return comparison && ModelComparison.safeParse(comparisonOf(comparison)).data;
}

/** A comparison as it goes over the wire. */
export const comparisonOf = ({ on, rows, converted, difference }: Comparison): ModelComparison => ({
  measuredOn: on,
  rows,
  converted,
  ...difference,
});

/** @throws WorkflowError `unknown_model` */
async function getModel({ models }: Pick<ListPorts, 'models'>, orgId: string, modelId: string): Promise<ModelEntry> {
  const entry = (await models.list(orgId)).find(({ id }) => id === modelId);
  if (entry) return entry;
  throw new WorkflowError('unknown_model', { modelId });
}

/**
 * A model with the report of its training.
 * @throws WorkflowError `unknown_model`
 */
export async function getModelReport(ports: ListPorts, orgId: string, modelId: string): Promise<ModelReport> {
  const entry = await getModel(ports, orgId, modelId);
  const newest = await ports.scoringSettings.findNewest(orgId);
  return { model: modelSummaryOf(entry, newest), report: reportInForce(entry, newest) };
}

const reportInForce = (entry: ModelEntry, newest: ScoringSettingsRevision | undefined): TrainingReport =>
  toTrainingReport(atThresholdInForce(entry, newest));

/** The members of a stored report that the contract knows: an imported model or another version may have others. */
export function toTrainingReport(report: unknown): TrainingReport {
  const members = typeof report === 'object' && report !== null ? (report as Readonly<Record<string, unknown>>) : {};
  const valid = Object.entries(TrainingReport.shape).flatMap(([name, schema]) => {
    const { data } = schema.safeParse(members[name]);
    return data === undefined ? [] : [[name, data]];
  });
  return Object.fromEntries(valid) as TrainingReport;
}

export interface ActivateModelPorts extends Administration, ListPorts {
  readonly clock: Clock;
}

/**
 * Makes a model the one that scores. Every process uses it within a second.
 * @param actor for the audit log: `cli`, `api:<key id>`
 * @throws WorkflowError `unknown_model`
 */
export async function activateModel(
  ports: ActivateModelPorts,
  orgId: string,
  modelId: string,
  actor: string,
): Promise<ModelSummary> {
  const entry = await getModel(ports, orgId, modelId);
  await ports.atomically(async (stores) => {
    await stores.models.activate(orgId, modelId);
    await stores.auditLog.append(orgId, { at: ports.clock.now(), actor, act: 'model.activate', subject: modelId });
  });
  return modelSummaryOf({ ...entry, active: true }, await ports.scoringSettings.findNewest(orgId));
}
