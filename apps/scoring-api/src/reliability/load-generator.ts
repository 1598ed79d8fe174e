import { hash } from 'node:crypto';
import { Agent, request, type IncomingMessage } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import type { LeadScore, ScoreLeadsResponse } from '@leadlight/contract';

export const LEADS_PER_REQUEST = 3;
const SOURCES = ['Web', 'Referral', 'Purchased list'];
const RETRY_MS = 20;
/** One request in so many comes without an `Idempotency-Key`. */
const KEYLESS_EVERY = 4;

/** What a caller holds the log against, in few bytes: a long run acknowledges hundreds of thousands. */
export const digestOf = (modelId: string, score: LeadScore): string =>
  hash('sha256', `${modelId} ${JSON.stringify(score)}`, 'base64').slice(0, 22);

/** A connection that closed without an answer. */
export interface ClosedConnection {
  readonly from: number;
  readonly until: number;
}

const leadsOf = (name: string, number: number) =>
  Array.from({ length: LEADS_PER_REQUEST }, (_, lead) => ({
    leadId: `${name}-${lead}`,
    fields: { LeadSource: SOURCES[(number + lead) % 3]!, NumberOfEmployees: (number * 7 + lead) % 500 },
  }));

/** Callers that send scoring requests, at a pace or as fast as they are answered, each until it is acknowledged. */
export class LoadGenerator {
  /** Lead → digest of what was told. */
  readonly acknowledged = new Map<string, string>();
  /**
   * Leads of requests without an `Idempotency-Key` that got no score: they may stand in the log, since nobody can say whether
   * the score was written before the connection closed, but never twice.
   */
  readonly uncertain = new Set<string>();
  readonly statuses = new Map<string, number>();
  readonly closed: ClosedConnection[] = [];
  /** Answers that no rule allows: neither a score nor a refusal that says when to come again. */
  readonly invalidResponses: string[] = [];
  /** Answers of one model to the same fields that differ: a sign that models were mixed. */
  readonly inconsistent: string[] = [];
  /** Milliseconds to each answer or refusal. */
  readonly waitsMs: number[] = [];
  key: string;
  readonly #url: string;
  readonly #agent = new Agent({ keepAlive: true });
  readonly #told = new Map<string, number>();
  #requests = 0;

  constructor(url: string, key: string) {
    this.#url = url;
    this.key = key;
  }

  /** Requests that were acknowledged. */
  get answered(): number {
    return this.acknowledged.size / LEADS_PER_REQUEST;
  }

  /**
   * Runs `callers` of them until `ended`.
   * @param perSecond at most so many requests; Infinity = as fast as they are answered
   */
  async run(callers: number, ended: () => boolean, perSecond = Infinity): Promise<void> {
    const everyMs = 1_000 / perSecond;
    let next = performance.now();
    const caller = async () => {
      while (!ended()) {
        // What an outage has held up is not made up for: the pace stays what it is.
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
   * Repeats under the same name whatever was not answered, as a careful client does. One without names asks for other leads
   * each time, so that each attempt can be held against the log.
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

  /** @returns true where it was acknowledged */
  async #attempt(name: string | undefined, body: string): Promise<boolean> {
    const from = performance.now();
    const answer = await this.#send(name, body);
    const until = performance.now();
    const kind = answer ? String(answer.status) : 'connection closed';
    this.statuses.set(kind, (this.statuses.get(kind) ?? 0) + 1);
    if (!answer) {
      this.closed.push({ from, until });
      return false;
    }
    this.waitsMs.push(until - from);
    if (answer.status === 200) {
      this.#acknowledge(body, JSON.parse(answer.text) as ScoreLeadsResponse);
      return true;
    }
    const isClean = answer.status === 503 && /^\d+$/.test(answer.retryAfter ?? '') && answer.text.includes('"remedy"');
    if (!isClean) this.invalidResponses.push(`${answer.status} ${answer.text}`);
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
      const before = this.#told.get(question) ?? score.probability;
      if (before !== score.probability) this.inconsistent.push(`${question}: ${before}, then ${score.probability}`);
      this.#told.set(question, before);
    }
  }
}
