import type { ScoringSettings } from '@leadlight/contract';
import type { JsonColumn } from '../database/storable-json.ts';

/** Every revision of an org's scoring settings; never updated. Primary key (org_id, revision). */
export interface ScoringSettingsTable {
  org_id: string;
  revision: number;
  settings: JsonColumn<ScoringSettings>;
  changed_at: number;
  changed_by: string;
  restores: number | null;
}
