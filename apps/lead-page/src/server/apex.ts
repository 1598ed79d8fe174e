import { randomUUID } from 'node:crypto';
import type { DataQuality, ModelReport } from '@leadlight/contract';
import { checkHealth } from './apex-health.ts';
import { settingsMethods } from './apex-settings.ts';
import { labelsFor, labelText } from './labels.ts';
import { countByBand, findLeadNames, type OrgConnection } from './leads.ts';
import { problemDetailsOf, problemCodeOf, type ScoringApiClient } from './scoring-api-client.ts';

/** What Apex answers: the contract's JSON as it is, or a plain sentence. */
export interface ApexResponse {
  readonly status: number;
  readonly body: string;
}

/** In whose place Apex stands: the org it runs in, the service it calls, the language of the user. */
export interface ApexContext {
  readonly org: OrgConnection;
  readonly api: ScoringApiClient;
  readonly language: string;
}

type Parameters = Readonly<Record<string, unknown>>;
type ApexMethod = (context: ApexContext, parameters: Parameters) => Promise<ApexResponse>;

/** As the Apex client tells refusals apart. */
const LABEL_BY_PROBLEM: Readonly<Record<string, string>> = {
  'no-active-model': 'NoModel',
  'lead-not-found': 'LeadUnknown',
  unauthenticated: 'Rejected',
  forbidden: 'Rejected',
  'rate-limited': 'Busy',
  overloaded: 'Busy',
  'storage-unavailable': 'Busy',
  'settings-invalid': 'SettingsInvalid',
  'settings-changed-meanwhile': 'SettingsChanged',
  'nothing-to-undo': 'NothingToUndo',
  'org-not-synced': 'NotSynced',
};

const MAX_REASONS = 20;
const MAX_SHOWN_SCORES = 50;
const RECORD_ID = /^\w{1,64}$/;

/** Stands for the package's controllers: same questions to org and service, same answers to the components. */
export const apexMethods: Readonly<Record<string, ApexMethod>> = {
  'LeadScoreController.scoreLead': forLead(async (context, leadId) => {
    const answer = await callService(context, '/v1/scores', { leads: [{ leadId }], maxReasons: MAX_REASONS });
    if (answer.status !== 200) return answer;
    const { scores } = JSON.parse(answer.body) as { readonly scores: readonly unknown[] };
    return scores.length === 0 ? failure('LeadUnknown', context) : answer;
  }),
  'LeadScoreController.listScores': forLead((context, leadId) =>
    callService(context, `/v1/leads/${leadId}/scores?limit=${MAX_SHOWN_SCORES}`),
  ),
  'LeadScoreController.whatIf': forLead((context, leadId, { fields }) =>
    callService(context, '/v1/what-if', { leadId, ...(fields ? { fields } : {}) }),
  ),
  'LeadScoreController.giveFeedback': forLead(async (context, leadId, { feedback }) => {
    const said = { id: randomUUID(), leadId, ...withoutBlanks(feedback as Parameters) };
    const answer = await callService(context, '/v1/feedback', said);
    return answer.status === 200 ? success(null) : answer;
  }),
  'LeadlightAdminController.listModels': (context) => callService(context, '/v1/models'),
  'LeadlightAdminController.getModelReport': async (context, { modelId }) => {
    const answer = await callService(context, `/v1/models/${encodeURIComponent(String(modelId))}/report`);
    return answer.status === 200 ? success(reportAsText(JSON.parse(answer.body) as ModelReport)) : answer;
  },
  'LeadlightAdminController.getDataQuality': async (context) => {
    const answer = await callService(context, '/v1/data-quality');
    return answer.status === 200
      ? success(await withLeadNames(JSON.parse(answer.body) as DataQuality, context.org))
      : answer;
  },
  'LeadlightAdminController.activateModel': async (context, { modelId }) => {
    const answer = await callService(context, `/v1/models/${encodeURIComponent(String(modelId))}/activate`, {});
    return answer.status === 200 ? callService(context, '/v1/models') : answer;
  },
  ...settingsMethods(callService),
  'LeadlightAdminController.countByBand': async ({ org }) => success(await countByBand(org)),
  'LeadlightAdminController.checkHealth': async (context) =>
    success(await checkHealth(context.org, (path) => callService(context, path), labelText(context.language))),
};

/** With the names of the leads, as Apex looks them up. */
async function withLeadNames({ since, features }: DataQuality, org: OrgConnection) {
  const ids = new Set(features.flatMap(({ complaints }) => complaints.map(({ leadId }) => leadId)));
  const names = await findLeadNames(org, [...ids]);
  return {
    since,
    features: features.map((feature) => ({
      ...feature,
      complaints: feature.complaints.map((complaint) => ({
        ...complaint,
        leadName: names.get(complaint.leadId) ?? null,
      })),
    })),
  };
}

/** Text trimmed; empty text is none. */
const withoutBlanks = (members: Parameters): Parameters =>
  Object.fromEntries(
    Object.entries(members ?? {})
      .map(([name, value]) => [name, typeof value === 'string' ? value.trim() : value] as const)
      .filter(([, value]) => value !== '' && value !== null),
  );

/** Apex hands the report over as text. */
const reportAsText = ({ model, report }: ModelReport) => ({ model, report: JSON.stringify(report) });

type LeadMethod = (context: ApexContext, leadId: string, parameters: Parameters) => Promise<ApexResponse>;

function forLead(method: LeadMethod): ApexMethod {
  return async (context, parameters) =>
    typeof parameters.leadId === 'string' && RECORD_ID.test(parameters.leadId)
      ? method(context, parameters.leadId, parameters)
      : { status: 400, body: JSON.stringify({ message: 'leadId is not the id of a record.' }) };
}

async function callService(context: ApexContext, path: string, body?: unknown, method?: string): Promise<ApexResponse> {
  try {
    const answer = await context.api.send(path, body, method);
    if (answer.status === 200) return answer;
    return failure(
      LABEL_BY_PROBLEM[problemCodeOf(answer.body) ?? ''] ?? 'Failed',
      context,
      problemDetailsOf(answer.body),
    );
  } catch (error) {
    return failure(error instanceof Error && error.name === 'TimeoutError' ? 'TimedOut' : 'Unreachable', context);
  }
}

const success = (answer: unknown): ApexResponse => ({ status: 200, body: JSON.stringify(answer) });

const failure = (name: string, { language }: ApexContext, places = ''): ApexResponse => ({
  status: 500,
  body: JSON.stringify({ message: labelsFor(language)[`Leadlight_Error_${name}`]?.replace('{0}', places) }),
});
