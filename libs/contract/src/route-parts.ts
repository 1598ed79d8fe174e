import type { ZodOpenApiResponsesObject } from 'zod-openapi';
import { z } from 'zod';
import { readExample, type ExampleName } from './examples.ts';
import { Problem } from './problem.ts';
import { problemTypes, type ProblemCode } from './problem-types.ts';
import { IdempotencyKey } from './score-leads.ts';

/** Problems of any route that needs a key. */
export const COMMON = [
  'unsupported-version',
  'unauthenticated',
  'forbidden',
  'rate-limited',
  'internal',
  'storage-unavailable',
  'overloaded',
] as const;
export const BODY = [
  'invalid-json',
  'invalid-request',
  'request-timeout',
  'body-too-large',
  'unsupported-media-type',
] as const;

/** Identifies a write, so that it can be repeated: it is done once, and the repetition gets the same response. */
export const ONCE = z.object({ 'Idempotency-Key': IdempotencyKey.optional() });

export function json(schema: z.ZodType, ...names: readonly ExampleName[]) {
  const examples = Object.fromEntries(names.map((name) => [name, { value: readExample(name) }]));
  return { 'application/json': { schema, ...(names.length > 0 && { examples }) } };
}

export const requestBody = (schema: z.ZodType, ...names: readonly ExampleName[]) => ({
  required: true,
  content: json(schema, ...names),
});

export const response = (description: string, schema: z.ZodType, ...names: readonly ExampleName[]) => ({
  description,
  content: json(schema, ...names),
});

/** Problem responses of a route, one entry per status with its possible types. */
export function problems(...codes: readonly ProblemCode[]): ZodOpenApiResponsesObject {
  const byStatus = Map.groupBy(codes, (code) => problemTypes[code].status);
  const entries = [...byStatus].map(([status, ofStatus]) => [
    status,
    {
      description: ofStatus.map((code) => `\`${code}\`: ${problemTypes[code].title}.`).join(' '),
      content: { 'application/problem+json': { schema: Problem } },
      ...(status === 401 ? { headers: z.object({ 'WWW-Authenticate': z.string() }) } : {}),
      ...(status === 429 || status === 503 ? { headers: z.object({ 'Retry-After': z.string().optional() }) } : {}),
    },
  ]);
  return Object.fromEntries(entries) as ZodOpenApiResponsesObject;
}
