import type { IncomingMessage } from 'node:http';
import { HttpProblem } from './http-problem.ts';

const decoder = new TextDecoder('utf-8', { fatal: true });

/**
 * Reads a JSON body of at most `maxBytes`.
 * @throws HttpProblem `unsupported-media-type`, `body-too-large`, `invalid-json`
 */
export async function readJsonBody(req: IncomingMessage, maxBytes: number): Promise<unknown> {
  checkMediaType(req);
  return parseJson(await readBytes(req, maxBytes));
}

function checkMediaType({ headers }: IncomingMessage): void {
  const [type, ...parameters] = (headers['content-type'] ?? '').toLowerCase().split(';');
  const foreign = parameters.some((parameter) => /charset=(?!"?utf-?8"?\s*$)/.test(parameter));
  if (type?.trim() !== 'application/json' || foreign) {
    throw new HttpProblem('unsupported-media-type', { detail: 'The body must be application/json in UTF-8.' });
  }
  const encoding = headers['content-encoding']?.toLowerCase() ?? 'identity';
  if (encoding !== 'identity') {
    throw new HttpProblem('unsupported-media-type', { detail: 'The body must not be compressed.' });
  }
}

function readBytes(req: IncomingMessage, maxBytes: number): Promise<Buffer> {
  const tooLarge = () =>
    // The rest of the body is not read: the connection cannot carry another request.
    new HttpProblem('body-too-large', {
      detail: `The body may have at most ${maxBytes} bytes.`,
      headers: { Connection: 'close' },
    });
  if (Number(req.headers['content-length']) > maxBytes) return Promise.reject(tooLarge());
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let bytes = 0;
    req.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes > maxBytes) {
        req.pause();
        req.removeAllListeners('data');
        reject(tooLarge());
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

function parseJson(bytes: Buffer): unknown {
  let text: string;
  try {
    text = decoder.decode(bytes);
  } catch (cause) {
    throw new HttpProblem('invalid-json', { detail: 'The body is not UTF-8.' }, { cause });
  }
  if (text.trim() === '') throw new HttpProblem('invalid-json', { detail: 'The body is empty.' });
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new HttpProblem('invalid-json', { detail: `The body does not parse as JSON${placeOf(cause)}.` }, { cause });
  }
}

/** Where parsing stopped; the parser's own message quotes the body, which may be personal. */
function placeOf(cause: unknown): string {
  const position = /at position (\d+)/.exec(String(cause))?.[1];
  return position === undefined ? '' : ` from position ${position} on`;
}
