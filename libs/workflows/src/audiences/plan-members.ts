import type { AudienceMember } from './audience.ts';
import type { CampaignMember } from '../ports/crm-campaigns.ts';

/** What is to change in a campaign so that it has the audience. */
export interface MemberPlan {
  /** Leads that become campaign members. */
  readonly add: readonly string[];
  /** Campaign members that Leadlight created and whose leads have left the audience. */
  readonly remove: readonly { readonly leadId: string; readonly campaignMemberId: string }[];
  /** Leads that have left the audience but have responded: the response would be lost with the member. */
  readonly keptForResponse: readonly string[];
  /** Leads of the audience that somebody else has added: they stay, and Leadlight never removes them. */
  readonly alreadyThere: readonly string[];
  /** Leads that Leadlight had added and somebody has removed from the campaign: they are not added again. */
  readonly removedByOthers: readonly string[];
}

/**
 * The differences between an audience and its campaign.
 * @param wanted leads of the audience, without those held out
 * @param known what Leadlight has written for the audience so far
 * @param present all lead members of the campaign in the org
 */
export function planMembers(
  wanted: readonly string[],
  known: readonly AudienceMember[],
  present: readonly CampaignMember[],
): MemberPlan {
  const isWanted = new Set(wanted);
  const presentByLead = new Map(present.map((member) => [member.leadId, member]));
  const added = new Map(known.filter(({ state }) => state === 'added').map((member) => [member.leadId, member]));
  const add: string[] = [];
  const alreadyThere: string[] = [];
  const removedByOthers: string[] = [];
  for (const leadId of wanted) {
    const isPresent = presentByLead.has(leadId);
    if (added.has(leadId)) {
      if (!isPresent) removedByOthers.push(leadId);
    } else if (isPresent) alreadyThere.push(leadId);
    else add.push(leadId);
  }
  const remove: { leadId: string; campaignMemberId: string }[] = [];
  const keptForResponse: string[] = [];
  for (const { leadId, campaignMemberId } of added.values()) {
    const member = presentByLead.get(leadId);
    // A member that somebody has removed and added again is theirs.
    if (isWanted.has(leadId) || member === undefined || member.id !== campaignMemberId) continue;
    if (member.hasResponded) keptForResponse.push(leadId);
    else remove.push({ leadId, campaignMemberId: member.id });
  }
  return { add, remove, keptForResponse, alreadyThere, removedByOthers };
}
