import type { ZodOpenApiOperationObject } from 'zod-openapi';
import { RankedLeads, RankedLeadsQuery } from './ranked-leads.ts';
import { COMMON, problems, response } from './route-parts.ts';

export const listRankedLeads: ZodOpenApiOperationObject = {
  operationId: 'listRankedLeads',
  summary: 'The best open leads, of all owners or of one',
  description: 'As last scored, whether or not the score has been written to the org yet.',
  tags: ['Scores'],
  requestParams: { query: RankedLeadsQuery },
  responses: {
    200: response('The highest probability first.', RankedLeads, 'ranked-leads.response'),
    ...problems('invalid-request', ...COMMON, 'owner-not-found'),
  },
};
