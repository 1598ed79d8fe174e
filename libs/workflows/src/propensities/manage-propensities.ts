import { definitionProblems, type PropensityDefinition } from '@leadlight/propensity';
import { WorkflowError } from '../errors.ts';
import type { AuditLog, Clock, PropensityEntry, PropensityStore } from '../ports/index.ts';

export interface ManagePropensitiesPorts {
  readonly propensities: PropensityStore;
  readonly auditLog: Pick<AuditLog, 'append'>;
  readonly clock: Clock;
}

/** @throws WorkflowError `propensity_invalid`, `propensity_exists` */
export async function addPropensity(
  { propensities, auditLog, clock }: ManagePropensitiesPorts,
  orgId: string,
  definition: PropensityDefinition,
  actor: string,
): Promise<PropensityEntry> {
  requireValid(definition);
  const entry = { definition, revision: 1, changedAt: clock.now(), changedBy: actor };
  if (!(await propensities.add(orgId, entry))) throw new WorkflowError('propensity_exists', { id: definition.id });
  await auditLog.append(orgId, { at: entry.changedAt, actor, act: 'propensity.add', subject: definition.id });
  return entry;
}

/**
 * Replaces the definition. A model that was trained with an earlier one keeps scoring until the next training.
 * @throws WorkflowError `unknown_propensity`, `propensity_invalid`, `propensity_changed`
 */
export async function changePropensity(
  { propensities, auditLog, clock }: ManagePropensitiesPorts,
  orgId: string,
  before: PropensityEntry,
  change: Partial<Omit<PropensityDefinition, 'id' | 'object'>>,
  actor: string,
): Promise<PropensityEntry> {
  const definition = { ...before.definition, ...change };
  requireValid(definition);
  const entry = { definition, revision: before.revision + 1, changedAt: clock.now(), changedBy: actor };
  if (!(await propensities.change(orgId, entry, before.revision))) {
    throw new WorkflowError('propensity_changed', { id: definition.id });
  }
  await auditLog.append(orgId, {
    at: entry.changedAt,
    actor,
    act: 'propensity.change',
    subject: definition.id,
    detail: { revision: entry.revision, ...change },
  });
  return entry;
}

/** @throws WorkflowError `unknown_propensity` */
export async function getPropensity(
  { propensities }: { readonly propensities: Pick<PropensityStore, 'find'> },
  orgId: string,
  id: string,
): Promise<PropensityEntry> {
  const entry = await propensities.find(orgId, id);
  if (!entry) throw new WorkflowError('unknown_propensity', { id });
  return entry;
}

function requireValid(definition: PropensityDefinition): void {
  const problems = definitionProblems(definition);
  if (problems.length > 0) throw new WorkflowError('propensity_invalid', { problems });
}
