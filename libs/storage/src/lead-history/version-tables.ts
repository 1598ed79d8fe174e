import type { HistoryRecord } from '@leadlight/workflows';

interface VersionTable {
  readonly table: string;
  readonly id: string;
  /** The column with the instant of creation. */
  readonly createdAt: string;
  /** The column that names the lead, or the contact, whose history the record is part of. */
  readonly party?: string;
  /** SQL types of all columns but the id, the version's time and revision, and its deletion. */
  readonly columns: Readonly<Record<string, 'text' | 'int8' | 'boolean' | 'json'>>;
}

/** The table with the versions of each kind of record. For users it contains only the newest version. */
export const VERSION_TABLES: Readonly<Record<HistoryRecord['kind'], VersionTable>> = {
  lead: {
    table: 'lead_version',
    id: 'lead_id',
    createdAt: 'created_at',
    columns: { created_at: 'int8', converted_at: 'int8', contact_id: 'text', opportunity_id: 'text', fields: 'json' },
  },
  fieldChange: {
    table: 'field_change',
    id: 'change_id',
    createdAt: 'changed_at',
    party: 'lead_id',
    columns: { lead_id: 'text', field: 'text', old_value: 'json', new_value: 'json' },
  },
  activity: {
    table: 'activity_version',
    id: 'activity_id',
    createdAt: 'created_at',
    party: 'party_id',
    columns: {
      party_id: 'text',
      activity_kind: 'text',
      created_at: 'int8',
      completed_at: 'int8',
      incoming: 'boolean',
    },
  },
  campaignMembership: {
    table: 'campaign_membership_version',
    id: 'membership_id',
    createdAt: 'created_at',
    party: 'lead_id',
    columns: {
      lead_id: 'text',
      campaign_id: 'text',
      campaign_type: 'text',
      created_at: 'int8',
      responded_at: 'int8',
    },
  },
  opportunity: {
    table: 'opportunity_version',
    id: 'opportunity_id',
    createdAt: 'created_at',
    columns: { created_at: 'int8', won_at: 'int8' },
  },
  contact: {
    table: 'contact_version',
    id: 'contact_id',
    createdAt: 'created_at',
    columns: { created_at: 'int8', master_id: 'text' },
  },
  user: {
    table: 'crm_user',
    id: 'user_id',
    createdAt: 'created_at',
    columns: { created_at: 'int8', name: 'text', user_type: 'text', active: 'boolean' },
  },
};

/** The member of a record that a column stores. */
export const memberOf = (column: string): string =>
  column.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
