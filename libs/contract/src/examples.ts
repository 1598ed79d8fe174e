import { readFileSync } from 'node:fs';

/** The JSON examples in `examples/`, for the documentation and the tests of the API, the Lightning components and Apex. */
export const exampleNames = [
  'score-leads.request',
  'score-leads.response',
  'score-new-lead.request',
  'score-new-lead.response',
  'lead-scores.response',
  'ranked-leads.response',
  'models.response',
  'model-card.response',
  'model-report.response',
  'what-if.request',
  'what-if.response',
  'challengers.response',
  'alerts.response',
  'change-alerts.request',
  'test-alert.request',
  'audience.response',
  'audience-leads.response',
  'audiences.response',
  'create-audience.request',
  'confirm-audience.request',
  'experiment-plan.response',
  'experiment.response',
  'feedback.request',
  'feedback-on-reason.request',
  'feedback.response',
  'data-quality.response',
  'checks.response',
  'conversion-rates.response',
  'change-settings.request',
  'settings.response',
  'worker.response',
  'jobs.response',
  'notifications.response',
  'switch-notifications.request',
  'start-experiment.request',
  'start-job.request',
  'keys.response',
  'renew-key.response',
  'propensities.response',
  'propensity.response',
  'put-propensity.request',
  'record-score.response',
  'problem.record-outside-population',
  'problem.invalid-request',
  'problem.unauthenticated',
  'problem.no-active-model',
  'problem.settings-changed-meanwhile',
  'problem.settings-invalid',
] as const;

export type ExampleName = (typeof exampleNames)[number];

/** An example as parsed JSON. */
export const readExample = (name: ExampleName): unknown =>
  JSON.parse(readFileSync(new URL(`../examples/${name}.json`, import.meta.url), 'utf8'));
