import { setTimeout as delay } from 'node:timers/promises';
import { MINUTE_MS, SECOND_MS } from '@leadlight/common';
import { isSalesforceError } from '@leadlight/salesforce';

/** Salesforce says that a new app can take ten minutes until it accepts a sign-in. */
const MAX_WAIT_MS = 10 * MINUTE_MS;
const INTERVAL_MS = 15 * SECOND_MS;

/**
 * Whether a secret is wrong: an app that is not known yet is rejected as `invalid_client_id`.
 * @source Salesforce Help, OAuth 2.0 Error Codes
 */
export const isWrongSecret = (error: unknown): boolean =>
  isSalesforceError(error, 'credentials_rejected') && error.facts.errorCode === 'invalid_client';

/** Repeats a sign-in that a new app rejects, but not one with a wrong secret. @param pause replaced in tests */
export async function signInPatiently<T>(
  signIn: () => Promise<T>,
  pause: (ms: number) => Promise<unknown> = (ms) => delay(ms),
): Promise<T> {
  for (let waitedMs = 0; ; waitedMs += INTERVAL_MS) {
    try {
      return await signIn();
    } catch (error) {
      if (!isSalesforceError(error, 'credentials_rejected') || isWrongSecret(error)) throw error;
      if (waitedMs >= MAX_WAIT_MS) throw error;
      await pause(INTERVAL_MS);
    }
  }
}
