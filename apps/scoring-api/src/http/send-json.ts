import type { Response } from 'express';

/** Express’s own `json` looks up types and settings; this only sends. */
export function sendJson(res: Response, body: unknown, status = 200): void {
  const bytes = Buffer.from(JSON.stringify(body));
  res.statusCode = status;
  res.setHeader('Content-Type', 'application/json; charset=utf-8');
  res.setHeader('Content-Length', bytes.length);
  res.end(bytes);
}
