import { CONTRACT_VERSION } from '@leadlight/contract';
import type { RequestHandler } from 'express';
import { HttpProblem } from './http-problem.ts';

const OURS = /^1(?:\.\d{1,4}){0,2}$/;

/** Says the contract’s version in every answer and refuses requests that ask for another major one. */
export const versions: RequestHandler = (req, res, next) => {
  res.setHeader('API-Version', CONTRACT_VERSION);
  const asked = req.headers['api-version'];
  if (asked !== undefined && !OURS.test(String(asked))) {
    throw new HttpProblem('unsupported-version', { detail: `This service speaks version ${CONTRACT_VERSION}.` });
  }
  next();
};

/**
 * Marks a route that is going away.
 * @source RFC 9745 (Deprecation), RFC 8594 (Sunset)
 */
export const deprecated =
  (since: Date, sunset: Date, successor: string): RequestHandler =>
  (_req, res, next) => {
    res.setHeader('Deprecation', `@${Math.floor(since.getTime() / 1_000)}`);
    res.setHeader('Sunset', sunset.toUTCString());
    res.setHeader('Link', `<${successor}>; rel="successor-version"`);
    next();
  };
