import type { ServerResponse } from 'node:http';
import type { Readiness } from '@leadlight/contract';
import type { z } from 'zod';

const CHECK_TIMEOUT_MS = 2_000;

/** Whether this process should get requests. */
export class ServiceState {
  readonly #checkStorage: () => Promise<void>;
  readonly #inProgress = new Set<ServerResponse>();
  #stopping = false;

  /** @param checkStorage rejects where storage does not respond */
  constructor(checkStorage: () => Promise<void>) {
    this.#checkStorage = checkStorage;
  }

  get stopping(): boolean {
    return this.#stopping;
  }

  /** From now on `/readyz` reports `stopping`, and every connection is closed after its response. */
  stop(): void {
    this.#stopping = true;
    for (const res of this.#inProgress) closeAfterResponse(res);
  }

  /** Registers a response until it has been sent. */
  begin(res: ServerResponse): void {
    if (this.#stopping) closeAfterResponse(res);
    this.#inProgress.add(res);
    res.once('close', () => this.#inProgress.delete(res));
  }

  async readiness(): Promise<z.infer<typeof Readiness>> {
    const storage = await this.#storageState();
    if (this.#stopping) return { status: 'stopping', checks: { storage } };
    return { status: storage === 'ok' ? 'ready' : 'unavailable', checks: { storage } };
  }

  async #storageState(): Promise<'ok' | 'failed'> {
    const timeout = Promise.withResolvers<'failed'>();
    const timer = setTimeout(() => timeout.resolve('failed'), CHECK_TIMEOUT_MS);
    const checked = this.#checkStorage().then(
      () => 'ok' as const,
      () => 'failed' as const,
    );
    return Promise.race([checked, timeout.promise]).finally(() => clearTimeout(timer));
  }
}

/** The header prevents a client with a pool from sending its next request on a closing connection. */
function closeAfterResponse(res: ServerResponse): void {
  if (!res.headersSent) res.setHeader('Connection', 'close');
}
