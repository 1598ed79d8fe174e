import type { Request, Response } from 'express';

/**
 * Sets Last-Modified, and sends 304 when the client has the current state (`If-Modified-Since`).
 * @param changedAt milliseconds since 1970
 * @returns true when the response was sent
 */
export function sendNotModified(req: Request, res: Response, changedAt: number): boolean {
  // HTTP dates are in whole seconds.
  const at = Math.floor(changedAt / 1000) * 1000;
  res.set('Last-Modified', new Date(at).toUTCString());
  const since = Date.parse(req.get('If-Modified-Since') ?? '');
  if (Number.isNaN(since) || since < at) return false;
  res.status(304).end();
  return true;
}
