import { hash } from 'node:crypto';
import { Agent, request, type IncomingMessage } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import type { LeadScore, ScoreLeadsResponse } from '@leadlight/contract';

export const LEADS_PER_REQUEST = 3;
const SOURCES = ['Web', 'Referral', 'Purchased list'];
const RETRY_MS = 20;
/** One request of this number has no `Idempotency-Key`. */
const KEYLESS_EVERY = 4;

/** A short digest of a score, to compare with the log: a long run acknowledges hundreds of thousands. */
export const digestOf = (modelId: string, score: LeadScore): string =>
  hash('sha256', `${modelId} ${JSON.stringify(score)}`, 'base64').slice(0, 22);

/** A connection that closed without a response. */
export interface ClosedConnection {
  readonly from: number;
  readonly until: number;
}

const leadsOf = (name: string, number: number) =>
  Array.from({ length: LEADS_PER_REQUEST }, (_, lead) => ({
    leadId: `${name}-${lead}`,
    fields: { LeadSource: SOURCES[(number + lead) % 3]!, NumberOfEmployees: (number * 7 + lead) % 500 },
  }));

/** Sends scoring requests at a rate or as fast as possible, and repeats each until it is acknowledged. */
export class LoadGenerator {
  /** Lead → digest of its acknowledged score. */
  readonly acknowledged = new Map<string, string>();
  /**
   * Leads of requests without an `Idempotency-Key` that got no score. Each may be in the log at most once: the score may
   * have been written before the connection closed.
   */
  readonly uncertain = new Set<string>();
  readonly statuses = new Map<string, number>();
  readonly closed: ClosedConnection[] = [];
  /** Responses that are neither a score nor an error with Retry-After. */
  readonly invalidResponses: string[] = [];
  /** Different scores of one model for the same fields: a sign that models were mixed. */
  readonly inconsistent: string[] = [];
  /** Milliseconds to each response. */
  readonly waitsMs: number[] = [];
  key: string;
  readonly #url: string;
  readonly #agent = new Agent({ keepAlive: true });
  readonly #probabilities = new Map<string, number>();
  #requests = 0;

  constructor(url: string, key: string) {
    this.#url = url;
    this.key = key;
  }

  /** Acknowledged requests. */
  get acknowledgedRequests(): number {
    return this.acknowledged.size / LEADS_PER_REQUEST;
  }

  /**
   * Runs concurrent callers until `ended`.
   * @param perSecond maximum rate; Infinity = as fast as possible
   */
  async run(callers: number, ended: () => boolean, perSecond = Infinity): Promise<void> {
    const everyMs = 1_000 / perSecond;
    let next = performance.now();
    const caller = async () => {
      while (!ended()) {
        // Requests delayed by an outage are not made up for: the rate stays constant.
        const at = Math.max(next, performance.now());
        next = at + everyMs;
        if (everyMs > 0) await pause(Math.max(0, at - performance.now()));
        await this.#untilAcknowledged(this.#requests++);
      }
    };
    await Promise.all(Array.from({ length: callers }, caller));
  }

  end(): void {
    this.#agent.destroy();
  }

  /**
   * Repeats a request under the same key, as a careful client does. A request without a key has other leads each time, so
   * that each attempt can be compared with the log.
   */
  async #untilAcknowledged(number: number): Promise<void> {
    if (number % KEYLESS_EVERY > 0) {
      const leads = leadsOf(`lead-${number}`, number);
      while (!(await this.#attempt(`request-${number}`, JSON.stringify({ leads })))) await pause(RETRY_MS);
      return;
    }
    for (let attempt = 0; ; attempt++) {
      const leads = leadsOf(`keyless-${number}-${attempt}`, number);
      if (await this.#attempt(undefined, JSON.stringify({ leads }))) return;
      for (const { leadId } of leads) this.uncertain.add(leadId);
      await pause(RETRY_MS);
    }
  }

  /** @returns whether it was acknowledged */
  async #attempt(name: string | undefined, body: string): Promise<boolean> {
    const from = performance.now();
    const response = await this.#send(name, body);
    const until = performance.now();
    const kind = response ? String(response.status) : 'connection closed';
    this.statuses.set(kind, (this.statuses.get(kind) ?? 0) + 1);
    if (!response) {
      this.closed.push({ from, until });
      return false;
    }
    this.waitsMs.push(until - from);
    if (response.status === 200) {
      this.#acknowledge(body, JSON.parse(response.text) as ScoreLeadsResponse);
      return true;
    }
    const isClean =
      response.status === 503 && /^\d+$/.test(response.retryAfter ?? '') && response.text.includes('"remedy"');
    if (!isClean) this.invalidResponses.push(`${response.status} ${response.text}`);
    return false;
  }

  #send(
    name: string | undefined,
    body: string,
  ): Promise<{ status: number; text: string; retryAfter?: string } | undefined> {
    const headers = {
      authorization: `Bearer ${this.key}`,
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(body),
      ...(name !== undefined && { 'idempotency-key': name }),
    };
    return new Promise((resolve) => {
      const req = request(`${this.#url}/v1/scores`, { method: 'POST', headers, agent: this.#agent });
      req.on('error', () => resolve(undefined));
      req.on('response', (res: IncomingMessage) => {
        let text = '';
        res.setEncoding('utf8').on('data', (piece: string) => (text += piece));
        res.on('error', () => resolve(undefined));
        res.on('end', () => resolve({ status: res.statusCode!, text, retryAfter: res.headers['retry-after'] }));
        res.on('close', () => resolve(undefined));
      });
      req.end(body);
    });
  }

  #acknowledge(body: string, { model, scores }: ScoreLeadsResponse): void {
    const { leads } = JSON.parse(body) as { leads: readonly { readonly fields: unknown }[] };
    for (const [index, score] of scores.entries()) {
      this.acknowledged.set(score.leadId, digestOf(model.id, score));
      const question = `${model.id} ${JSON.stringify(leads[index]?.fields)}`;
      const before = this.#probabilities.get(question) ?? score.probability;
      if (before !== score.probability) this.inconsistent.push(`${question}: ${before}, then ${score.probability}`);
      this.#probabilities.set(question, before);
    }
  }
}
