import type { Band, Reason, RecordScore } from '@leadlight/contract';
import { findOutsideReason, subjectHistoryOf, type PropensityDefinition } from '@leadlight/propensity';
import { WorkflowError } from '../errors.ts';
import type {
  Clock,
  PropensityModelStore,
  PropensityStore,
  SubjectRecordStore,
  SubjectScore,
  SubjectScoreStore,
} from '../ports/index.ts';
import { getPropensity } from './manage-propensities.ts';
import { resolveDefinition, subjectQueryOf } from './subject-dataset.ts';

export interface RecordScorePorts {
  readonly propensities: Pick<PropensityStore, 'find'>;
  readonly propensityModels: Pick<PropensityModelStore, 'findActive' | 'list'>;
  readonly subjectRecords: Pick<SubjectRecordStore, 'findSubject' | 'findFields'>;
  readonly subjectScores: Pick<SubjectScoreStore, 'listOf'>;
  readonly clock: Clock;
}

/**
 * The latest score of a record, which is the one that was written to the CRM, if the record is asked about now.
 * @param objects whose records the caller may see
 * @throws WorkflowError `unknown_propensity`, `object_not_allowed`, `propensity_not_trained`, `subjects_not_synced`,
 * `status_values_not_known`, `unknown_record`, `record_outside`, `record_not_scored`
 */
export async function recordScore(
  ports: RecordScorePorts,
  orgId: string,
  propensityId: string,
  recordId: string,
  objects: readonly string[],
): Promise<RecordScore> {
  const { definition } = await getPropensity(ports, orgId, propensityId);
  const { object } = definition;
  if (!objects.includes(object)) throw new WorkflowError('object_not_allowed', { object });
  if (!(await ports.propensityModels.findActive(orgId, propensityId))) {
    throw new WorkflowError('propensity_not_trained', { id: propensityId });
  }
  const resolved = await resolveDefinition(ports.subjectRecords, orgId, definition);
  await requireInPopulation(ports, orgId, resolved.definition, recordId);
  const [latest] = await ports.subjectScores.listOf(orgId, propensityId, recordId, 1);
  if (!latest) throw new WorkflowError('record_not_scored', { object });
  const model = (await ports.propensityModels.list(orgId, propensityId)).find(({ id }) => id === latest.modelId);
  return scoreOf(definition, recordId, latest, model?.version);
}

async function requireInPopulation(
  { subjectRecords, clock }: RecordScorePorts,
  orgId: string,
  definition: PropensityDefinition,
  recordId: string,
): Promise<void> {
  const { id, object } = definition;
  const stored = await subjectRecords.findSubject(orgId, subjectQueryOf(definition), recordId);
  if (!stored) throw new WorkflowError('unknown_record', { object });
  const history = subjectHistoryOf(definition, stored.record, stored.children);
  const reason = findOutsideReason(history, definition, clock.now());
  if (reason) throw new WorkflowError('record_outside', { id, reason });
}

/** The stored reasons, as `scoreSubjects` writes them. */
interface StoredExplanation {
  readonly baseline: number;
  readonly baselineScore: number;
  readonly otherPoints: number;
  readonly uncertain?: boolean;
  readonly similarLeads: RecordScore['similarRecords'];
  readonly reasons: readonly Reason[];
}

function scoreOf(
  { id, label, object, isFavourable, event, horizonDays, relations }: PropensityDefinition,
  recordId: string,
  { update, modelId }: SubjectScore,
  version: number | undefined,
): RecordScore {
  const { score, band, probability, scoredAt } = update;
  const { baseline, baselineScore, otherPoints, uncertain, similarLeads, reasons } = JSON.parse(
    update.reasons,
  ) as StoredExplanation;
  return {
    ...{ propensityId: id, label, objectName: object, recordId, isFavourable, occurs: event.occurs, horizonDays },
    ...{ score, band: band as Band, probability, baseline, baselineScore, otherPoints, reasons },
    ...(uncertain && { uncertain: true }),
    similarRecords: similarLeads,
    relations: relations.map(({ name, label: called, object: of, amountField = null }) => ({
      ...{ name, label: called, objectName: of, amountField },
    })),
    model: { id: modelId, version: version ?? null },
    scoredAt: new Date(scoredAt).toISOString(),
  };
}
