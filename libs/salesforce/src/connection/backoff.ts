import type { Timing } from './timing.ts';

/** Attempts in all, the first included. */
export const MAX_REQUEST_ATTEMPTS = 5;
export const MAX_SIGN_IN_ATTEMPTS = 3;
/** Failed calls in a row; every response resets the count. */
export const MAX_SUBSCRIPTION_ATTEMPTS = 8;

const FIRST_DELAY_MS = 1_000;
const MAX_DELAY_MS = 20_000;
const MAX_RETRY_AFTER_S = 60;

/**
 * How long to wait after failed attempt number `attempt`, which counts from 1. The delay doubles each time, with equal
 * jitter: one half is fixed, the other random, so that clients do not retry at the same time.
 */
export const backoffMs = (attempt: number, timing: Timing): number =>
  Math.round((0.5 + timing.random() / 2) * Math.min(MAX_DELAY_MS, FIRST_DELAY_MS * 2 ** (attempt - 1)));

/** How long a response asks to wait, up to a minute; 0 where it does not ask. */
export function retryAfterMs(headers: Readonly<Record<string, string>> = {}): number {
  const seconds = Number(headers['retry-after'] ?? 0);
  return Number.isFinite(seconds) ? Math.min(MAX_RETRY_AFTER_S, seconds) * 1000 : 0;
}
