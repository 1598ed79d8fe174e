import { isLeadlightError } from '@leadlight/common';
import type { CrmCampaigns, CrmListViews } from '../ports/index.ts';
import { WorkflowError } from '../errors.ts';
import { CONSENT_FIELDS, hasTarget, isConfirmed, type Audience, type AudienceMember } from './audience.ts';
import { planMembers } from './plan-members.ts';
import { previewAudience, type AudiencePorts, type AudiencePreview } from './preview-audience.ts';

export type WriteAudiencePorts = AudiencePorts & {
  readonly crmCampaigns: CrmCampaigns;
  readonly crmListViews: CrmListViews;
};

interface WrittenLead {
  readonly leadId: string;
  readonly campaignMemberId?: string;
}

interface WriteRun {
  readonly preview: AudiencePreview;
  readonly known: readonly AudienceMember[];
  readonly wanted: readonly string[];
  save(leads: readonly WrittenLead[], state: AudienceMember['state']): Promise<void>;
}

export interface WrittenAudience {
  readonly preview: AudiencePreview;
  /** null = it is written to a list view. */
  readonly campaignName: string | null;
  /** The label of the list view; null = it is written to a campaign. */
  readonly listViewName: string | null;
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
 * Updates the audience's campaign or list view to match it, and stores what that did, or why it failed.
 * @throws what the write throws
 */
export async function writeAudience(
  ports: WriteAudiencePorts,
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
 * Updates the campaign or list view to match the audience: adds who is missing and removes those whom Leadlight had added and who
 * have left. Repeated, it writes only differences; interrupted, the next run continues.
 * @throws WorkflowError `audience_has_no_campaign`, `audience_not_confirmed`, `consent_not_read`, `campaign_not_found`,
 *   `org_not_synced`
 */
async function writeMembers(ports: WriteAudiencePorts, orgId: string, audience: Audience): Promise<WrittenAudience> {
  const { audiences, clock } = ports;
  const { name, definition } = audience;
  if (!hasTarget(audience)) throw new WorkflowError('audience_has_no_campaign', { name });
  if (!isConfirmed(audience)) throw new WorkflowError('audience_not_confirmed', { name });
  const preview = await previewAudience(ports, orgId, audience);
  const consent = CONSENT_FIELDS[definition.channel].filter((field) => preview.unreadFields.includes(field));
  if (consent.length > 0) throw new WorkflowError('consent_not_read', { name, fields: consent });
  const known = await audiences.listMembers(orgId, audience.id);
  const run: WriteRun = {
    ...{ preview, known, wanted: preview.selection.members.map(({ leadId }) => leadId) },
    save: (leads, state) => {
      const since = clock.now();
      const member = (lead: WrittenLead) => ({ campaignMemberId: null, ...lead, state, since });
      return audiences.saveMembers(orgId, audience.id, leads.map(member));
    },
  };
  const alreadyHeldOut = new Set(known.filter(({ state }) => state === 'held_out').map(({ leadId }) => leadId));
  const { campaignId } = audience;
  const write =
    campaignId === null ? writeListView(ports, orgId, audience, run) : writeCampaign(ports, audience, campaignId, run);
  const written = await write;
  await run.save(
    preview.selection.heldOut.flatMap(({ leadId }) => (alreadyHeldOut.has(leadId) ? [] : [{ leadId }])),
    'held_out',
  );
  return written;
}

async function writeCampaign(
  { crmCampaigns }: WriteAudiencePorts,
  { name }: Audience,
  campaignId: string,
  { preview, known, wanted, save }: WriteRun,
): Promise<WrittenAudience> {
  const campaignName = await crmCampaigns.findName(campaignId);
  if (campaignName === undefined) throw new WorkflowError('campaign_not_found', { name, campaignId });
  const plan = planMembers(wanted, known, await crmCampaigns.listMembers(campaignId));
  const removed = await crmCampaigns.removeMembers(plan.remove);
  await save(
    done(removed).map(({ leadId }) => ({ leadId })),
    'left',
  );
  const added = await crmCampaigns.addMembers(campaignId, plan.add);
  await save(done(added), 'added');
  return {
    ...{ preview, campaignName, listViewName: null },
    added: done(added).length,
    removed: done(removed).length,
    unchanged: wanted.length - plan.add.length - plan.removedByOthers.length,
    keptForResponse: plan.keptForResponse.length,
    removedByOthers: plan.removedByOthers.length,
    rejected: rejectedOf([...removed, ...added]),
  };
}

/** The list view shows exactly the audience: only Leadlight writes the field that it filters. */
async function writeListView(
  { audiences, crmListViews }: WriteAudiencePorts,
  orgId: string,
  audience: Audience,
  { preview, known, wanted, save }: WriteRun,
): Promise<WrittenAudience> {
  // Noted first, so that a write that is interrupted leaves nothing in the org that is not deleted with the audience.
  await audiences.noteListView(orgId, audience.id);
  const listViewName = await crmListViews.ensure(audience);
  const present = await crmListViews.listLeads(audience.id);
  const [isWanted, isPresent] = [new Set(wanted), new Set(present)];
  const removed = await crmListViews.remove(
    audience.id,
    present.filter((leadId) => !isWanted.has(leadId)),
  );
  await save(done(removed), 'left');
  const added = await crmListViews.add(
    audience.id,
    wanted.filter((leadId) => !isPresent.has(leadId)),
  );
  // Also those whose write an interrupted run could not save.
  const isSaved = new Set(known.filter(({ state }) => state === 'added').map(({ leadId }) => leadId));
  const stay = wanted.flatMap((leadId) => (isPresent.has(leadId) && !isSaved.has(leadId) ? [{ leadId }] : []));
  await save([...done(added), ...stay], 'added');
  // Leads that the list view shows no longer, such as those that have converted.
  const isThere = new Set([...wanted, ...present]);
  await save(
    [...isSaved].flatMap((leadId) => (isThere.has(leadId) ? [] : [{ leadId }])),
    'left',
  );
  // The audience may have been deleted meanwhile, and with it what was in the list view so far.
  if (added.length > 0) await audiences.noteListView(orgId, audience.id);
  return {
    ...{ preview, campaignName: null, listViewName },
    added: done(added).length,
    removed: done(removed).length,
    unchanged: wanted.length - added.length,
    ...{ keptForResponse: 0, removedByOthers: 0 },
    rejected: rejectedOf([...removed, ...added]),
  };
}

/**
 * Deletes list views of audiences that were deleted, or that are written elsewhere now: their leads carry the key no longer.
 * @returns how many list views were deleted, and the leads that the org rejected, whose list views are tried again
 */
export async function deleteEndedListViews(
  { audiences, crmListViews }: Pick<WriteAudiencePorts, 'audiences' | 'crmListViews'>,
  orgId: string,
): Promise<{ readonly deleted: number; readonly rejected: WrittenAudience['rejected'] }> {
  const rejected: { leadId: string; error: string }[] = [];
  let deleted = 0;
  for (const audienceId of await audiences.endedListViews(orgId)) {
    const results = await crmListViews.remove(audienceId, await crmListViews.listLeads(audienceId));
    const failures = rejectedOf(results);
    rejected.push(...failures);
    if (failures.length > 0) continue;
    await crmListViews.delete(audienceId);
    await audiences.forgetListView(orgId, audienceId);
    deleted += 1;
  }
  return { deleted, rejected };
}

type Result = { readonly leadId: string } | { readonly leadId: string; readonly error: string };

const done = <T extends Result>(results: readonly T[]) =>
  results.flatMap((result) => ('error' in result ? [] : [result as Exclude<T, { readonly error: string }>]));

const rejectedOf = (results: readonly Result[]) => results.flatMap((result) => ('error' in result ? [result] : []));
