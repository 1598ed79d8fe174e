import type { ProblemCode } from '@leadlight/contract';
import { ForestError } from '@leadlight/forest';
import { LeadFeaturesError } from '@leadlight/lead-features';
import { isStorageError, type StorageErrorCode } from '@leadlight/storage';
import { isWorkflowError, type WorkflowErrorCode } from '@leadlight/workflows';

type ErrorCode = WorkflowErrorCode | StorageErrorCode;

/** The problem type for each error code of the libraries. A missing code does not compile. */
const problemOf = {
  creation_time_invalid: 'internal',
  creation_times_missing: 'internal',
  no_finished_experiment: 'internal',
  too_few_for_uplift: 'internal',
  treatment_not_random: 'internal',
  treatment_unknown: 'internal',
  settings_invalid: 'settings-invalid',
  settings_changed_meanwhile: 'settings-changed-meanwhile',
  settings_nothing_to_undo: 'nothing-to-undo',
  idempotency_key_reused: 'idempotency-key-reused',
  audience_not_found: 'audience-not-found',
  audience_name_taken: 'audience-name-taken',
  audience_changed_meanwhile: 'audience-changed-meanwhile',
  audience_has_no_campaign: 'audience-has-no-campaign',
  audience_not_confirmed: 'audience-not-confirmed',
  audience_invalid: 'audience-invalid',
  // A worker writes to campaigns.
  campaign_not_found: 'internal',
  consent_not_read: 'consent-not-read',
  lead_not_found: 'lead-not-found',
  owner_not_found: 'owner-not-found',
  unknown_lead: 'lead-not-found',
  no_active_model: 'no-active-model',
  unknown_model: 'model-not-found',
  import_horizon_differs: 'internal',
  import_outcomes_missing: 'internal',
  challenger_not_comparable: 'challenger-not-comparable',
  no_challenger: 'no-challenger',
  route_not_set_up: 'route-not-set-up',
  unknown_feature_of_model: 'feature-not-found',
  model_not_for_leads: 'model-unusable',
  unknown_propensity: 'propensity-not-found',
  propensity_exists: 'propensity-changed-meanwhile',
  propensity_changed: 'propensity-changed-meanwhile',
  propensity_invalid: 'propensity-invalid',
  propensity_not_trained: 'propensity-not-trained',
  subjects_not_synced: 'org-not-synced',
  object_not_allowed: 'object-not-allowed',
  unknown_record: 'record-not-found',
  record_outside: 'record-outside-population',
  record_not_scored: 'record-not-scored',
  // A worker trains propensities.
  object_not_readable: 'internal',
  population_not_known: 'internal',
  status_values_not_known: 'internal',
  horizon_below_gaps: 'internal',
  too_few_subjects: 'internal',
  org_not_synced: 'org-not-synced',
  work_in_progress: 'internal',
  no_settled_examples: 'internal',
  opportunities_not_synced: 'internal',
  status_not_tracked: 'internal',
  status_never_used: 'internal',
  score_withheld: 'score-withheld',
  experiment_open: 'experiment-open',
  no_experiment: 'no-experiment',
  base_rate_unknown: 'base-rate-unknown',
  effect_impossible: 'invalid-request',
  alerts_invalid: 'alerts-invalid',
  key_not_found: 'key-not-found',
  key_scopes_exceeded: 'forbidden',
  certificate_invalid: 'internal',
  storage_unreachable: 'storage-unavailable',
  storage_unavailable: 'storage-unavailable',
  storage_not_answering: 'storage-unavailable',
  storage_in_use: 'storage-unavailable',
  database_url_invalid: 'internal',
  storage_newer: 'internal',
  storage_migrations_differ: 'internal',
  storage_start_failed: 'storage-unavailable',
  model_not_found: 'model-unusable',
  claim_lost: 'internal',
  org_unscoped: 'internal',
  secret_key_invalid: 'internal',
  secret_key_missing: 'internal',
  secret_altered: 'internal',
} as const satisfies Record<ErrorCode, ProblemCode>;

/** The problem type for an error of a library; undefined for any other error. */
export function problemCodeOf(error: unknown): ProblemCode | undefined {
  if (isWorkflowError(error) || isStorageError(error)) return problemOf[error.code];
  // The model file is damaged, or uses features of a newer release.
  if (error instanceof ForestError || error instanceof LeadFeaturesError) return 'model-unusable';
  return undefined;
}
