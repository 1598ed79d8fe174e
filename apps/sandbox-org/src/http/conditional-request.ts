import { createHash } from 'node:crypto';
import type { Request, Response } from 'express';
import { ApiError, badRequest } from '../org/api-error.ts';
import type { StoredRecord } from '../org/records/derived-fields.ts';

/** HTTP dates are in whole seconds. */
const toWholeSecond = (at: number): number => Math.floor(at / 1000) * 1000;

/**
 * Sets Last-Modified, and sends 304 when the client has the current state (`If-Modified-Since`).
 * @param changedAt milliseconds since 1970
 * @returns true when the response was sent
 */
export function sendNotModified(req: Request, res: Response, changedAt: number): boolean {
  const at = toWholeSecond(changedAt);
  res.set('Last-Modified', new Date(at).toUTCString());
  const since = Date.parse(req.get('If-Modified-Since') ?? '');
  if (Number.isNaN(since) || since < at) return false;
  res.status(304).end();
  return true;
}

/**
 * `If-Unmodified-Since` of a record, and `If-Match` of one with an ETag. The message of 412 is not documented.
 * @param etag undefined for records without one
 * @throws ApiError PRECONDITION_FAILED; INVALID_HEADER for text that is not a date
 * @source https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/intro_rest_conditional_requests.htm
 */
export function checkPreconditions(req: Request, changedAt: number, etag: string | undefined): void {
  const date = req.get('If-Unmodified-Since');
  if (date !== undefined) {
    const since = Date.parse(date);
    if (Number.isNaN(since)) throw badRequest('INVALID_HEADER', `Invalid value for If-Unmodified-Since: ${date}`);
    if (toWholeSecond(changedAt) > since) throw preconditionFailed();
  }
  const tags = req.get('If-Match');
  if (tags !== undefined && etag !== undefined && !containsTag(tags, etag)) throw preconditionFailed();
}

const preconditionFailed = (): ApiError =>
  new ApiError(
    412,
    'PRECONDITION_FAILED',
    'The record was changed: a condition in the header of the request is false.',
  );

/** A hash of the record's content, to which the times of the last view do not belong. */
export function recordEtag({ LastViewedDate: _, LastReferencedDate: _1, ...content }: StoredRecord): string {
  return `"${createHash('sha1').update(JSON.stringify(content)).digest('base64')}"`;
}

/** Sets the ETag, and sends 304 when the client has this content (`If-None-Match`). @returns true when it was sent */
export function sendTagMatched(req: Request, res: Response, etag: string): boolean {
  res.set('ETag', etag);
  const tags = req.get('If-None-Match');
  if (tags === undefined || !containsTag(tags, etag)) return false;
  res.status(304).end();
  return true;
}

/** The tag of a compressed response ends in `-gzip` and means the same content. */
const containsTag = (list: string, etag: string): boolean =>
  list.split(',').some((tag) => tag.trim() === '*' || tag.trim().replace(/-gzip"$/, '"') === etag);
