import type { NextFunction, Request, Response } from 'express';

/**
 * Rejects requests from pages of other sites. This server would carry them out with its own keys, so settings would change even
 * though the other page cannot read the response. A program that is not a browser sends neither header.
 */
export function requireSameOrigin(request: Request, response: Response, next: NextFunction): void {
  const origin = request.get('origin');
  const site = request.get('sec-fetch-site');
  const isOwn = origin === undefined || origin === `http://${request.get('host')}`;
  if (isOwn && (site === undefined || site === 'same-origin' || site === 'none')) next();
  else response.status(403).json({ message: 'Only the lead page itself may send this request.' });
}
