import type { IncomingMessage } from 'node:http';
import { MAX_FORM_BODY_BYTES } from './body-limits.ts';
import { hasDuplicateMember } from './duplicate-member.ts';
import { HttpProblem } from './http-problem.ts';

const decoder = new TextDecoder('utf-8', { fatal: true });

/** @throws HttpProblem `unsupported-media-type`, `body-too-large` */
export async function readFormBody(req: IncomingMessage): Promise<URLSearchParams> {
  requireMediaType(req, 'application/x-www-form-urlencoded');
  return new URLSearchParams((await readBytes(req, MAX_FORM_BODY_BYTES)).toString('utf8'));
}

export interface JsonBody {
  readonly value: unknown;
  readonly text: string;
}

/** @throws HttpProblem `invalid-json`; `invalid-request` for a text with U+0000 */
export function parseJsonBody(bytes: Buffer): JsonBody {
  const text = decodeUtf8(bytes);
  if (text.trim() === '') throw new HttpProblem('invalid-json', { detail: 'The body is empty.' });
  const value = parseJson(text);
  if (hasNul(text)) {
    throw new HttpProblem('invalid-request', {
      detail: 'A text in the body contains the character U+0000, which is not allowed.',
    });
  }
  if (hasDuplicateMember(text, value)) {
    throw new HttpProblem('invalid-json', { detail: 'An object in the body has the same member twice.' });
  }
  return { value, text };
}

/** @throws HttpProblem `unsupported-media-type` unless the body has this type, in UTF-8 and uncompressed */
export function requireMediaType({ headers }: IncomingMessage, type: string): void {
  const [mediaType, ...parameters] = (headers['content-type'] ?? '').toLowerCase().split(';');
  const otherCharset = parameters.some((parameter) => /charset=(?!"?utf-?8"?\s*$)/.test(parameter));
  if (mediaType?.trim() !== type || otherCharset) {
    throw new HttpProblem('unsupported-media-type', { detail: `The body must be ${type} in UTF-8.` });
  }
  if ((headers['content-encoding']?.toLowerCase() ?? 'identity') !== 'identity') {
    throw new HttpProblem('unsupported-media-type', { detail: 'The body must not be compressed.' });
  }
}

/** @throws HttpProblem `body-too-large`; `invalid-json` where the connection closed before the end of the body */
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
      // No client is left to receive a response, but the handler must end.
      if (!req.complete) reject(new HttpProblem('invalid-json', { detail: 'The body was cut short.' }));
    });
  });
}

/** The rest of the body is not read, so the connection cannot be used for another request. */
const tooLargeProblem = (maxBytes: number) =>
  new HttpProblem('body-too-large', {
    detail: `The body may have at most ${maxBytes} bytes.`,
    headers: { Connection: 'close' },
  });

function decodeUtf8(bytes: Buffer): string {
  try {
    return decoder.decode(bytes);
  } catch (cause) {
    throw new HttpProblem('invalid-json', { detail: 'The body is not UTF-8.' }, { cause });
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    // Only the position: the parser's own message quotes the body, which may be personal.
    const position = /at position (\d+)/.exec(String(cause))?.[1];
    const place = position === undefined ? '' : ` from position ${position} on`;
    throw new HttpProblem('invalid-json', { detail: `The body does not parse as JSON${place}.` }, { cause });
  }
}

/** True where a string of the JSON text contains the character U+0000, which PostgreSQL cannot store as text. */
const hasNul = (text: string): boolean => text.includes('\\u0000') && /(?<!\\)(?:\\\\)*\\u0000/.test(text);
