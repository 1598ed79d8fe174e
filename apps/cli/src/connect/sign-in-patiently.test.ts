import { SalesforceError } from '@leadlight/salesforce';
import { describe, expect, it } from 'vitest';
import { signInPatiently } from './sign-in-patiently.ts';

const facts = { request: 'Signing in', errorCode: 'invalid_client_id', message: 'client identifier invalid' };
const rejected = new SalesforceError('credentials_rejected', facts);

/** A sign-in that is rejected `times` times, and how often and how long it waits. */
function app(times: number, error: Error = rejected) {
  const waits: number[] = [];
  let attempts = 0;
  const signIn = () => (attempts++ < times ? Promise.reject(error) : Promise.resolve('signed in'));
  const pause = (ms: number) => Promise.resolve(waits.push(ms));
  return { waits, result: () => signInPatiently(signIn, pause) };
}

describe('signInPatiently', () => {
  it('waits until a new app accepts the sign-in', async () => {
    const { waits, result } = app(3);
    expect(await result()).toBe('signed in');
    expect(waits).toEqual([15_000, 15_000, 15_000]);
  });

  it('gives up after ten minutes', async () => {
    const { waits, result } = app(Infinity);
    await expect(result()).rejects.toBe(rejected);
    expect(waits.reduce((sum, ms) => sum + ms, 0)).toBe(600_000);
  });

  it('does not wait with a wrong secret', async () => {
    const wrong = { ...facts, errorCode: 'invalid_client', message: 'invalid client credentials' };
    const { waits, result } = app(1, new SalesforceError('credentials_rejected', wrong));
    await expect(result()).rejects.toThrow(/invalid client credentials/);
    expect(waits).toEqual([]);
  });

  it('does not wait for another error', async () => {
    const unreachable = new SalesforceError('unreachable', { host: 'example.com', reason: 'ENOTFOUND' });
    const { waits, result } = app(1, unreachable);
    await expect(result()).rejects.toBe(unreachable);
    expect(waits).toEqual([]);
  });
});
