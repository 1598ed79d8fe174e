import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './package.mjs';

/** Static resources of the Apex tests, each with the example of the contract that it must equal. */
const copies = {
  Leadlight_Example_ScoreLeads: 'score-leads.response',
  Leadlight_Example_Feedback: 'feedback.response',
  Leadlight_Example_WhatIf: 'what-if.response',
  Leadlight_Example_LeadScores: 'lead-scores.response',
  Leadlight_Example_Models: 'models.response',
  Leadlight_Example_Jobs: 'jobs.response',
  Leadlight_Example_Audiences: 'audiences.response',
  Leadlight_Example_Audience: 'audience.response',
  Leadlight_Example_Keys: 'keys.response',
  Leadlight_Example_RenewedKey: 'renew-key.response',
  Leadlight_Example_Propensities: 'propensities.response',
  Leadlight_Example_Propensity: 'propensity.response',
  Leadlight_Example_Account: 'account-conversion.response',
  Leadlight_Example_RecordScore: 'record-score.response',
  Leadlight_Example_RecordOutside: 'problem.record-outside-population',
  Leadlight_Example_ModelReport: 'model-report.response',
  Leadlight_Example_Settings: 'settings.response',
  Leadlight_Example_ChangeSettings: 'change-settings.request',
  Leadlight_Example_SettingsInvalid: 'problem.settings-invalid',
  Leadlight_Example_SettingsChanged: 'problem.settings-changed-meanwhile',
  Leadlight_Example_DataQuality: 'data-quality.response',
  Leadlight_Example_Alerts: 'alerts.response',
  Leadlight_Example_Notifications: 'notifications.response',
  Leadlight_Example_Challengers: 'challengers.response',
  Leadlight_Example_Experiment: 'experiment.response',
  Leadlight_Example_ExperimentPlan: 'experiment-plan.response',
  Leadlight_Example_ModelCard: 'model-card.response',
  Leadlight_Example_Checks: 'checks.response',
  Leadlight_Example_ConversionRates: 'conversion-rates.response',
  Leadlight_Example_Worker: 'worker.response',
  Leadlight_Example_NoActiveModel: 'problem.no-active-model',
  Leadlight_Example_Unauthenticated: 'problem.unauthenticated',
};

export function checkContractExamples() {
  const faults = [];
  for (const [resource, example] of Object.entries(copies)) {
    const from = join('libs/contract/examples', `${example}.json`);
    const to = join('force-app/main/default/staticresources', `${resource}.json`);
    if (readFileSync(join(root, from), 'utf8') !== readFileSync(join(root, to), 'utf8'))
      faults.push(`${to}: differs from the contract; fix with "cp ${from} ${to}"`);
  }
  return { faults, summary: `Contract: ${Object.keys(copies).length} examples of the Apex tests equal the contract’s` };
}
