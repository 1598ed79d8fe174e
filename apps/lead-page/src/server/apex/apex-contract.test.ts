import { join } from 'node:path';
import {
  ConversionRates,
  DataQuality,
  FeatureQuality,
  Jobs,
  ModelChecks,
  LeadProblem,
  LeadScore,
  ModelStamp,
  ModelSummary,
  PastScore,
  Propensities,
  readExample,
  Reason,
  ScoringSettingsState,
  SimilarLeads,
  TrainingReport,
  Unranked,
  Warning,
  WhatIfChange,
  WhatIfResponse,
  WhatIfSuggestion,
  type ExampleName,
} from '@leadlight/contract';
import type findRejection from '@salesforce/apex/LeadScoreController.findRejection';
import type listScores from '@salesforce/apex/LeadScoreController.listScores';
import type scoreLead from '@salesforce/apex/LeadScoreController.scoreLead';
import type whatIf from '@salesforce/apex/LeadScoreController.whatIf';
import type checkHealth from '@salesforce/apex/LeadlightAdminController.checkHealth';
import type countByBand from '@salesforce/apex/LeadlightAdminController.countByBand';
import type getConversionRates from '@salesforce/apex/LeadlightAdminController.getConversionRates';
import type getDataQuality from '@salesforce/apex/LeadlightAdminController.getDataQuality';
import type getModelReport from '@salesforce/apex/LeadlightAdminController.getModelReport';
import type listModels from '@salesforce/apex/LeadlightAdminController.listModels';
import type listKeys from '@salesforce/apex/ServiceKeysController.listKeys';
import type readSettings from '@salesforce/apex/ScoringSettingsController.readSettings';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { callApex } from '../../testing/call-apex.ts';
import { LEAD_ID } from '../../testing/fakes.ts';
import { useFixturePage } from '../../testing/use-fixture-page.ts';
import { WORKSPACE_FOLDER } from '../paths.ts';

/** What the type of a method in `force-app/types` says that it returns. */
type ResultOf<Method extends (...parameters: never[]) => unknown> = z.ZodType<Awaited<ReturnType<Method>>>;

const value = z.union([z.string(), z.number(), z.boolean()]);
const scored = z.strictObject({
  ...LeadScore.shape,
  uncertain: z.boolean(),
  unranked: z.strictObject({ code: Unranked.shape.code, value: z.string().optional() }).optional(),
  similarLeads: z.strictObject(SimilarLeads.shape),
  reasons: z.array(z.strictObject({ ...Reason.shape, value: value.optional(), hidden: z.boolean() })),
  warnings: z.array(z.strictObject({ code: Warning.shape.code, field: z.string().optional() })),
});
const measure = z.number().optional();
const listedModel = z.strictObject({
  ...ModelSummary.shape,
  holdout: z
    .strictObject({
      rows: z.int(),
      converted: z.int(),
      auc: measure,
      ece: measure,
      lift: measure,
      decisions: z.strictObject({ threshold: z.number(), accuracy: measure, precision: measure, recall: measure }),
    })
    .optional(),
  comparison: z
    .strictObject({ rows: z.int(), difference: measure, challenger: z.enum(['better', 'within noise', 'worse']) })
    .optional(),
});
const outcome = z.strictObject(WhatIfResponse.shape.now.shape);
const { stability: _stability, unit: _unit, ...quality } = FeatureQuality.shape;

const scoreLeadsResult: ResultOf<typeof scoreLead> = z.strictObject({
  model: z.strictObject({ ...ModelStamp.shape, byRules: z.boolean() }),
  scores: z.array(scored),
  problems: z.array(z.strictObject({ leadId: LeadProblem.shape.leadId, type: z.string(), title: z.string() })),
});
const listScoresResult: ResultOf<typeof listScores> = z.strictObject({
  leadId: z.string(),
  scores: z.array(z.strictObject({ ...scored.shape, model: z.strictObject(PastScore.shape.model.shape) })),
});
const whatIfResult: ResultOf<typeof whatIf> = z.strictObject({
  leadId: z.string(),
  now: outcome,
  changed: outcome.optional(),
  changeable: z.array(z.string()),
  raises: z.array(z.strictObject({ ...WhatIfChange.shape, currentValue: value.optional() })),
  suggestions: z.array(z.strictObject(WhatIfSuggestion.shape)),
});
const listModelsResult: ResultOf<typeof listModels> = z.strictObject({ models: z.array(listedModel) });
const getModelReportResult: ResultOf<typeof getModelReport> = z.strictObject({
  model: listedModel,
  report: z.string().refine((text) => TrainingReport.safeParse(JSON.parse(text)).success),
});
const complaint = z.strictObject({ ...quality.complaints.element.shape, leadName: z.string().optional() });
const getDataQualityResult: ResultOf<typeof getDataQuality> = z.strictObject({
  since: DataQuality.shape.since,
  features: z.array(z.strictObject({ ...quality, complaints: z.array(complaint) })),
});
const countByBandResult: ResultOf<typeof countByBand> = z.array(
  z.strictObject({ band: z.string(), open: z.int(), converted: z.int() }),
);
const checkHealthResult: ResultOf<typeof checkHealth> = z.array(
  z.strictObject({
    name: z.string(),
    state: z.enum(['ok', 'attention', 'broken']),
    finding: z.string(),
    remedy: z.string(),
    action: z.literal('schedule').optional(),
  }),
);
const readSettingsResult: ResultOf<typeof readSettings> = z.strictObject({
  revision: z.int(),
  state: z.string().refine((text) => ScoringSettingsState.safeParse(JSON.parse(text)).success),
});
const getConversionRatesResult: ResultOf<typeof getConversionRates> = z.strictObject({
  rates: z.string().refine((text) => ConversionRates.safeParse(JSON.parse(text)).success),
  names: z.record(z.string(), z.string()),
});
const findRejectionResult: ResultOf<typeof findRejection> = z.string().nullable();
const listKeysResult: ResultOf<typeof listKeys> = z.array(
  z.strictObject({
    principal: z.enum(['Administration', 'Scoring']),
    keyId: z.string().optional(),
    name: z.string().optional(),
    createdAt: z.iso.datetime().optional(),
    expiresAt: z.iso.datetime().optional(),
    used: z.boolean().optional(),
    earlierExpiresAt: z.iso.datetime().optional(),
  }),
);
const listChecksResult = z.string().refine((text) => ModelChecks.safeParse(JSON.parse(text)).success);
const listPropensitiesResult = z.string().refine((text) => Propensities.safeParse(JSON.parse(text)).success);
const listJobsResult = z.string().refine((text) => Jobs.safeParse(JSON.parse(text)).success);

