import { randomUUID } from 'node:crypto';
import {
  FeedbackRequest,
  LeadId,
  LeadScoreHistoryQuery,
  MAX_REASONS,
  RankedLeadsQuery,
  ScoreLeadsRequest,
  WhatIfRequest,
} from '@leadlight/contract';
import { z } from 'zod';
import type { ApiRequest } from './api-client.ts';

/** A tool of the MCP server: one request to the scoring API. */
export interface Tool {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly input: z.ZodObject;
  /** Whether it stores nothing but the log of scores. */
  readonly isReadOnly: boolean;
  readonly request: (input: never) => ApiRequest;
}

/** @param request from the validated input */
const tool = <Input extends z.ZodObject>(
  definition: Omit<Tool, 'input' | 'request'> & {
    readonly input: Input;
    readonly request: (input: z.output<Input>) => ApiRequest;
  },
): Tool => definition;

const queryOf = (values: Readonly<Record<string, string | number | undefined>>): string => {
  const given = Object.entries(values).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, String(value)] as const],
  );
  return given.length === 0 ? '' : `?${new URLSearchParams(Object.fromEntries(given)).toString()}`;
};

const MAX_LEADS = 50;

export const tools: readonly Tool[] = [
  tool({
    name: 'list_best_leads',
    title: 'Best leads',
    description:
      'The open leads most likely to reach the goal, best first, as last scored; of one owner if named. Gives record ids, not names: look names up in Salesforce.',
    input: RankedLeadsQuery,
    isReadOnly: true,
    request: ({ owner, band, limit }) => ({ method: 'GET', path: `/v1/leads${queryOf({ owner, band, limit })}` }),
  }),
  tool({
    name: 'score_leads',
    title: 'Score leads',
    description: `Score up to ${MAX_LEADS} leads now, each with its strongest reasons in points. baselineScore + the points of all reasons + otherPoints = score.`,
    input: z.strictObject({
      leads: z.array(ScoreLeadsRequest.shape.leads.element).min(1).max(MAX_LEADS),
      maxReasons: ScoreLeadsRequest.shape.maxReasons,
    }),
    isReadOnly: true,
    request: (body) => ({ method: 'POST', path: '/v1/scores', body }),
  }),
  tool({
    name: 'explain_lead',
    title: 'Explain a lead’s score',
    description:
      'Score one lead now with all its reasons, the range of similar past leads and warnings about its data.',
    input: z.strictObject({ leadId: LeadId }),
    isReadOnly: true,
    request: ({ leadId }) => ({
      method: 'POST',
      path: '/v1/scores',
      body: { leads: [{ leadId }], maxReasons: MAX_REASONS },
    }),
  }),
  tool({
    name: 'try_values',
    title: 'Try values',
    description:
      'What a lead’s score would be with other field values, and what a rep can do to raise it. An association in past leads, not a promise. Stores nothing.',
    input: z.strictObject(WhatIfRequest.shape),
    isReadOnly: true,
    request: (body) => ({ method: 'POST', path: '/v1/what-if', body }),
  }),
  tool({
    name: 'lead_score_history',
    title: 'Past scores of a lead',
    description: 'The scores that a lead has had, newest first, each with its reasons and its model.',
    input: z.strictObject({ leadId: LeadId, limit: LeadScoreHistoryQuery.shape.limit }),
    isReadOnly: true,
    request: ({ leadId, limit }) => ({
      method: 'GET',
      path: `/v1/leads/${encodeURIComponent(leadId)}/scores${queryOf({ limit })}`,
    }),
  }),
  tool({
    name: 'list_models',
    title: 'Models',
    description: 'The org’s models, newest first, with their measured quality; at most one is active.',
    input: z.strictObject({}),
    isReadOnly: true,
    request: () => ({ method: 'GET', path: '/v1/models' }),
  }),
  tool({
    name: 'show_model_report',
    title: 'Evidence for a model',
    description:
      'How a model was trained and measured: verdict, AUC, calibration, contenders, fields left out and why.',
    input: z.strictObject({ modelId: z.string().min(1).max(64) }),
    isReadOnly: true,
    request: ({ modelId }) => ({ method: 'GET', path: `/v1/models/${encodeURIComponent(modelId)}/report` }),
  }),
  tool({
    name: 'give_feedback',
    title: 'Give feedback',
    description:
      'Store what the user says about a score or one of its reasons. Call it only if the user has said so. Changes nothing in Salesforce.',
    input: z.strictObject(FeedbackRequest.shape).omit({ id: true }),
    isReadOnly: false,
    request: (feedback) => ({ method: 'POST', path: '/v1/feedback', body: { id: randomUUID(), ...feedback } }),
  }),
];
