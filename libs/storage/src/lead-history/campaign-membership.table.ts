/** Versions of campaign memberships. Primary key (org_id, membership_id, changed_at). */
export interface CampaignMembershipVersionTable {
  org_id: string;
  membership_id: string;
  changed_at: number;
  deleted: boolean;
  lead_id: string;
  campaign_id: string;
  campaign_type: string | null;
  created_at: number;
  responded_at: number | null;
}
