import type { HistoryRecord } from '@leadlight/workflows';

interface VersionTable {
  readonly table: string;
  readonly id: string;
  /** The column with the instant of creation. */
  readonly createdAt: string;
  /** All columns but the id, the version's time and revision, and its deletion. */
  readonly valueColumns: readonly string[];
  /** Only the newest version of a record is stored. */
  readonly keepsNewestOnly?: true;
}

/** The table with the versions of each kind of record. */
export const VERSION_TABLES: Readonly<Record<HistoryRecord['kind'], VersionTable>> = {
  lead: {
    table: 'lead_version',
    id: 'lead_id',
    createdAt: 'created_at',
    valueColumns: ['created_at', 'converted_at', 'contact_id', 'opportunity_id', 'fields'],
  },
  fieldChange: {
    table: 'field_change',
    id: 'change_id',
    createdAt: 'changed_at',
    valueColumns: ['lead_id', 'field', 'old_value', 'new_value'],
  },
  activity: {
    table: 'activity_version',
    id: 'activity_id',
    createdAt: 'created_at',
    valueColumns: ['party_id', 'activity_kind', 'created_at', 'completed_at', 'incoming'],
  },
  campaignMembership: {
    table: 'campaign_membership_version',
    id: 'membership_id',
    createdAt: 'created_at',
    valueColumns: ['lead_id', 'campaign_id', 'campaign_type', 'created_at', 'responded_at'],
  },
  opportunity: {
    table: 'opportunity_version',
    id: 'opportunity_id',
    createdAt: 'created_at',
    valueColumns: ['created_at', 'won_at'],
  },
  contact: {
    table: 'contact_version',
    id: 'contact_id',
    createdAt: 'created_at',
    valueColumns: ['created_at', 'master_id'],
  },
  user: {
    table: 'crm_user',
    id: 'user_id',
    createdAt: 'created_at',
    valueColumns: ['created_at', 'name', 'user_type', 'active'],
    keepsNewestOnly: true,
  },
};
