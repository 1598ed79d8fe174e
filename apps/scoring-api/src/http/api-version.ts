import { CONTRACT_VERSION, type Deprecation } from '@leadlight/contract';
import type { RequestHandler, Response } from 'express';
import { HttpProblem } from './http-problem.ts';

const SUPPORTED_VERSION = /^1(?:\.\d{1,4}){0,2}$/;

/** Sends the contract's version with every response and rejects requests for another major version. */
export const checkApiVersion: RequestHandler = (req, res, next) => {
  res.setHeader('API-Version', CONTRACT_VERSION);
  const requested = req.headers['api-version'];
  if (requested !== undefined && !SUPPORTED_VERSION.test(String(requested))) {
    throw new HttpProblem('unsupported-version', { detail: `This service speaks version ${CONTRACT_VERSION}.` });
  }
  next();
};

/**
 * Announces in a response that its route will be removed.
 * @source RFC 9745 (Deprecation), RFC 8594 (Sunset)
 */
export function setDeprecationHeaders(res: Response, { since, sunset, successor }: Deprecation): void {
  res.setHeader('Deprecation', `@${Math.floor(since.getTime() / 1_000)}`);
  res.setHeader('Sunset', sunset.toUTCString());
  res.setHeader('Link', `<${successor}>; rel="successor-version"`);
}
