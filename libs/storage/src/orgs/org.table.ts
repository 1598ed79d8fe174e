import type { LeadField } from '@leadlight/lead-features';
import type { JsonColumn } from '../database/storable-json.ts';

/** One row per org. Primary key org_id. */
export interface OrgTable {
  org_id: string;
  fields: JsonColumn<readonly LeadField[]>;
  last_synced_at: number | null;
}
