import { randomBytes } from 'node:crypto';
import type { Administration, AudienceStore, Clock } from '../ports/index.ts';
import { WorkflowError } from '../errors.ts';
import {
  hasTarget,
  isConfirmed,
  isSameTarget,
  type Audience,
  type AudienceDefinition,
  type AudienceTarget,
} from './audience.ts';

export interface ManageAudiencesPorts extends Administration {
  readonly audiences: AudienceStore;
  readonly clock: Clock;
}

export interface AudienceDraft extends AudienceTarget {
  readonly name: string;
  readonly definition: AudienceDefinition;
}

/**
 * Saves a new audience, which nobody has confirmed yet.
 * @throws WorkflowError `audience_name_taken`, `audience_invalid` if it names both a campaign and a list view
 */
export function createAudience(
  { atomically, clock }: ManageAudiencesPorts,
  orgId: string,
  draft: AudienceDraft,
  actor: string,
): Promise<Audience> {
  const at = clock.now();
  requireOneTarget(draft);
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
 * Changes the definition, or where the audience is written to. What was confirmed before no longer counts: the change waits for
 * a confirmation.
 * @throws WorkflowError `audience_changed_meanwhile`, `audience_invalid` if it names both a campaign and a list view
 */
export function changeAudience(
  { atomically, clock }: ManageAudiencesPorts,
  orgId: string,
  audience: Audience,
  change: Partial<Omit<AudienceDraft, 'name'>>,
  actor: string,
): Promise<Audience> {
  const at = clock.now();
  const changed: Audience = { ...audience, ...change, revision: audience.revision + 1, changedAt: at };
  requireOneTarget(changed);
  return atomically(async ({ audiences, auditLog }) => {
    if (!(await audiences.change(orgId, changed, audience.revision))) throw changedMeanwhile(audience);
    // What was added elsewhere says nothing about the new target.
    if (!isSameTarget(audience, changed)) {
      const members = await audiences.listMembers(orgId, audience.id);
      const added = members.filter(({ state }) => state === 'added');
      await audiences.saveMembers(
        orgId,
        audience.id,
        added.map(({ leadId }) => ({ leadId, state: 'left', campaignMemberId: null, since: at })),
      );
    }
    await auditLog.append(orgId, { at, actor, act: 'audience.change', subject: `${audience.id}:${changed.revision}` });
    return changed;
  });
}

/**
 * Allows an audience to be written to its campaign or list view as it is now.
 * @throws WorkflowError `audience_has_no_campaign`, `audience_changed_meanwhile`
 */
export function confirmAudience(
  { atomically, clock }: ManageAudiencesPorts,
  orgId: string,
  audience: Audience,
  actor: string,
): Promise<Audience> {
  if (!hasTarget(audience)) throw new WorkflowError('audience_has_no_campaign', { name: audience.name });
  return atomically(async ({ audiences, auditLog }) => {
    if (!(await audiences.confirm(orgId, audience.id, audience.revision, actor))) throw changedMeanwhile(audience);
    const subject = `${audience.id}:${audience.revision}`;
    await auditLog.append(orgId, { at: clock.now(), actor, act: 'audience.confirm', subject });
    return { ...audience, confirmedRevision: audience.revision, confirmedBy: actor };
  });
}

/**
 * Asks a worker to update the campaign or list view before the next write is due.
 * @throws WorkflowError `audience_has_no_campaign`, `audience_not_confirmed`, `audience_changed_meanwhile`
 */
export function requestAudienceWrite(
  { atomically, clock }: ManageAudiencesPorts,
  orgId: string,
  audience: Audience,
  actor: string,
): Promise<Audience> {
  const { id, name, revision } = audience;
  if (!hasTarget(audience)) throw new WorkflowError('audience_has_no_campaign', { name });
  if (!isConfirmed(audience)) throw new WorkflowError('audience_not_confirmed', { name });
  const at = clock.now();
  return atomically(async ({ audiences, auditLog }) => {
    if (!(await audiences.requestWrite(orgId, id, revision, at))) throw changedMeanwhile(audience);
    await auditLog.append(orgId, { at, actor, act: 'audience.write', subject: `${id}:${revision}` });
    return { ...audience, writeRequestedAt: at };
  });
}

/**
 * Deletes the audience here. Its campaign members stay; a worker deletes its list view.
 * @throws WorkflowError `audience_changed_meanwhile`
 */
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

function requireOneTarget({ campaignId, listView }: AudienceTarget): void {
  if (campaignId === null || !listView) return;
  const detail = 'An audience is written to a campaign or to a list view, not to both.';
  throw new WorkflowError('audience_invalid', { problems: [{ pointer: '/listView', detail }] });
}

const changedMeanwhile = ({ name }: Audience): WorkflowError =>
  new WorkflowError('audience_changed_meanwhile', { name });
