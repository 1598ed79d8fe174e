import type { Problem } from '@leadlight/contract';

export interface ApiResponse {
  readonly status: number;
  /** The unchanged body of the response. */
  readonly body: string;
}

const TIMEOUT_MS = 10_000;

/** Calls the scoring service as Apex does. The page in the browser never gets the key. */
export class ScoringApiClient {
  readonly #url: string;
  readonly #key: string;

  constructor(url: string, key: string) {
    this.#url = url.replace(/\/$/, '');
    this.#key = key;
  }

  /** Sends a GET, or a POST if there is a body. @throws as `fetch` does if the service does not respond */
  async send(path: string, body?: unknown, method = body === undefined ? 'GET' : 'POST'): Promise<ApiResponse> {
    const json = { 'content-type': 'application/json' };
    const response = await fetch(this.#url + path, {
      method,
      headers: { authorization: `Bearer ${this.#key}`, ...(body !== undefined && json) },
      body: body === undefined ? undefined : JSON.stringify(body),
      redirect: 'error',
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    return { status: response.status, body: await response.text() };
  }
}

/** The `type` of a problem document without its path; undefined for another body. */
export function problemCodeOf(body: string): string | undefined {
  try {
    return (JSON.parse(body) as Partial<Problem>).type?.split('/').at(-1);
  } catch {
    return undefined;
  }
}

/** The details of all errors of a problem document, in one line. */
export function problemDetailsOf(body: string): string {
  try {
    return (JSON.parse(body) as Partial<Problem>).errors?.map(({ detail }) => detail).join(' ') ?? '';
  } catch {
    return '';
  }
}