interface Method {
  readonly method: string;
  readonly result: z.ZodType;
  /** What the service responds with; absent if it is not called. */
  readonly example?: ExampleName;
}

const METHODS: readonly Method[] = [
  { method: 'LeadScoreController.scoreLead', result: scoreLeadsResult, example: 'score-leads.response' },
  { method: 'LeadScoreController.listScores', result: listScoresResult, example: 'lead-scores.response' },
  { method: 'LeadScoreController.whatIf', result: whatIfResult, example: 'what-if.response' },
  { method: 'LeadlightAdminController.listModels', result: listModelsResult, example: 'models.response' },
  { method: 'LeadlightAdminController.getModelReport', result: getModelReportResult, example: 'model-report.response' },
  { method: 'LeadlightAdminController.getDataQuality', result: getDataQualityResult, example: 'data-quality.response' },
  {
    method: 'LeadlightAdminController.getConversionRates',
    result: getConversionRatesResult,
    example: 'conversion-rates.response',
  },
  { method: 'LeadlightAdminController.checkHealth', result: checkHealthResult, example: 'worker.response' },
  { method: 'LeadlightAdminController.listChecks', result: listChecksResult, example: 'checks.response' },
  { method: 'LeadlightAdminController.listJobs', result: listJobsResult, example: 'jobs.response' },
  {
    method: 'PropensitiesController.listPropensities',
    result: listPropensitiesResult,
    example: 'propensities.response',
  },
  { method: 'PropensitiesController.getChecks', result: listChecksResult, example: 'checks.response' },
  { method: 'ServiceKeysController.listKeys', result: listKeysResult, example: 'keys.response' },
  { method: 'ScoringSettingsController.readSettings', result: readSettingsResult, example: 'settings.response' },
  { method: 'LeadlightAdminController.countByBand', result: countByBandResult },
  { method: 'LeadScoreController.findRejection', result: findRejectionResult },
];
/** Those whose result is not JSON text. */
const WITH_MISSING_VALUES = METHODS.filter(({ example = '' }) =>
  /^(score-leads|lead-scores|what-if|models)\./.test(example),
);
const RECORDED = [...WITH_MISSING_VALUES, ...METHODS.filter(({ method }) => method.endsWith('.getDataQuality'))];
/** The tests of the components read them. `vitest run … --update` writes them again. */
const RESULTS_FOLDER = join(WORKSPACE_FOLDER, 'force-app/test/apex-results');

/** Figures that were not measured, and values that are missing. */
const NULLABLE = new Set([
  'auc',
  'ece',
  'lift',
  'accuracy',
  'precision',
  'recall',
  'difference',
  'value',
  'currentValue',
]);

describe('what Apex returns to components', () => {
  const page = useFixturePage();

  const call = async (method: string) => {
    const parameters = {
      leadId: LEAD_ID,
      modelId: '9f2c41d07be35a68',
      groupedBy: 'team',
      propensityId: 'account-churns',
    };
    const { status, body } = await callApex(page.url, method, parameters, 'administrator', 'en-US');
    expect(status, JSON.stringify(body)).toBe(200);
    return body;
  };

  it.each(METHODS)('$method returns what its type says', async ({ method, result }) => {
    expect(result.safeParse(await call(method)).error).toBeUndefined();
  });

  it.each(WITH_MISSING_VALUES)(
    '$method returns what its type says where values are missing',
    async ({ method, result, example }) => {
      const body: unknown = JSON.parse(JSON.stringify(readExample(example!)), (name, member: unknown) =>
        NULLABLE.has(name) ? null : member,
      );
      page.api.respondWith(200, body, true);
      expect(result.safeParse(await call(method)).error).toBeUndefined();
    },
  );

  it.each(RECORDED)('$method returns what the tests of the components work with', async ({ method }) => {
    const text = `${JSON.stringify(await call(method), null, 2)}\n`;
    await expect(text).toMatchFileSnapshot(join(RESULTS_FOLDER, `${method}.json`));
  });

  it('names the users of conversion rates that the org has', async () => {
    const { names } = (await call('LeadlightAdminController.getConversionRates')) as { readonly names: object };
    expect(names).toEqual({ '0055g00000AbCdEAAX': 'Mia Park' });
  });
});
