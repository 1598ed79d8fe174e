import type { NextFunction, Request, Response } from 'express';

/**
 * Rejects requests that a page of another site sends: a browser would send them with what this server knows, and settings
 * would change although the other page cannot read the response. A program without a browser sends neither header.
 */
export function requireSameOrigin(request: Request, response: Response, next: NextFunction): void {
  const origin = request.get('origin');
  const site = request.get('sec-fetch-site');
  const isOwn = origin === undefined || origin === `http://${request.get('host')}`;
  if (isOwn && (site === undefined || site === 'same-origin' || site === 'none')) next();
  else response.status(403).json({ message: 'Only the lead page itself may send this request.' });
}
