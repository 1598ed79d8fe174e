import { randomBytes } from 'node:crypto';
import type { Administration, AudienceStore, Clock } from '../ports/index.ts';
import { WorkflowError } from '../errors.ts';
import { isConfirmed, type Audience, type AudienceDefinition } from './audience.ts';

export interface ManageAudiencesPorts extends Administration {
  readonly audiences: AudienceStore;
  readonly clock: Clock;
}

export interface AudienceDraft {
  readonly name: string;
  readonly definition: AudienceDefinition;
  readonly campaignId: string | null;
}

/** Saves a new audience, which nobody has confirmed yet. @throws WorkflowError `audience_name_taken` */
export function createAudience(
  { atomically, clock }: ManageAudiencesPorts,
  orgId: string,
  draft: AudienceDraft,
  actor: string,
): Promise<Audience> {
  const at = clock.now();
  const audience: Audience = {
    id: `aud_${randomBytes(8).toString('hex')}`,
    ...draft,
    revision: 1,
    confirmedRevision: null,
    confirmedBy: null,
    changedAt: at,
    writeRequestedAt: null,
    lastWrite: null,
  };
  return atomically(async ({ audiences, auditLog }) => {
    if (!(await audiences.create(orgId, audience)))
      throw new WorkflowError('audience_name_taken', { name: draft.name });
    await auditLog.append(orgId, { at, actor, act: 'audience.create', subject: audience.id });
    return audience;
  });
}

/** @throws WorkflowError `audience_not_found` */
export async function findAudience(
  { audiences }: Pick<ManageAudiencesPorts, 'audiences'>,
  orgId: string,
  idOrName: string,
): Promise<Audience> {
  const audience = await audiences.find(orgId, idOrName);
  if (!audience) throw new WorkflowError('audience_not_found', { audience: idOrName });
  return audience;
}

/**
 * Changes the definition or the campaign. What was confirmed before no longer counts: the change waits for a confirmation.
 * @throws WorkflowError `audience_changed_meanwhile`
 */
export function changeAudience(
  { atomically, clock }: ManageAudiencesPorts,
  orgId: string,
  audience: Audience,
  change: Partial<Pick<AudienceDraft, 'definition' | 'campaignId'>>,
  actor: string,
): Promise<Audience> {
  const at = clock.now();
  const changed: Audience = { ...audience, ...change, revision: audience.revision + 1, changedAt: at };
  return atomically(async ({ audiences, auditLog }) => {
    if (!(await audiences.change(orgId, changed, audience.revision))) throw changedMeanwhile(audience);
    await auditLog.append(orgId, { at, actor, act: 'audience.change', subject: `${audience.id}:${changed.revision}` });
    return changed;
  });
}

/**
 * Allows an audience to be written to its campaign as it is now.
 * @throws WorkflowError `audience_has_no_campaign`, `audience_changed_meanwhile`
 */
export function confirmAudience(
  { atomically, clock }: ManageAudiencesPorts,
  orgId: string,
  audience: Audience,
  actor: string,
): Promise<Audience> {
  if (audience.campaignId === null) throw new WorkflowError('audience_has_no_campaign', { name: audience.name });
  return atomically(async ({ audiences, auditLog }) => {
    if (!(await audiences.confirm(orgId, audience.id, audience.revision, actor))) throw changedMeanwhile(audience);
    const subject = `${audience.id}:${audience.revision}`;
    await auditLog.append(orgId, { at: clock.now(), actor, act: 'audience.confirm', subject });
    return { ...audience, confirmedRevision: audience.revision, confirmedBy: actor };
  });
}

/**
 * Asks a worker to update the campaign before the next write is due.
 * @throws WorkflowError `audience_has_no_campaign`, `audience_not_confirmed`, `audience_changed_meanwhile`
 */
export function requestAudienceWrite(
  { atomically, clock }: ManageAudiencesPorts,
  orgId: string,
  audience: Audience,
  actor: string,
): Promise<Audience> {
  const { id, name, campaignId, revision } = audience;
  if (campaignId === null) throw new WorkflowError('audience_has_no_campaign', { name });
  if (!isConfirmed(audience)) throw new WorkflowError('audience_not_confirmed', { name });
  const at = clock.now();
  return atomically(async ({ audiences, auditLog }) => {
    if (!(await audiences.requestWrite(orgId, id, revision, at))) throw changedMeanwhile(audience);
    await auditLog.append(orgId, { at, actor, act: 'audience.write', subject: `${id}:${revision}` });
    return { ...audience, writeRequestedAt: at };
  });
}

/** Deletes the audience here. Its campaign members stay. @throws WorkflowError `audience_changed_meanwhile` */
export function deleteAudience(
  { atomically, clock }: ManageAudiencesPorts,
  orgId: string,
  audience: Audience,
  actor: string,
): Promise<void> {
  return atomically(async ({ audiences, auditLog }) => {
    if (!(await audiences.delete(orgId, audience.id))) throw changedMeanwhile(audience);
    await auditLog.append(orgId, { at: clock.now(), actor, act: 'audience.delete', subject: audience.id });
  });
}

const changedMeanwhile = ({ name }: Audience): WorkflowError =>
  new WorkflowError('audience_changed_meanwhile', { name });
