import type { Writable } from 'node:stream';
import { constants, createGzip, gzipSync } from 'node:zlib';
import type { NextFunction, Request, Response } from 'express';

/** Speed rather than size: the org and its client are on one computer. */
const GZIP = { level: constants.Z_BEST_SPEED };

const acceptsGzip = (req: Request): boolean => req.acceptsEncodings(['gzip', 'identity']) === 'gzip';

/** Marks the response as compressed. The ETag ends in `-gzip` then. */
function setCompressed(res: Response): void {
  res.set('Content-Encoding', 'gzip').vary('Accept-Encoding');
  const etag = res.get('ETag');
  if (etag !== undefined) res.set('ETag', etag.replace(/"$/, '-gzip"'));
}

/** Compresses bodies that are sent whole when the client accepts gzip, as the platform does. */
export function compressBodies(req: Request, res: Response, next: NextFunction): void {
  if (acceptsGzip(req)) {
    const end = res.end.bind(res) as (body?: unknown, ...rest: unknown[]) => Response;
    res.end = ((body?: unknown, ...rest: unknown[]) => {
      const isBody = (typeof body === 'string' && body !== '') || (Buffer.isBuffer(body) && body.length > 0);
      if (!isBody || res.headersSent) return end(body, ...rest);
      const compressed = gzipSync(body, GZIP);
      setCompressed(res);
      res.set('Content-Length', String(compressed.length));
      return end(compressed);
    }) as typeof res.end;
  }
  next();
}

/** Where to write a body of any length: the response, or before it a stream that compresses. */
export function bodyStream(req: Request, res: Response): Writable {
  if (!acceptsGzip(req)) return res;
  setCompressed(res);
  const gzip = createGzip(GZIP);
  // The client may end the connection at any time.
  gzip.on('error', () => res.destroy());
  res.on('close', () => gzip.destroy());
  gzip.pipe(res);
  return gzip;
}
