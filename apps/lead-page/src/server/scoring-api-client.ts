import type { Problem } from '@leadlight/contract';

export interface ApiResponse {
  readonly status: number;
  /** The body as the service sent it. */
  readonly body: string;
}

const TIMEOUT_MS = 10_000;

/** The scoring service as Apex calls it. Holds the key in a closure of its own: the page never sees it. */
export class ScoringApiClient {
  readonly #url: string;
  readonly #key: string;

  constructor(url: string, key: string) {
    this.#url = url.replace(/\/$/, '');
    this.#key = key;
  }

  /** Sends a GET, or a POST where there is a body, unless told otherwise. @throws as `fetch` does where the service does not answer */
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

/** The `type` of a problem document, without its path; undefined where the body is none. */
export function problemCodeOf(body: string): string | undefined {
  try {
    return (JSON.parse(body) as Partial<Problem>).type?.split('/').at(-1);
  } catch {
    return undefined;
  }
}

/** What a problem document says of each place that is wrong, in one line. */
export function problemDetailsOf(body: string): string {
  try {
    return (JSON.parse(body) as Partial<Problem>).errors?.map(({ detail }) => detail).join(' ') ?? '';
  } catch {
    return '';
  }
}
