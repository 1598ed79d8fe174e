import type { Request, Response } from 'express';

/**
 * Tells when the answer last changed, and answers 304 where the caller has it already (`If-Modified-Since`).
 * @param changedAt milliseconds since 1970
 * @returns true where the answer is given
 */
export function sendNotModified(req: Request, res: Response, changedAt: number): boolean {
  // HTTP tells whole seconds.
  const at = Math.floor(changedAt / 1000) * 1000;
  res.set('Last-Modified', new Date(at).toUTCString());
  const since = Date.parse(req.get('If-Modified-Since') ?? '');
  if (Number.isNaN(since) || since < at) return false;
  res.status(304).end();
  return true;
}
