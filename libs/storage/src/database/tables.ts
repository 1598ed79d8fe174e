import type { ApiAllowanceTable, ReservedCallsTable } from '../api-allowance/api-allowance.tables.ts';
import type { Kysely, Transaction } from 'kysely';
import type { AccessTokenTable, ApiKeyTable, CredentialOrgTable } from '../api-keys/api-key.table.ts';
import type { KeyCertificateTable, UsedAssertionTable } from '../api-keys/key-certificate.table.ts';
import type { AlertDeliveryTable, AlertSettingsTable, AlertStateTable, AlertTable } from '../alerts/alert.tables.ts';
import type { AudienceListViewTable, AudienceMemberTable, AudienceTable } from '../audiences/audience.tables.ts';
import type { AuditLogTable } from '../audit-log/audit-log.table.ts';
import type { BucketRunTable, LeadBucketTable } from '../buckets/bucket.tables.ts';
import type {
  ActivityVersionTable,
  CampaignMembershipVersionTable,
  ContactVersionTable,
  FieldChangeTable,
  LeadTable,
  LeadVersionTable,
  OpportunityVersionTable,
} from '../lead-history/history.tables.ts';
import type { ChangedHistoryTable, HistoryRevisionTable } from '../lead-history/changed-history.table.ts';
import type { UnscoredLeadTable } from '../lead-history/unscored-lead.table.ts';
import type { StoredResponseTable } from '../idempotency/stored-response.table.ts';
import type {
  ExperimentAnalysisTable,
  ExperimentLeadTable,
  ExperimentTable,
} from '../experiments/experiment.tables.ts';
import type { FeedbackTable } from '../feedback/feedback.table.ts';
import type { ErasedPartyTable } from '../personal-data/erased-party.table.ts';
import type { ScoringSettingsTable } from '../scoring-settings/scoring-settings.table.ts';
import type { SecretTable } from '../secrets/secret.table.ts';
import type { SyncCursorTable } from '../lead-history/sync-cursor.table.ts';
import type { ModelCheckTable, ModelEventTable } from '../model-checks/model-check.table.ts';
import type { ModelTable } from '../models/model.table.ts';
import type { JobTable } from '../jobs/job.table.ts';
import type { NotificationDeliveryTable, NotificationSettingsTable } from '../notifications/notification.tables.ts';
import type { OrgStepTable } from '../job-queue/org-step.table.ts';
import type { OrgTable } from '../orgs/org.table.ts';
import type { OutboxTable, ScoreChangeTable } from '../outbox/outbox.table.ts';
import type {
  PropensityModelTable,
  PropensityTable,
  RecordChangeTable,
  RecordFieldTable,
  RecordParentTable,
  RecordVersionTable,
  SubjectOutboxTable,
  SubjectScoreTable,
} from '../propensities/propensity.tables.ts';
import type { ScoreCheckCursorTable } from '../outbox/score-check-cursor.table.ts';
import type { ScheduleStateTable } from '../worker-state/schedule-state.table.ts';
import type { ShadowModelTable, ShadowScoreTable } from '../shadow-models/shadow-model.tables.ts';
import type { ScoreLogTable, ScoringContextTable } from '../score-log/score-log.table.ts';
import type { CrmUserTable } from '../users/crm-user.table.ts';
import type { WriteJobTable } from '../write-jobs/write-job.table.ts';

/** Every table but the two of kysely's migrator. All have `org_id`, and the org guard requires it of every query. */
export interface Tables {
  org: OrgTable;
  lead: LeadTable;
  lead_version: LeadVersionTable;
  field_change: FieldChangeTable;
  activity_version: ActivityVersionTable;
  campaign_membership_version: CampaignMembershipVersionTable;
  opportunity_version: OpportunityVersionTable;
  contact_version: ContactVersionTable;
  crm_user: CrmUserTable;
  unscored_lead: UnscoredLeadTable;
  history_revision: HistoryRevisionTable;
  changed_history: ChangedHistoryTable;
  sync_cursor: SyncCursorTable;
  model: ModelTable;
  model_check: ModelCheckTable;
  model_event: ModelEventTable;
  score_log: ScoreLogTable;
  shadow_model: ShadowModelTable;
  shadow_score: ShadowScoreTable;
  scoring_context: ScoringContextTable;
  outbox: OutboxTable;
  score_change: ScoreChangeTable;
  alert_settings: AlertSettingsTable;
  alert_state: AlertStateTable;
  alert: AlertTable;
  alert_delivery: AlertDeliveryTable;
  audience: AudienceTable;
  audience_list_view: AudienceListViewTable;
  audience_member: AudienceMemberTable;
  notification_delivery: NotificationDeliveryTable;
  notification_settings: NotificationSettingsTable;
  api_key: ApiKeyTable;
  access_token: AccessTokenTable;
  credential_org: CredentialOrgTable;
  key_certificate: KeyCertificateTable;
  used_assertion: UsedAssertionTable;
  audit_log: AuditLogTable;
  stored_response: StoredResponseTable;
  experiment: ExperimentTable;
  experiment_lead: ExperimentLeadTable;
  experiment_analysis: ExperimentAnalysisTable;
  feedback: FeedbackTable;
  erased_party: ErasedPartyTable;
  scoring_settings: ScoringSettingsTable;
  secret: SecretTable;
  write_job: WriteJobTable;
  job: JobTable;
  org_step: OrgStepTable;
  api_allowance: ApiAllowanceTable;
  reserved_calls: ReservedCallsTable;
  bucket_run: BucketRunTable;
  lead_bucket: LeadBucketTable;
  schedule_state: ScheduleStateTable;
  score_check_cursor: ScoreCheckCursorTable;
  propensity: PropensityTable;
  propensity_model: PropensityModelTable;
  record_version: RecordVersionTable;
  record_parent: RecordParentTable;
  record_change: RecordChangeTable;
  record_field: RecordFieldTable;
  subject_score: SubjectScoreTable;
  subject_outbox: SubjectOutboxTable;
}

export type Database = Kysely<Tables>;
export type Trx = Transaction<Tables>;
