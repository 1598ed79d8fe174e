import { z } from 'zod';
import type { DeepReadonly } from './deep-readonly.ts';
import { LocalizedMessage } from './localized-message.ts';

/** Where a request breaks the contract. */
export const FieldError = z
  .object({
    pointer: z
      .string()
      .meta({ description: 'JSON Pointer into the body as a URI fragment (RFC 6901), or the name of a parameter.' }),
    detail: z.string(),
  })
  .meta({ id: 'FieldError', example: { pointer: '#/leads/0/leadId', detail: 'expected a string, received a number' } });
export type FieldError = DeepReadonly<z.infer<typeof FieldError>>;

/** Problem details, RFC 9457: the body of every response that is not a success. */
export const Problem = z
  .object({
    type: z
      .string()
      .meta({ description: 'Stable name of the kind of problem: a path on this service that explains it.' }),
    title: z.string().meta({ description: 'The same for every problem of this type.' }),
    status: z.int().min(400).max(599),
    detail: z.string().optional().meta({ description: 'What is wrong this time, in a sentence.' }),
    remedy: z.string().meta({ description: 'What the caller can do.' }),
    requestId: z.string().meta({ description: 'The same id is in the service’s log and in the X-Request-Id header.' }),
    reason: LocalizedMessage.optional().meta({ description: 'Why, as a sentence for the user of a client.' }),
    errors: z.array(FieldError).optional(),
  })
  .meta({ id: 'Problem', description: 'Problem details (RFC 9457), `application/problem+json`.' });
export type Problem = DeepReadonly<z.infer<typeof Problem>>;
