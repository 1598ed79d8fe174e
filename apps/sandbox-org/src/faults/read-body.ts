import type { Request } from 'express';
import { type ApiError, badRequest } from '../org/api-error.ts';

export const invalidRequest = (message: string): ApiError => badRequest('INVALID_REQUEST', message);

export type Body = Readonly<Record<string, unknown>>;

/** @throws ApiError INVALID_REQUEST */
export const parseBody = (req: Request): Body => {
  const body: unknown = req.body;
  if (body === null || typeof body !== 'object') throw invalidRequest('A JSON object is needed.');
  return body as Body;
};

/** @throws ApiError INVALID_REQUEST */
export const readText = (body: Body, name: string): string | undefined => {
  const value = body[name];
  if (value !== undefined && typeof value !== 'string') throw invalidRequest(`${name} must be a string.`);
  return value;
};

/** @throws ApiError INVALID_REQUEST */
export const readNumber = (body: Body, name: string): number | undefined => {
  const value = body[name];
  if (value !== undefined && (typeof value !== 'number' || !Number.isInteger(value) || value < 0)) {
    throw invalidRequest(`${name} must be a whole number.`);
  }
  return value;
};
