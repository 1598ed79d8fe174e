import type { Response } from 'express';

/** Express’s own `json` looks up types and settings; this only sends. */
export function sendJson(res: Response, body: unknown, status = 200): void {
  sendJsonText(res, JSON.stringify(body), status);
}

export function sendJsonText(res: Response, text: string, status = 200): void {
  res.statusCode = status;
  res.setHeader('Content-Type', 'application/json; charset=utf-8');
  res.setHeader('Content-Length', Buffer.byteLength(text));
  // As text, headers and body leave in one write.
  res.end(text);
}
