import type { ModelCard as WireModelCard } from '@leadlight/contract';
import { cardHtml, cardMarkdown, modelCardOf, type CardApproval, type ModelCardInput } from '@leadlight/report';
import { WorkflowError } from '../errors.ts';
import type { Administration, AuditEntry, AuditLog, Clock, ModelStore, ScoringSettingsStore } from '../ports/index.ts';
import { settingsOf } from './scoring-settings/read-scoring-settings.ts';

export interface ModelCardPorts {
  readonly models: Pick<ModelStore, 'list'>;
  readonly scoringSettings: Pick<ScoringSettingsStore, 'findNewest'>;
  readonly auditLog: Pick<AuditLog, 'list'>;
  readonly clock: Clock;
  /** The version of Leadlight that writes the card. */
  readonly softwareVersion: string;
}

/** More than any org has in the two years that the log is kept. */
const MAX_ACTS = 100_000;

/**
 * A model's card as HTML and as Markdown.
 * @param modelId the active model if absent
 * @throws WorkflowError `unknown_model`, `no_active_model`
 */
export async function modelCard(ports: ModelCardPorts, orgId: string, modelId?: string): Promise<WireModelCard> {
  const entries = await ports.models.list(orgId);
  const entry = entries.find(({ id, active }) => (modelId === undefined ? active : id === modelId));
  if (!entry) throw modelId === undefined ? new WorkflowError('no_active_model', { orgId }) : unknownModel(modelId);
  const [newest, acts] = await Promise.all([
    ports.scoringSettings.findNewest(orgId),
    ports.auditLog.list(orgId, MAX_ACTS),
  ]);
  const { id, version, learner, trainedAt, active, report } = entry;
  const card = modelCardOf({
    ...storedMembers(report),
    model: { id, version, learner, trainedAt, active },
    excludedFields: settingsOf(newest).excludedFields,
    approvals: acts.filter(({ subject }) => subject === id).flatMap(approvalOf),
    softwareVersion: ports.softwareVersion,
    writtenAt: ports.clock.now(),
  });
  return { modelId: id, version, html: cardHtml(card), markdown: cardMarkdown(card) };
}

const unknownModel = (modelId: string) => new WorkflowError('unknown_model', { modelId });

/** The members of a stored report that a card shows. An imported model has none, and an older report fewer. */
function storedMembers(report: unknown): Partial<ModelCardInput> {
  const { title, goal, horizonDays, verdict, holdout, split, comparison, features, leakage, groups, facts } = (report ??
    {}) as Partial<ModelCardInput>;
  // A retraining stores its comparison with the former model under the name of the report's sentence.
  const sentence = typeof comparison === 'string' ? comparison : undefined;
  return { title, goal, horizonDays, verdict, holdout, split, comparison: sentence, features, leakage, groups, facts };
}

interface ApprovalDetail {
  readonly name: string;
  readonly note?: string;
}

function approvalOf({ at, actor, act, detail }: AuditEntry): readonly CardApproval[] {
  if (act === 'model.activate') return [{ at, actor, act: 'activated' }];
  if (act !== 'model.approve') return [];
  const { name, note } = detail as ApprovalDetail;
  return [{ at, actor: `${name} (${actor})`, act: 'approved', ...(note !== undefined && { note }) }];
}

export interface ApproveModelPorts extends Administration {
  readonly models: Pick<ModelStore, 'list'>;
  readonly clock: Clock;
}

/**
 * Writes to the audit log that a person approves a model; it changes nothing else.
 * @param approval the person's name, and a note for the card
 * @throws WorkflowError `unknown_model`
 */
export async function approveModel(
  ports: ApproveModelPorts,
  orgId: string,
  modelId: string,
  approval: ApprovalDetail,
  actor: string,
): Promise<void> {
  const known = (await ports.models.list(orgId)).some(({ id }) => id === modelId);
  if (!known) throw unknownModel(modelId);
  const entry = { at: ports.clock.now(), actor, act: 'model.approve', subject: modelId, detail: approval };
  await ports.atomically(({ auditLog }) => auditLog.append(orgId, entry));
}
