import { describe, expect, it } from 'vitest';
import { retryWhileBusy, type JsonOutput } from './run-json-command.ts';

const { signal } = new AbortController();
const busy: JsonOutput = { error: { code: 'work_in_progress', message: 'another process' } };
const withoutWaiting = () => Promise.resolve();

describe('retryWhileBusy', () => {
  it('repeats a command until no other process does the same work', async () => {
    const outputs: JsonOutput[] = [busy, busy, { added: {} }];
    expect(await retryWhileBusy(() => Promise.resolve(outputs.shift()!), signal, withoutWaiting)).toEqual({
      added: {},
    });
    expect(outputs).toEqual([]);
  });

  it('does not repeat a command after another error', async () => {
    const failed: JsonOutput = { error: { code: 'not_connected', message: 'no org' } };
    let runs = 0;
    const run = () => {
      runs += 1;
      return Promise.resolve(failed);
    };
    expect(await retryWhileBusy(run, signal, withoutWaiting)).toBe(failed);
    expect(runs).toBe(1);
  });

  it('gives up after its maximum wait', async () => {
    expect(await retryWhileBusy(() => Promise.resolve(busy), signal, withoutWaiting)).toBe(busy);
  });
});
