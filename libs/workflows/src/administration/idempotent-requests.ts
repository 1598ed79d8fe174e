import type { Clock, IdempotencyStore } from '../ports/index.ts';
import { requireSameRequest, type IdempotentRequest } from '../scoring/score-leads-once.ts';

export interface IdempotentRequestPorts {
  readonly idempotency: IdempotencyStore;
  readonly clock: Clock;
}

/** An answer as JSON text, byte for byte the same for every repetition. */
export interface IdempotentResponse {
  readonly body: string;
  readonly repeated: boolean;
}

/**
 * Does something once for each name that callers give their requests: a repetition gets the first answer again, also while
 * the first is still under way. What fails is not kept and may be tried again. A process that is killed between the act and
 * the keeping of its answer leaves the act done: scoring, which is asked for most, has a way of its own that does not.
 */
export class IdempotentRequests {
  readonly #ports: IdempotentRequestPorts;
  readonly #underWay = new Map<string, Promise<IdempotentResponse>>();

  constructor(ports: IdempotentRequestPorts) {
    this.#ports = ports;
  }

  /** @throws WorkflowError `idempotency_key_reused` where the name was used for another request; whatever `act` throws */
  run(orgId: string, name: IdempotentRequest, act: () => Promise<unknown>): Promise<IdempotentResponse> {
    const called = JSON.stringify([orgId, name.key]);
    const before = this.#underWay.get(called);
    // The one under way may be another request under the same name: what it keeps tells.
    if (before)
      return before.then(
        () => this.run(orgId, name, act),
        () => this.run(orgId, name, act),
      );
    const answered = this.#answer(orgId, name, act).finally(() => this.#underWay.delete(called));
    this.#underWay.set(called, answered);
    return answered;
  }

  async #answer(
    orgId: string,
    { key, requestHash }: IdempotentRequest,
    act: () => Promise<unknown>,
  ): Promise<IdempotentResponse> {
    const { idempotency, clock } = this.#ports;
    const earlier = await idempotency.find(orgId, key);
    if (earlier) return { body: requireSameRequest(earlier, requestHash).body, repeated: true };
    const body = JSON.stringify(await act());
    const { kept, first } = await idempotency.store(
      orgId,
      key,
      { requestHash, status: 200, body, at: clock.now() },
      [],
    );
    return { body: requireSameRequest(kept, requestHash).body, repeated: !first };
  }
}
