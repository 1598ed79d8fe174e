import { PassThrough } from 'node:stream';
import { Transport } from 'jsforce/lib/transport.js';
import { StreamPromise } from 'jsforce/lib/util/promise.js';
import { toNetworkError } from './network-error.ts';

type Request = Parameters<Transport['httpRequest']>[0];

/** A response of any status. */
export type RawResponse = Awaited<ReturnType<Transport['httpRequest']>>;

/**
 * Sends jsforce's requests by `fetch`. jsforce's own transport crashes the process when a connection is cut in the middle
 * of a body (the stream's error has no listener), waits 30 minutes for a response, and sends even loopback requests to a
 * proxy. This one fails with a typed error, limits the duration of the whole exchange, and follows no redirect, so that a
 * session never reaches another host.
 */
export class BoundedTransport extends Transport {
  readonly #timeoutMs: number;
  readonly #userAgent: string;

  constructor(timeoutMs: number, userAgent: string) {
    super();
    this.#timeoutMs = timeoutMs;
    this.#userAgent = userAgent;
  }

  override httpRequest(request: Request): StreamPromise<RawResponse> {
    return StreamPromise.create(() => ({ stream: new PassThrough(), promise: this.#exchange(request) }));
  }

  async #exchange({ url, method, headers, body }: Request): Promise<RawResponse> {
    try {
      const response = await fetch(url, {
        method,
        headers: { ...headers, 'user-agent': this.#userAgent },
        body: typeof body === 'string' ? body : undefined,
        redirect: 'manual',
        signal: AbortSignal.timeout(this.#timeoutMs),
      });
      return {
        statusCode: response.status,
        headers: Object.fromEntries(response.headers),
        body: await response.text(),
      };
    } catch (error) {
      throw toNetworkError(new URL(url).host, this.#timeoutMs, error);
    }
  }
}
