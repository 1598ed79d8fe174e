import type { IncomingMessage } from 'node:http';
import { HttpProblem } from './http-problem.ts';

/**
 * Reads a whole body.
 * @throws HttpProblem `body-too-large`, `invalid-json` where the connection closed before its end
 */
export function readBytes(req: IncomingMessage, maxBytes: number): Promise<Buffer> {
  if (Number(req.headers['content-length']) > maxBytes) return Promise.reject(tooLargeProblem(maxBytes));
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let bytes = 0;
    req.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes > maxBytes) {
        req.pause();
        req.removeAllListeners('data');
        reject(tooLargeProblem(maxBytes));
      } else chunks.push(chunk);
    });
    req.on('end', () => resolve(chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks, bytes)));
    req.on('error', reject);
    req.on('close', () => {
      // Nobody is there to answer, but the handler must end all the same.
      if (!req.complete) reject(new HttpProblem('invalid-json', { detail: 'The body was cut short.' }));
    });
  });
}

/** The rest of the body is not read: the connection cannot carry another request. */
const tooLargeProblem = (maxBytes: number) =>
  new HttpProblem('body-too-large', {
    detail: `The body may have at most ${maxBytes} bytes.`,
    headers: { Connection: 'close' },
  });

/** @throws HttpProblem `unsupported-media-type` where the body is not of `type`, in UTF-8 and uncompressed */
export function checkMediaType({ headers }: IncomingMessage, type: string): void {
  const [sent, ...parameters] = (headers['content-type'] ?? '').toLowerCase().split(';');
  const foreign = parameters.some((parameter) => /charset=(?!"?utf-?8"?\s*$)/.test(parameter));
  if (sent?.trim() !== type || foreign) {
    throw new HttpProblem('unsupported-media-type', { detail: `The body must be ${type} in UTF-8.` });
  }
  if ((headers['content-encoding']?.toLowerCase() ?? 'identity') !== 'identity') {
    throw new HttpProblem('unsupported-media-type', { detail: 'The body must not be compressed.' });
  }
}
