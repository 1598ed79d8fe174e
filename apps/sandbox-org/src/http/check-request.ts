import express, { type NextFunction, type Request, type Response } from 'express';
import { ApiError } from '../org/api-error.ts';

/** The platform's limit, in characters. */
const MAX_URI_LENGTH = 16_384;

/**
 * Checks the length of the URI and the accepted format, and applies `?_HttpMethod=PATCH` for clients that can only POST.
 * @throws ApiError
 */
export function checkRequest(req: Request, _res: Response, next: NextFunction): void {
  collapseSlashes(req);
  if (req.originalUrl.length > MAX_URI_LENGTH) throw new ApiError(414, 'URI_TOO_LONG', 'URI Too Long');
  const isRest = req.originalUrl.startsWith('/services/data');
  const accept = req.get('Accept');
  // A charset is no reason to refuse.
  if (accept !== undefined) req.headers.accept = accept.replace(/\s*;\s*charset\s*=[^;,]*/gi, '');
  if (isRest && accept !== undefined && !req.accepts(['json', 'text', 'text/csv', '*/*'])) {
    throw new ApiError(406, 'NOT_ACCEPTABLE', `Accept header specified in HTTP request is not supported: ${accept}`);
  }
  const method = req.query._HttpMethod;
  if (req.method === 'POST' && (method === 'PATCH' || method === 'DELETE')) req.method = method;
  next();
}

/** `//services/data`, of clients that join an address and a path. */
function collapseSlashes(req: Request): void {
  if (!req.url.startsWith('//')) return;
  req.url = req.url.replace(/^\/+/, '/');
  req.originalUrl = req.url;
}

const readJson = express.json({ limit: '10mb', strict: false, type: () => true });

/** Parses JSON bodies; leaves CSV uploads to their routes. @throws ApiError UNSUPPORTED_MEDIA_TYPE */
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
