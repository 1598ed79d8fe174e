import { readdirSync } from 'node:fs';
import { catalogue } from '@leadlight/lead-features';
import { describe, expect, it } from 'vitest';
import type { ZodType } from 'zod';
import { exampleNames, readExample, type ExampleName } from './examples.ts';
import { AccountConversion } from './accounts.ts';
import { Jobs, StartJobRequest } from './jobs.ts';
import { LeadScoreHistory } from './lead-score-history.ts';
import { ExperimentReport, PlannedExperiment, StartExperimentRequest } from './experiment.ts';
import { Alerts, ChangeAlertsRequest, TestAlertRequest } from './alerts.ts';
import { Challengers } from './challengers.ts';
import { Notifications, SwitchNotificationsRequest } from './notifications.ts';
import { ModelCard, ModelReport, Models } from './models.ts';
import { ApiKeys, RenewedApiKey } from './api-keys.ts';
import { ModelChecks } from './model-checks.ts';
import { ConversionRates } from './conversion-rates.ts';
import { DataQuality } from './data-quality.ts';
import { FeedbackRequest, FeedbackResponse } from './feedback.ts';
import {
  AudienceLeads,
  Audiences,
  AudienceWithPreview,
  ConfirmAudienceRequest,
  CreateAudienceRequest,
} from './audiences.ts';
import { ChangeScoringSettingsRequest, ScoringSettingsState } from './scoring-settings.ts';
import { WhatIfRequest, WhatIfResponse } from './what-if.ts';
import { findProblemCode, problemTypes } from './problem-types.ts';
import { Problem } from './problem.ts';
import { Propensities, Propensity, PutPropensityRequest, RecordScore } from './propensities.ts';
import { RankedLeads } from './ranked-leads.ts';
import { WorkerReport } from './worker-report.ts';
import { ScoreLeadsRequest, ScoreLeadsResponse, type LeadScore } from './score-leads.ts';

const schemas: Readonly<Record<ExampleName, ZodType>> = {
  'score-leads.request': ScoreLeadsRequest,
  'score-leads.response': ScoreLeadsResponse,
  'score-new-lead.request': ScoreLeadsRequest,
  'score-new-lead.response': ScoreLeadsResponse,
  'lead-scores.response': LeadScoreHistory,
  'ranked-leads.response': RankedLeads,
  'account-conversion.response': AccountConversion,
  'models.response': Models,
  'alerts.response': Alerts,
  'change-alerts.request': ChangeAlertsRequest,
  'test-alert.request': TestAlertRequest,
  'audience.response': AudienceWithPreview,
  'audience-leads.response': AudienceLeads,
  'audiences.response': Audiences,
  'create-audience.request': CreateAudienceRequest,
  'confirm-audience.request': ConfirmAudienceRequest,
  'experiment-plan.response': PlannedExperiment,
  'challengers.response': Challengers,
  'notifications.response': Notifications,
  'switch-notifications.request': SwitchNotificationsRequest,
  'experiment.response': ExperimentReport,
  'start-experiment.request': StartExperimentRequest,
  'model-card.response': ModelCard,
  'model-report.response': ModelReport,
  'what-if.request': WhatIfRequest,
  'what-if.response': WhatIfResponse,
  'feedback.request': FeedbackRequest,
  'feedback-on-reason.request': FeedbackRequest,
  'feedback.response': FeedbackResponse,
  'data-quality.response': DataQuality,
  'checks.response': ModelChecks,
  'conversion-rates.response': ConversionRates,
  'worker.response': WorkerReport,
  'jobs.response': Jobs,
  'start-job.request': StartJobRequest,
  'keys.response': ApiKeys,
  'renew-key.response': RenewedApiKey,
  'problem.invalid-request': Problem,
  'problem.unauthenticated': Problem,
  'change-settings.request': ChangeScoringSettingsRequest,
  'settings.response': ScoringSettingsState,
  'problem.no-active-model': Problem,
  'problem.settings-changed-meanwhile': Problem,
  'problem.settings-invalid': Problem,
  'problem.record-outside-population': Problem,
  'propensities.response': Propensities,
  'propensity.response': Propensity,
  'put-propensity.request': PutPropensityRequest,
  'record-score.response': RecordScore,
};

const scoresIn = (name: ExampleName): readonly LeadScore[] =>
  (readExample(name) as { scores?: readonly LeadScore[] }).scores ?? [];

interface NamedFeature {
  readonly feature: string;
  readonly field: string;
  readonly labelKey: string;
  readonly label: string;
  readonly unit: string;
}

/** Everything in an example that names a feature with a label, at any depth. */
function featuresIn(example: unknown): readonly NamedFeature[] {
  if (typeof example !== 'object' || example === null) return [];
  const deeper = Object.values(example).flatMap(featuresIn);
  return 'labelKey' in example && 'feature' in example ? [example as NamedFeature, ...deeper] : deeper;
}

describe('readExample', () => {
  it('reads the files of the folder, no more and no fewer', () => {
    const files = readdirSync(new URL('../examples', import.meta.url));
    expect(files.toSorted()).toEqual(exampleNames.map((name) => `${name}.json`).toSorted());
  });

  it.each(exampleNames)('%s follows its schema and has no unknown member', (name) => {
    const example = readExample(name);
    expect(schemas[name].parse(example)).toEqual(example);
  });

  it.each(exampleNames)('%s has points that add up to the score', (name) => {
    for (const { baselineScore, reasons, otherPoints, score } of scoresIn(name)) {
      const sum = reasons.reduce((points, reason) => points + reason.points, baselineScore + otherPoints);
      expect(sum).toBe(score);
    }
  });

  it('record-score.response has points that add up to the score', () => {
    const { baselineScore, reasons, otherPoints, score } = RecordScore.parse(readExample('record-score.response'));
    expect(reasons.reduce((points, reason) => points + reason.points, baselineScore + otherPoints)).toBe(score);
  });

  // Features of other records depend on the definition of the propensity.
  it.each(exampleNames.filter((name) => name !== 'record-score.response'))(
    '%s names features as in the catalogue',
    (name) => {
      const byName = new Map(catalogue.map((feature) => [feature.name, feature]));
      for (const { feature, field, labelKey, label, unit } of featuresIn(readExample(name)))
        expect({ feature, field, labelKey, label, unit }).toEqual({
          feature,
          field: byName.get(feature)?.field,
          labelKey: byName.get(feature)?.labelKey,
          label: byName.get(feature)?.label,
          unit: byName.get(feature)?.unit,
        });
    },
  );

  it.each(exampleNames.filter((name) => name.startsWith('problem.')))(
    '%s has the texts of the list of problems',
    (name) => {
      const problem = Problem.parse(readExample(name));
      const code = findProblemCode(problem.type);
      expect(code && problemTypes[code]).toEqual({
        status: problem.status,
        title: problem.title,
        remedy: problem.remedy,
      });
    },
  );
});
