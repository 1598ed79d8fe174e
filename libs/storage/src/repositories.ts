import type { Clock } from '@leadlight/workflows';
import { alertRepository } from './alerts/alert.repository.ts';
import { accessTokenRepository } from './api-keys/access-token.repository.ts';
import { apiAllowanceRepository } from './api-allowance/api-allowance.repository.ts';
import { apiKeyRepository } from './api-keys/api-key.repository.ts';
import { keyCertificateRepository, usedAssertionRepository } from './api-keys/key-certificate.repository.ts';
import { administration } from './audit-log/administration.ts';
import { audienceRepository } from './audiences/audience.repository.ts';
import { auditLogRepository } from './audit-log/audit-log.repository.ts';
import { bucketRunRepository } from './buckets/bucket-run.repository.ts';
import { conversionCountsRepository } from './conversion/conversion-counts.repository.ts';
import type { Database } from './database/tables.ts';
import { experimentRepository } from './experiments/experiment.repository.ts';
import { feedbackRepository } from './feedback/feedback.repository.ts';
import { idempotencyRepository } from './idempotency/idempotency.repository.ts';
import { fieldEvidenceRepository } from './lead-history/field-evidence.repository.ts';
import { jobClaims } from './job-queue/job-claims.ts';
import { orgStepsRepository } from './job-queue/org-steps.repository.ts';
import { requestedWorkRepository } from './job-queue/requested-work.repository.ts';
import { jobRepository } from './jobs/job.repository.ts';
import { leadHistoryRepository } from './lead-history/lead-history.repository.ts';
import { syncCursorRepository } from './lead-history/sync-cursor.repository.ts';
import { unscoredLeadsRepository } from './lead-history/unscored-leads.repository.ts';
import { modelCheckRepository } from './model-checks/model-check.repository.ts';
import { modelEventRepository } from './model-checks/model-event.repository.ts';
import { modelRepository } from './models/model.repository.ts';
import { deliveryRepository, notificationSettingsRepository } from './notifications/notifications.repository.ts';
import { orgRepository } from './orgs/org.repository.ts';
import { outboxRepository } from './outbox/outbox.repository.ts';
import { accountLeadsRepository } from './outbox/account-leads.repository.ts';
import { rankedLeadsRepository } from './outbox/ranked-leads.repository.ts';
import { scoreCheckCursorRepository } from './outbox/score-check-cursor.repository.ts';
import { writtenScoresRepository } from './outbox/written-scores.repository.ts';
import { personalDataRepository } from './personal-data/personal-data.repository.ts';
import { propensityModelRepository } from './propensities/propensity-model.repository.ts';
import { propensityRepository } from './propensities/propensity.repository.ts';
import { subjectRecordRepository } from './propensities/subject-record.repository.ts';
import { subjectScoreRepository } from './propensities/subject-score.repository.ts';
import { reconciliationRepository } from './reconciliation/reconciliation.repository.ts';
import { scoreLogRepository } from './score-log/score-log.repository.ts';
import { scoringSettingsRepository } from './scoring-settings/scoring-settings.repository.ts';
import { shadowModelRepository, shadowScoreRepository } from './shadow-models/shadow-models.repository.ts';
import type { SealingKey } from './secrets/sealing.ts';
import { secretRepository } from './secrets/secret.repository.ts';
import { warehouseSourceRepository } from './warehouse/warehouse-source.repository.ts';
import { writeJobsRepository } from './write-jobs/write-jobs.repository.ts';
import { crmUserRepository } from './users/crm-user.repository.ts';
import { scheduleStateRepository } from './worker-state/schedule-state.repository.ts';
import { workerStateRepository } from './worker-state/worker-state.repository.ts';

export interface RepositoryOptions {
  /** Keys that seal secrets at rest: the current one first, then former ones still needed. */
  readonly secretKeys?: readonly SealingKey[];
  /** How many leads' histories, of all orgs together, are cached. */
  readonly maxCachedHistories?: number;
}

/** Every port that storage implements. */
export function createRepositories(
  db: Database,
  clock: Clock,
  { secretKeys = [], maxCachedHistories }: RepositoryOptions = {},
) {
  return {
    leadHistories: leadHistoryRepository(db, maxCachedHistories),
    fieldEvidence: fieldEvidenceRepository(db),
    conversionCounts: conversionCountsRepository(db),
    models: modelRepository(db),
    modelChecks: modelCheckRepository(db),
    modelEvents: modelEventRepository(db),
    scoreLog: scoreLogRepository(db),
    experiments: experimentRepository(db),
    shadowModels: shadowModelRepository(db),
    shadowScores: shadowScoreRepository(db),
    outbox: outboxRepository(db),
    apiAllowance: apiAllowanceRepository(db),
    apiKeys: apiKeyRepository(db),
    accessTokens: accessTokenRepository(db),
    keyCertificates: keyCertificateRepository(db),
    usedAssertions: usedAssertionRepository(db),
    alerts: alertRepository(db),
    audiences: audienceRepository(db),
    auditLog: auditLogRepository(db),
    ...administration(db),
    orgs: orgRepository(db),
    claims: jobClaims(db),
    bucketRuns: bucketRunRepository(db, clock),
    orgSteps: orgStepsRepository(db),
    requestedWork: requestedWorkRepository(db),
    idempotency: idempotencyRepository(db),
    feedback: feedbackRepository(db),
    personalData: personalDataRepository(db, clock),
    scoringSettings: scoringSettingsRepository(db),
    secrets: secretRepository(db, secretKeys),
    reconciliation: reconciliationRepository(db),
    syncCursors: syncCursorRepository(db),
    unscoredLeads: unscoredLeadsRepository(db),
    writtenScores: writtenScoresRepository(db),
    rankedLeads: rankedLeadsRepository(db),
    accountLeads: accountLeadsRepository(db),
    scoreCheckCursors: scoreCheckCursorRepository(db),
    workerStates: workerStateRepository(db),
    jobs: jobRepository(db),
    deliveries: deliveryRepository(db),
    notificationSettings: notificationSettingsRepository(db),
    scheduleStates: scheduleStateRepository(db),
    warehouseSource: warehouseSourceRepository(db),
    writeJobs: writeJobsRepository(db),
    crmUsers: crmUserRepository(db),
    propensities: propensityRepository(db),
    propensityModels: propensityModelRepository(db),
    subjectRecords: subjectRecordRepository(db),
    subjectScores: subjectScoreRepository(db),
  };
}

export type Repositories = ReturnType<typeof createRepositories>;
