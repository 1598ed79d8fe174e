import type { ZodOpenApiOperationObject } from 'zod-openapi';
import { z } from 'zod';
import { AccountConversion, AccountConversionQuery, AccountKey } from './accounts.ts';
import { COMMON, problems, response } from './route-parts.ts';

export const getAccountConversion: ZodOpenApiOperationObject = {
  operationId: 'getAccountConversion',
  summary: 'The probability that at least one of the leads of an account converts, with the people',
  description:
    'Open leads belong to an account by a lookup to it, by the mail domain of the company, or by the company’s name. Leads whose score an experiment hides are not among them. Outcomes of people of one company depend on each other; how much is measured when a model is trained.',
  tags: ['Scores'],
  requestParams: { path: z.object({ accountKey: AccountKey }), query: AccountConversionQuery },
  responses: {
    200: response('The account.', AccountConversion, 'account-conversion.response'),
    ...problems('invalid-request', 'no-active-model', ...COMMON),
  },
};
