import type { ServerResponse } from 'node:http';
import { setImmediate as nextLoopIteration } from 'node:timers/promises';
import { getHeapStatistics } from 'node:v8';
import { SECOND_MS } from '@leadlight/common';
import type { Request } from 'express';
import { MB } from './body-limits.ts';
import { BodyQueue } from './body-queue.ts';
import { HttpProblem } from './http-problem.ts';
import { parseJsonBody, readBytes, requireMediaType, type JsonBody } from './request-body.ts';
import type { LoadShedder } from './shed-load.ts';

export interface BodySettings {
  /** Bytes of the bodies of one key's requests that are received or answered at a time. */
  readonly bodyBytesPerKey: number;
  /** The same for all keys of this process. */
  readonly bodyBytes: number;
  /** Of those, the bytes that are parsed, scored and answered at a time; the others wait unparsed. */
  readonly parsedBytes: number;
}

/**
 * Heap that the service uses without requests, with models and caches. This and the next are upper estimates, with which a
 * process with a heap of 192 MB survives `reliability/limits.test.ts`.
 */
const IDLE_HEAP_BYTES = 112 * MB;
/** Heap that a request uses, per byte of its body: text, values, validated copy, histories, rows and response. */
const HEAP_PER_BODY_BYTE = 40;
const MAX_WAIT_MS = 5 * SECOND_MS;
/** A body up to this size is parsed within a millisecond. */
const SMALL_BODY_BYTES = 16_384;

/** What fits into the heap that this process may use: one of the largest bodies at least, and 16 at most. */
export const parsedBytesFor = (heapLimitBytes = getHeapStatistics().heap_size_limit): number =>
  Math.min(16 * MB, Math.max(MB, Math.floor((heapLimitBytes - IDLE_HEAP_BYTES) / HEAP_PER_BODY_BYTE)));

/**
 * Reads the bodies of requests within bounds, so that requests at their size limit, many at once, take neither all memory
 * nor the event loop: large ones are parsed one per iteration of the loop, between which other requests are answered.
 */
export class RequestBodies {
  readonly #settings: BodySettings;
  readonly #load: Pick<LoadShedder, 'requireResponsive'>;
  readonly #turns: BodyQueue;
  readonly #bytesOfKeys = new Map<string, number>();
  #bytes = 0;
  #lastParse: Promise<unknown> = Promise.resolve();

  constructor(settings: BodySettings, load: Pick<LoadShedder, 'requireResponsive'>) {
    this.#settings = settings;
    this.#load = load;
    this.#turns = new BodyQueue(settings.parsedBytes, SMALL_BODY_BYTES, MAX_WAIT_MS);
  }

  /**
   * Reads a JSON body of at most `maxBytes`. Its bytes count until the response has been sent.
   * @returns the value and its text
   * @throws HttpProblem `rate-limited`, `overloaded`, `unsupported-media-type`, `body-too-large`, `invalid-json`;
   *   `invalid-request` for a text with U+0000
   */
  async readJson(req: Request, res: ServerResponse, maxBytes: number): Promise<JsonBody> {
    requireMediaType(req, 'application/json');
    // Without a length it may become as long as is allowed.
    const announced = Math.min(Number(req.headers['content-length'] ?? maxBytes), maxBytes);
    this.#count(req.caller.keyId, announced, res);
    const bytes = await readBytes(req, maxBytes);
    if (bytes.length <= SMALL_BODY_BYTES && this.#turns.tryTake(bytes.length, res)) return parseJsonBody(bytes);
    // The load may have changed while the body arrived.
    this.#load.requireResponsive();
    await this.#turns.take(bytes.length, res);
    await this.#nextParse();
    return parseJsonBody(bytes);
  }

  #count(keyId: string, bytes: number, res: ServerResponse): void {
    const { bodyBytesPerKey, bodyBytes } = this.#settings;
    const ofKey = this.#bytesOfKeys.get(keyId) ?? 0;
    if (ofKey + bytes > bodyBytesPerKey && ofKey > 0) {
      throw new HttpProblem('rate-limited', {
        detail: `The bodies of a key's concurrent requests may have ${bodyBytesPerKey} bytes together.`,
        headers: { 'Retry-After': '1' },
      });
    }
    if (this.#bytes + bytes > bodyBytes && this.#bytes > 0) {
      throw new HttpProblem('overloaded', { detail: 'Too many bytes of requests are in progress.' });
    }
    this.#add(keyId, bytes);
    res.once('close', () => this.#add(keyId, -bytes));
  }

  #add(keyId: string, bytes: number): void {
    this.#bytes += bytes;
    const ofKey = (this.#bytesOfKeys.get(keyId) ?? 0) + bytes;
    if (ofKey > 0) this.#bytesOfKeys.set(keyId, ofKey);
    else this.#bytesOfKeys.delete(keyId);
  }

  /** One per iteration of the event loop. */
  #nextParse(): Promise<unknown> {
    const turn = this.#lastParse.then(() => nextLoopIteration());
    this.#lastParse = turn;
    return turn;
  }
}
