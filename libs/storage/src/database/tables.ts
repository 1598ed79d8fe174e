import type { Kysely, Transaction } from 'kysely';
import type { AccessTokenTable, ApiKeyTable } from '../api-keys/api-key.table.ts';
import type { KeyCertificateTable, UsedAssertionTable } from '../api-keys/key-certificate.table.ts';
import type { AuditLogTable } from '../audit-log/audit-log.table.ts';
import type { ActivityVersionTable } from '../lead-history/activity.table.ts';
import type { CampaignMembershipVersionTable } from '../lead-history/campaign-membership.table.ts';
import type { ContactVersionTable } from '../lead-history/contact.table.ts';
import type { ChangedHistoryTable, HistoryRevisionTable } from '../lead-history/changed-history.table.ts';
import type { FieldChangeTable } from '../lead-history/field-change.table.ts';
import type { LeadTable, LeadVersionTable } from '../lead-history/lead.table.ts';
import type { OpportunityVersionTable } from '../lead-history/opportunity.table.ts';
import type { UnscoredLeadTable } from '../lead-history/unscored-lead.table.ts';
import type { KeptAnswerTable } from '../idempotency/kept-answer.table.ts';
import type { FeedbackTable } from '../feedback/feedback.table.ts';
import type { ErasedPartyTable } from '../personal-data/erased-party.table.ts';
import type { ScoringSettingsTable } from '../scoring-settings/scoring-settings.table.ts';
import type { SecretTable } from '../secrets/secret.table.ts';
import type { SyncCursorTable } from '../lead-history/sync-cursor.table.ts';
import type { LeaseTable } from '../leases/lease.table.ts';
import type { ModelTable } from '../models/model.table.ts';
import type { OrgTable } from '../orgs/org.table.ts';
import type { OutboxTable } from '../outbox/outbox.table.ts';
import type { ScoreLogTable } from '../score-log/score-log.table.ts';
import type { MigrationTable } from './migration.table.ts';

/** Every table. All but `migration` carry `org_id`, and the org guard holds queries to it. */
export interface Tables {
  migration: MigrationTable;
  org: OrgTable;
  lead: LeadTable;
  lead_version: LeadVersionTable;
  field_change: FieldChangeTable;
  activity_version: ActivityVersionTable;
  campaign_membership_version: CampaignMembershipVersionTable;
  opportunity_version: OpportunityVersionTable;
  contact_version: ContactVersionTable;
  unscored_lead: UnscoredLeadTable;
  history_revision: HistoryRevisionTable;
  changed_history: ChangedHistoryTable;
  sync_cursor: SyncCursorTable;
  model: ModelTable;
  score_log: ScoreLogTable;
  outbox: OutboxTable;
  api_key: ApiKeyTable;
  access_token: AccessTokenTable;
  key_certificate: KeyCertificateTable;
  used_assertion: UsedAssertionTable;
  audit_log: AuditLogTable;
  lease: LeaseTable;
  kept_answer: KeptAnswerTable;
  feedback: FeedbackTable;
  erased_party: ErasedPartyTable;
  scoring_settings: ScoringSettingsTable;
  secret: SecretTable;
}

export type Database = Kysely<Tables>;
export type Trx = Transaction<Tables>;
