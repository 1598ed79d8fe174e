import type { IncomingMessage } from 'node:http';
import { hasDuplicateMember } from './duplicate-member.ts';
import { HttpProblem } from './http-problem.ts';
import { checkMediaType, readBytes } from './read-bytes.ts';

const decoder = new TextDecoder('utf-8', { fatal: true });

/**
 * Reads a JSON body of at most `maxBytes`.
 * @returns the value and the text it came from
 * @throws HttpProblem `unsupported-media-type`, `body-too-large`, `invalid-json`, `invalid-request` where a text has U+0000
 */
export async function readJsonBody(
  req: IncomingMessage,
  maxBytes: number,
): Promise<{ readonly value: unknown; readonly text: string }> {
  checkMediaType(req, 'application/json');
  const text = decodeUtf8(await readBytes(req, maxBytes));
  if (text.trim() === '') throw new HttpProblem('invalid-json', { detail: 'The body is empty.' });
  const value = parseJson(text);
  if (hasNul(text)) {
    throw new HttpProblem('invalid-request', {
      detail: 'A text in the body has the character U+0000, which none may.',
    });
  }
  if (hasDuplicateMember(text, value)) {
    throw new HttpProblem('invalid-json', { detail: 'An object in the body has the same member twice.' });
  }
  return { value, text };
}

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
    throw new HttpProblem(
      'invalid-json',
      { detail: `The body does not parse as JSON${parsePositionOf(cause)}.` },
      { cause },
    );
  }
}

/** Where parsing stopped; the parser’s own message quotes the body, which may be personal. */
function parsePositionOf(cause: unknown): string {
  const position = /at position (\d+)/.exec(String(cause))?.[1];
  return position === undefined ? '' : ` from position ${position} on`;
}

/** True where a string of the JSON text has the character U+0000, which no database keeps as text. */
const hasNul = (text: string): boolean => text.includes('\\u0000') && /(?<!\\)(?:\\\\)*\\u0000/.test(text);
