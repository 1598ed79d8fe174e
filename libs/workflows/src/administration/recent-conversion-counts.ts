import { MINUTE_MS } from '@leadlight/common';
import type { Instant } from '@leadlight/lead-features';
import { LRUCache } from 'lru-cache';
import type { MonotonicMs } from '../monotonic-ms.ts';
import type { ConversionCount, ConversionCounts, ConversionQuestion } from '../ports/index.ts';

export interface CountedConversions {
  readonly counts: readonly ConversionCount[];
  readonly countedAt: Instant;
}

const MAX_AGE_MS = 10 * MINUTE_MS;
const MAX_ANSWERS = 100;

/**
 * Counts at most once in ten minutes, because counting reads every lead of the org, and figures over weeks change slowly.
 * Concurrent callers wait for the same count.
 */
export class RecentConversionCounts {
  readonly #counts: ConversionCounts;
  readonly #elapsedMs: MonotonicMs;
  readonly #recent = new LRUCache<
    string,
    { readonly startedAtMs: number; readonly counted: Promise<CountedConversions> }
  >({ max: MAX_ANSWERS });

  constructor(ports: { readonly conversionCounts: ConversionCounts }, elapsedMs: MonotonicMs) {
    this.#counts = ports.conversionCounts;
    this.#elapsedMs = elapsedMs;
  }

  get(orgId: string, question: ConversionQuestion): Promise<CountedConversions> {
    const { groupedBy, goal, horizonDays, now } = question;
    const key = JSON.stringify([orgId, groupedBy, goal, horizonDays]);
    const recent = this.#recent.get(key);
    if (recent && this.#elapsedMs() - recent.startedAtMs < MAX_AGE_MS) return recent.counted;
    const counted = this.#counts.count(orgId, question).then((counts) => ({ counts, countedAt: now }));
    this.#recent.set(key, { startedAtMs: this.#elapsedMs(), counted });
    counted.catch(() => this.#recent.delete(key));
    return counted;
  }
}
