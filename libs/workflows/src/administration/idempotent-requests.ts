import type { Clock, IdempotencyStore } from '../ports/index.ts';
import { requireSameRequest, type IdempotentRequest } from '../scoring/score-leads-once.ts';

export interface IdempotentRequestPorts {
  readonly idempotency: IdempotencyStore;
  readonly clock: Clock;
}

export interface IdempotentResponse {
  /** JSON text, byte for byte the same for every repetition. */
  readonly body: string;
  readonly repeated: boolean;
}

/**
 * Runs an action once for each idempotency key. A repetition gets the first response again, even while the first run is
 * still under way. A failed action is not stored and may be tried again. A process killed between the action and the
 * storing of its response leaves the action done; only scoring (`scoreLeadsOnce`) does both in one transaction.
 */
export class IdempotentRequests {
  readonly #ports: IdempotentRequestPorts;
  readonly #running = new Map<string, Promise<IdempotentResponse>>();

  constructor(ports: IdempotentRequestPorts) {
    this.#ports = ports;
  }

  /** @throws WorkflowError `idempotency_key_reused`; any error of `action` */
  run(orgId: string, request: IdempotentRequest, action: () => Promise<unknown>): Promise<IdempotentResponse> {
    const name = JSON.stringify([orgId, request.key]);
    const earlier = this.#running.get(name);
    // The earlier run may be of another request with the same key: what it stores decides.
    const again = () => this.run(orgId, request, action);
    if (earlier) return earlier.then(again, again);
    const run = this.#run(orgId, request, action).finally(() => this.#running.delete(name));
    this.#running.set(name, run);
    return run;
  }

  async #run(
    orgId: string,
    { key, requestHash }: IdempotentRequest,
    action: () => Promise<unknown>,
  ): Promise<IdempotentResponse> {
    const { idempotency, clock } = this.#ports;
    const earlier = await idempotency.find(orgId, key);
    if (earlier) return { body: requireSameRequest(earlier, requestHash).body, repeated: true };
    const body = JSON.stringify(await action());
    const own = { requestHash, status: 200, body, storedAt: clock.now() };
    const { stored, isFirst } = await idempotency.store(orgId, key, own, []);
    return { body: requireSameRequest(stored, requestHash).body, repeated: !isFirst };
  }
}
