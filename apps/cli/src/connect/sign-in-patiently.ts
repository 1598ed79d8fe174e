import { setTimeout as delay } from 'node:timers/promises';
import { MINUTE_MS, SECOND_MS } from '@leadlight/common';
import { isSalesforceError } from '@leadlight/salesforce';

/** Salesforce says that a new app can take ten minutes until it accepts a sign-in. */
const MAX_WAIT_MS = 10 * MINUTE_MS;
const INTERVAL_MS = 15 * SECOND_MS;

/** Repeats a sign-in that a new app rejects. @param pause replaced in tests */
export async function signInPatiently<T>(
  signIn: () => Promise<T>,
  pause: (ms: number) => Promise<unknown> = (ms) => delay(ms),
): Promise<T> {
  for (let waitedMs = 0; ; waitedMs += INTERVAL_MS) {
    try {
      return await signIn();
    } catch (error) {
      if (!isSalesforceError(error, 'credentials_rejected') || waitedMs >= MAX_WAIT_MS) throw error;
      await pause(INTERVAL_MS);
    }
  }
}
