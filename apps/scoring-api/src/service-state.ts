import type { Readiness } from '@leadlight/contract';
import type { ServerResponse } from 'node:http';
import type { z } from 'zod';

const CHECK_TIMEOUT_MS = 2_000;

/** Whether this process should get requests. */
export class ServiceState {
  readonly #storageAnswers: () => Promise<void>;
  readonly #inFlight = new Set<ServerResponse>();
  #stopping = false;

  /** @param storageAnswers rejects where storage does not answer */
  constructor(storageAnswers: () => Promise<void>) {
    this.#storageAnswers = storageAnswers;
  }

  get stopping(): boolean {
    return this.#stopping;
  }

  /** From now on `/readyz` refuses and every connection is closed after its answer. */
  stop(): void {
    this.#stopping = true;
    for (const res of this.#inFlight) closeAfterResponse(res);
  }

  /** Counts an answer as under way until it has left. */
  begin(res: ServerResponse): void {
    if (this.#stopping) closeAfterResponse(res);
    this.#inFlight.add(res);
    res.once('close', () => this.#inFlight.delete(res));
  }

  async readiness(): Promise<z.infer<typeof Readiness>> {
    const storage = await this.#checkStorage();
    if (this.#stopping) return { status: 'stopping', checks: { storage } };
    return { status: storage === 'ok' ? 'ready' : 'unavailable', checks: { storage } };
  }

  async #checkStorage(): Promise<'ok' | 'failed'> {
    const { promise: late, resolve } = Promise.withResolvers<'failed'>();
    const timer = setTimeout(() => resolve('failed'), CHECK_TIMEOUT_MS);
    const answered = this.#storageAnswers().then(
      () => 'ok' as const,
      () => 'failed' as const,
    );
    return Promise.race([answered, late]).finally(() => clearTimeout(timer));
  }
}

/** Told in the answer, so that a client with a pool does not send its next request into a closing connection. */
function closeAfterResponse(res: ServerResponse): void {
  if (!res.headersSent) res.setHeader('Connection', 'close');
}
