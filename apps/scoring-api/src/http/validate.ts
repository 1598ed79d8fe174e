import type { FieldError } from '@leadlight/contract';
import type { z } from 'zod';
import { HttpProblem } from './http-problem.ts';

const MAX_ERRORS = 20;

type Place = 'body' | 'query' | 'path' | `${string} header`;

/**
 * Validates input from a request.
 * @param place `body`: JSON pointers lead into the body; `query`, `path` and headers: pointers name the parameter
 * @throws HttpProblem `invalid-request` with a pointer for each error, at most 20
 */
export function validate<Schema extends z.ZodType>(schema: Schema, input: unknown, place: Place): z.output<Schema> {
  const { data, errors } = findErrors(schema, input, place);
  if (errors) throw invalidRequestProblem(place, errors);
  return data as z.output<Schema>;
}

/** @param at path of the input in the body, where it is a part of it */
export function findErrors<Schema extends z.ZodType>(
  schema: Schema,
  input: unknown,
  place: Place,
  at: readonly PropertyKey[] = [],
):
  | { readonly data: z.output<Schema>; readonly errors?: undefined }
  | { readonly data?: undefined; readonly errors: FieldError[] } {
  const parsed = schema.safeParse(input);
  if (parsed.success) return { data: parsed.data };
  return {
    errors: parsed.error.issues.flatMap((issue) => toFieldErrors({ ...issue, path: [...at, ...issue.path] }, place)),
  };
}

export const invalidRequestProblem = (place: Place, errors: readonly FieldError[]) =>
  new HttpProblem('invalid-request', {
    detail: `The ${place} violates the contract in ${errors.length} place${errors.length === 1 ? '' : 's'}.`,
    errors: errors.slice(0, MAX_ERRORS),
  });

function toFieldErrors(issue: z.core.$ZodIssue, place: string): FieldError[] {
  const pointer = (path: readonly PropertyKey[]) =>
    place === 'body' ? `#${path.map(pointerStep).join('')}` : path.map(String).join('/') || place;
  if (issue.code !== 'unrecognized_keys') return [{ pointer: pointer(issue.path), detail: messageOf(issue) }];
  return issue.keys.map((key) => ({
    pointer: pointer([...issue.path, key.slice(0, 100)]),
    detail: 'There is no such member.',
  }));
}

/** "undefined" means nothing to a caller. */
const messageOf = ({ message }: z.core.$ZodIssue): string =>
  message.replace(/, received undefined$/, ', and it is missing');

/** A step of an RFC 6901 pointer in a URI fragment: `~` and `/` escaped, the rest percent-encoded. */
const pointerStep = (key: PropertyKey): string =>
  `/${encodeURIComponent(String(key).toWellFormed().replaceAll('~', '~0').replaceAll('/', '~1'))}`;
