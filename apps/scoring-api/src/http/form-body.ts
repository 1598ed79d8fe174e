import type { IncomingMessage } from 'node:http';
import { checkMediaType, readBytes } from './read-bytes.ts';

const MAX_FORM_BYTES = 4_096;

/** @throws HttpProblem `unsupported-media-type`, `body-too-large` */
export async function readFormBody(req: IncomingMessage): Promise<URLSearchParams> {
  checkMediaType(req, 'application/x-www-form-urlencoded');
  return new URLSearchParams((await readBytes(req, MAX_FORM_BYTES)).toString('utf8'));
}
