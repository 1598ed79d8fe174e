/** A lead that is a member of a campaign. */
export interface CampaignMember {
  readonly id: string;
  readonly leadId: string;
  readonly hasResponded: boolean;
}

/** What became of one record of a write. */
export type MemberResult =
  { readonly leadId: string; readonly campaignMemberId: string } | { readonly leadId: string; readonly error: string };

/** The campaigns of the CRM. */
export interface CrmCampaigns {
  /** Its name; undefined if there is no such campaign, or it is not readable. */
  findName(campaignId: string): Promise<string | undefined>;
  /** All members that are leads. */
  listMembers(campaignId: string): Promise<readonly CampaignMember[]>;
  /** Adds leads as members, each on its own. A lead that is a member already is an error of that lead. */
  addMembers(campaignId: string, leadIds: readonly string[]): Promise<readonly MemberResult[]>;
  /** Removes members, each on its own. One that is gone already counts as removed. */
  removeMembers(
    members: readonly { readonly leadId: string; readonly campaignMemberId: string }[],
  ): Promise<readonly MemberResult[]>;
}
