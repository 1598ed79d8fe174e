import express from 'express';
import type { NextFunction, Request, Response } from 'express';
import { ApiError } from '../org/api-error.ts';

/** Longest URI that the platform reads, characters. */
const MAX_URI_LENGTH = 16_384;

/**
 * What holds for every request: how long its URI may be, the formats of answers, and `?_HttpMethod=PATCH` of callers
 * that can only POST.
 * @throws ApiError
 */
export function checkRequest(req: Request, _res: Response, next: NextFunction): void {
  if (req.originalUrl.length > MAX_URI_LENGTH) throw new ApiError(414, 'URI_TOO_LONG', 'URI Too Long');
  const isRest = req.originalUrl.startsWith('/services/data');
  if (isRest && req.get('Accept') !== undefined && !req.accepts(['json', 'text', 'text/csv', '*/*'])) {
    throw new ApiError(
      406,
      'NOT_ACCEPTABLE',
      `Accept header specified in HTTP request is not supported: ${req.get('Accept')}`,
    );
  }
  const instead = req.query._HttpMethod;
  if (req.method === 'POST' && (instead === 'PATCH' || instead === 'DELETE')) req.method = instead;
  next();
}

const readJson = express.json({ limit: '10mb', strict: false, type: () => true });

/** Reads bodies that are JSON; CSV is read where it is wanted. @throws ApiError UNSUPPORTED_MEDIA_TYPE */
export function jsonBody(req: Request, res: Response, next: NextFunction): void {
  const type = req.get('Content-Type') ?? 'application/json';
  const hasBody = Number(req.get('Content-Length') ?? 0) > 0 || req.get('Transfer-Encoding') !== undefined;
  const isUpload = req.method === 'PUT' && req.path.endsWith('/batches');
  if (!hasBody) next();
  else if (isUpload && /^text\/csv\s*(;|$)/i.test(type)) next();
  else if (!isUpload && /^application\/json\s*(;|$)/i.test(type)) readJson(req, res, next);
  else {
    throw new ApiError(
      415,
      'UNSUPPORTED_MEDIA_TYPE',
      `Content-Type header specified in HTTP request is not supported: ${type}`,
    );
  }
}
