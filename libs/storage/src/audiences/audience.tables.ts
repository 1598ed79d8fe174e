import type { AudienceDefinition, AudienceMember, AudienceWrite } from '@leadlight/workflows';
import type { JsonColumn } from '../database/storable-json.ts';

/** Saved audiences. Primary key (org_id, audience_id); the name is unique in an org, whatever its case. */
export interface AudienceTable {
  org_id: string;
  audience_id: string;
  name: string;
  definition: JsonColumn<AudienceDefinition>;
  campaign_id: string | null;
  list_view: boolean;
  revision: number;
  confirmed_revision: number | null;
  confirmed_by: string | null;
  changed_at: number;
  write_requested_at: number | null;
  last_write: JsonColumn<AudienceWrite> | null;
}

/** Audiences of which the org may have a list view. Primary key (org_id, audience_id). */
export interface AudienceListViewTable {
  org_id: string;
  audience_id: string;
}

/** Leads that an audience was written for. Primary key (org_id, audience_id, subject_id). */
export interface AudienceMemberTable {
  org_id: string;
  audience_id: string;
  subject_id: string;
  state: AudienceMember['state'];
  campaign_member_id: string | null;
  since: number;
}
