import { randomUUID } from 'node:crypto';
import type { DataQuality, ModelReport } from '@leadlight/contract';
import { callService, failure, success, type ApexContext, type ApexResponse } from './apex-call.ts';
import { checkHealth } from './apex-health.ts';
import { settingsMethods } from './apex-settings.ts';
import { labelText } from './labels.ts';
import { countByBand, findLeadNames, findPeopleNames, type OrgConnection } from './leads.ts';

type Parameters = Readonly<Record<string, unknown>>;
type ApexMethod = (context: ApexContext, parameters: Parameters) => Promise<ApexResponse>;

const MAX_REASONS = 20;
const MAX_SHOWN_SCORES = 50;
const RECORD_ID = /^\w{1,64}$/;

/** Simulates the Apex controllers of the package: the same requests to org and service, the same results. */
export const apexMethods: Readonly<Record<string, ApexMethod>> = {
  'LeadScoreController.scoreLead': forLead(async (context, leadId) => {
    const response = await callService(context, '/v1/scores', { leads: [{ leadId }], maxReasons: MAX_REASONS });
    if (response.status !== 200) return response;
    const { scores } = JSON.parse(response.body) as { readonly scores: readonly unknown[] };
    return scores.length === 0 ? failure('LeadUnknown', context) : response;
  }),
  'LeadScoreController.listScores': forLead((context, leadId) =>
    callService(context, `/v1/leads/${leadId}/scores?limit=${MAX_SHOWN_SCORES}`),
  ),
  'LeadScoreController.whatIf': forLead((context, leadId, { fields }) =>
    callService(context, '/v1/what-if', { leadId, ...(fields ? { fields } : {}) }),
  ),
  'LeadScoreController.giveFeedback': forLead(async (context, leadId, { feedback }) => {
    const body = { id: randomUUID(), leadId, ...withoutBlanks(feedback as Parameters) };
    const response = await callService(context, '/v1/feedback', body);
    return response.status === 200 ? success(null) : response;
  }),
  'LeadlightAdminController.listModels': (context) => callService(context, '/v1/models'),
  'LeadlightAdminController.getModelReport': async (context, { modelId }) => {
    const response = await callService(context, `/v1/models/${encodeURIComponent(String(modelId))}/report`);
    return response.status === 200 ? success(reportAsText(JSON.parse(response.body) as ModelReport)) : response;
  },
  'LeadlightAdminController.getDataQuality': async (context) => {
    const response = await callService(context, '/v1/data-quality');
    return response.status === 200
      ? success(await withLeadNames(JSON.parse(response.body) as DataQuality, context.org))
      : response;
  },
  'LeadlightAdminController.getConversionRates': async (context, { groupedBy }) => {
    const response = await callService(
      context,
      `/v1/conversion-rates?groupedBy=${encodeURIComponent(String(groupedBy))}`,
    );
    return response.status === 200
      ? success({ rates: response.body, names: await findPeopleNames(context.org, response.body) })
      : response;
  },
  'LeadlightAdminController.activateModel': async (context, { modelId }) => {
    const response = await callService(context, `/v1/models/${encodeURIComponent(String(modelId))}/activate`, {});
    return response.status === 200 ? callService(context, '/v1/models') : response;
  },
  'LeadlightAdminController.listJobs': listJobs,
  'LeadlightAdminController.startJob': async (context, { kind }) => {
    const response = await callService(context, '/v1/jobs', { kind });
    return response.status === 200 ? listJobs(context) : response;
  },
  ...settingsMethods,
  'LeadlightAdminController.countByBand': async ({ org }) => success(await countByBand(org)),
  'LeadlightAdminController.checkHealth': async (context) =>
    success(await checkHealth(context.org, (path) => callService(context, path), labelText(context.language))),
};

/** Apex returns the jobs as JSON text. */
async function listJobs(context: ApexContext): Promise<ApexResponse> {
  const response = await callService(context, '/v1/jobs');
  return response.status === 200 ? success(response.body) : response;
}

/** Adds the names of the leads, as Apex does. */
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

/** Trims strings, and leaves out empty ones. */
const withoutBlanks = (members: Parameters): Parameters =>
  Object.fromEntries(
    Object.entries(members ?? {})
      .map(([name, value]) => [name, typeof value === 'string' ? value.trim() : value] as const)
      .filter(([, value]) => value !== '' && value !== null),
  );

/** Apex returns the report as JSON text. */
const reportAsText = ({ model, report }: ModelReport) => ({ model, report: JSON.stringify(report) });

type LeadMethod = (context: ApexContext, leadId: string, parameters: Parameters) => Promise<ApexResponse>;

function forLead(method: LeadMethod): ApexMethod {
  return async (context, parameters) =>
    typeof parameters.leadId === 'string' && RECORD_ID.test(parameters.leadId)
      ? method(context, parameters.leadId, parameters)
      : { status: 400, body: JSON.stringify({ message: 'leadId is not the id of a record.' }) };
}
