/** A request to the scoring API. */
export interface ApiRequest {
  readonly method: 'GET' | 'POST';
  /** With its query. */
  readonly path: string;
  readonly body?: unknown;
}

export interface ApiResponse {
  readonly status: number;
  /** The parsed body of the response; undefined where it is not JSON, such as a proxy's error page. */
  readonly body: unknown;
}

const TIMEOUT_MS = 30_000;

/** Calls the scoring API with somebody's key or token, whose scopes and limits apply. */
export class ApiClient {
  readonly #url: string;
  readonly #token: string;

  constructor(url: string, token: string) {
    this.#url = url.replace(/\/+$/, '');
    this.#token = token;
  }

  /** @throws Error if the service does not respond; its message is for people */
  async send({ method, path, body }: ApiRequest): Promise<ApiResponse> {
    try {
      return await this.#send({ method, path, body });
    } catch (cause) {
      throw new Error('The scoring API does not respond.', { cause });
    }
  }

  async #send({ method, path, body }: ApiRequest): Promise<ApiResponse> {
    const response = await fetch(this.#url + path, {
      method,
      headers: {
        authorization: `Bearer ${this.#token}`,
        ...(body !== undefined && { 'content-type': 'application/json' }),
      },
      body: body === undefined ? undefined : JSON.stringify(body),
      redirect: 'error',
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    return { status: response.status, body: parseJson(await response.text()) };
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
