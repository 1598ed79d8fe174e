import { isLeadlightError } from '@leadlight/common';
import type { CrmCampaigns, MemberResult } from '../ports/index.ts';
import { WorkflowError } from '../errors.ts';
import { CONSENT_FIELDS, isConfirmed, type Audience, type AudienceMember } from './audience.ts';
import { planMembers } from './plan-members.ts';
import { previewAudience, type AudiencePorts, type AudiencePreview } from './preview-audience.ts';

export interface WrittenAudience {
  readonly preview: AudiencePreview;
  readonly campaignName: string;
  readonly added: number;
  readonly removed: number;
  /** Members that were there before, and stay. */
  readonly unchanged: number;
  readonly keptForResponse: number;
  readonly removedByOthers: number;
  /** What the org rejected, with its own message. */
  readonly rejected: readonly { readonly leadId: string; readonly error: string }[];
}

/**
 * Updates the members of the audience's campaign to match the audience, and stores what that did, or why it failed.
 * @throws what the write throws
 */
export async function writeAudience(
  ports: AudiencePorts & { readonly crmCampaigns: CrmCampaigns },
  orgId: string,
  audience: Audience,
): Promise<WrittenAudience> {
  const { audiences, clock } = ports;
  const at = clock.now();
  const { id, revision } = audience;
  try {
    const written = await writeMembers(ports, orgId, audience);
    const { added, removed, unchanged, keptForResponse, removedByOthers, rejected } = written;
    const counts = { added, removed, unchanged, keptForResponse, removedByOthers, rejected: rejected.length };
    await audiences.saveWrite(orgId, id, { at, revision, counts, failure: null });
    return written;
  } catch (error) {
    if (isLeadlightError(error)) {
      const failure = { code: error.code, message: error.message };
      await audiences.saveWrite(orgId, id, { at, revision, counts: null, failure });
    }
    throw error;
  }
}

/**
 * Updates the members of the audience's campaign to match the audience: adds who is missing and removes those whom Leadlight
 * had added and who have left. Repeated, it writes only differences; interrupted, the next run continues.
 * @throws WorkflowError `audience_has_no_campaign`, `audience_not_confirmed`, `consent_not_read`, `campaign_not_found`,
 *   `org_not_synced`
 */
async function writeMembers(
  ports: AudiencePorts & { readonly crmCampaigns: CrmCampaigns },
  orgId: string,
  audience: Audience,
): Promise<WrittenAudience> {
  const { audiences, crmCampaigns, clock } = ports;
  const { campaignId, name, definition } = audience;
  if (campaignId === null) throw new WorkflowError('audience_has_no_campaign', { name });
  if (!isConfirmed(audience)) throw new WorkflowError('audience_not_confirmed', { name });
  const preview = await previewAudience(ports, orgId, audience);
  const consent = CONSENT_FIELDS[definition.channel].filter((field) => preview.unreadFields.includes(field));
  if (consent.length > 0) throw new WorkflowError('consent_not_read', { name, fields: consent });
  const campaignName = await crmCampaigns.findName(campaignId);
  if (campaignName === undefined) throw new WorkflowError('campaign_not_found', { name, campaignId });

  const { members, heldOut } = preview.selection;
  const wanted = members.map(({ leadId }) => leadId);
  const known = await audiences.listMembers(orgId, audience.id);
  const plan = planMembers(wanted, known, await crmCampaigns.listMembers(campaignId));
  const now = clock.now();
  const save = (saved: readonly AudienceMember[]) => audiences.saveMembers(orgId, audience.id, saved);
  const alreadyHeldOut = new Set(known.filter(({ state }) => state === 'held_out').map(({ leadId }) => leadId));
  await save(
    heldOut
      .filter(({ leadId }) => !alreadyHeldOut.has(leadId))
      .map(({ leadId }) => ({ leadId, state: 'held_out', campaignMemberId: null, since: now })),
  );
  const removed = await crmCampaigns.removeMembers(plan.remove);
  await save(done(removed).map(({ leadId }) => ({ leadId, state: 'left', campaignMemberId: null, since: now })));
  const added = await crmCampaigns.addMembers(campaignId, plan.add);
  await save(
    done(added).map(({ leadId, campaignMemberId }) => ({ leadId, state: 'added', campaignMemberId, since: now })),
  );
  return {
    preview,
    campaignName,
    added: done(added).length,
    removed: done(removed).length,
    unchanged: wanted.length - plan.add.length - plan.removedByOthers.length,
    keptForResponse: plan.keptForResponse.length,
    removedByOthers: plan.removedByOthers.length,
    rejected: [...removed, ...added].flatMap((result) => ('error' in result ? [result] : [])),
  };
}

const done = (results: readonly MemberResult[]) => results.flatMap((result) => ('error' in result ? [] : [result]));
