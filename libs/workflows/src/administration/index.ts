export { approveModel, modelCard, type ModelCardPorts } from './model-card.ts';
export * from './apply-retention.ts';
export * from './credentials/access-tokens.ts';
export * from './credentials/api-keys.ts';
export * from './credentials/key-renewal.ts';
export * from './credentials/certificate-keys.ts';
export * from './credentials/read-certificate.ts';
export * from './credentials/verify-org-jwt.ts';
export * from './conversion-rates.ts';
export * from './model-checks.ts';
export * from './data-quality.ts';
export * from './give-feedback.ts';
export * from './idempotent-requests.ts';
export * from './jobs.ts';
export * from './run-next-job.ts';
export { activateModel, comparisonOf, getModelReport, listModels, type ActivateModelPorts } from './models.ts';
export { ModelFeatures } from './model-features.ts';
export * from './assess-worker.ts';
export * from './personal-data.ts';
export {
  changeScoringSettings,
  undoScoringSettings,
  type ChangeSettingsPorts,
} from './scoring-settings/change-scoring-settings.ts';
export { DEFAULT_SCORING_SETTINGS } from './scoring-settings/default-settings.ts';
export {
  orgTrainSettings,
  type OrgTrainSettings,
  type TrainingRequest,
} from './scoring-settings/org-train-settings.ts';
export {
  readScoringSettings,
  scoringSettingsOf,
  type ReadSettingsPorts,
} from './scoring-settings/read-scoring-settings.ts';
export type { SettingsProblem } from './scoring-settings/settings-problem.ts';
export { RecentConversionCounts } from './recent-conversion-counts.ts';
export * from './worker-report.ts';
