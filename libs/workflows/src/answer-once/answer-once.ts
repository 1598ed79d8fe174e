import type { Clock, IdempotencyStore } from '../ports/index.ts';
import { sameRequest, type RequestName } from '../score-leads/score-leads-once.ts';

export interface AnswerOncePorts {
  readonly idempotency: IdempotencyStore;
  readonly clock: Clock;
}

/** An answer as JSON text, byte for byte the same for every repetition. */
export interface OnceAnswered {
  readonly body: string;
  readonly repeated: boolean;
}

/**
 * Does something once for each name that callers give their requests: a repetition gets the first answer again, also while
 * the first is still under way. What fails is not kept and may be tried again. A process that is killed between the act and
 * the keeping of its answer leaves the act done: scoring, which is asked for most, has a way of its own that does not.
 */
export class AnswersOnce {
  readonly #ports: AnswerOncePorts;
  readonly #underWay = new Map<string, Promise<OnceAnswered>>();

  constructor(ports: AnswerOncePorts) {
    this.#ports = ports;
  }

  /** @throws WorkflowError `idempotency_key_reused` where the name was used for another request; whatever `act` throws */
  answer(orgId: string, name: RequestName, act: () => Promise<unknown>): Promise<OnceAnswered> {
    const called = JSON.stringify([orgId, name.key]);
    const before = this.#underWay.get(called);
    // The one under way may be another request under the same name: what it keeps tells.
    if (before)
      return before.then(
        () => this.answer(orgId, name, act),
        () => this.answer(orgId, name, act),
      );
    const answered = this.#answer(orgId, name, act).finally(() => this.#underWay.delete(called));
    this.#underWay.set(called, answered);
    return answered;
  }

  async #answer(orgId: string, { key, requestHash }: RequestName, act: () => Promise<unknown>): Promise<OnceAnswered> {
    const { idempotency, clock } = this.#ports;
    const earlier = await idempotency.find(orgId, key);
    if (earlier) return { body: sameRequest(earlier, requestHash).body, repeated: true };
    const body = JSON.stringify(await act());
    const { kept, first } = await idempotency.keep(orgId, key, { requestHash, status: 200, body, at: clock.now() }, []);
    return { body: sameRequest(kept, requestHash).body, repeated: !first };
  }
}
