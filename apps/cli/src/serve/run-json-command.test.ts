import { expect, test } from 'vitest';
import { retryWhileBusy, type JsonOutput } from './run-json-command.ts';

const signal = new AbortController().signal;
const busy: JsonOutput = { error: { code: 'work_in_progress', message: 'another process' } };
const withoutWaiting = () => Promise.resolve();

test('a command that finds another process at the same work is run again until it is free', async () => {
  const answers: JsonOutput[] = [busy, busy, { added: {} }];
  expect(await retryWhileBusy(() => Promise.resolve(answers.shift()!), signal, withoutWaiting)).toEqual({ added: {} });
  expect(answers).toEqual([]);
});

test('a refusal of another kind is not asked for again', async () => {
  const refusal: JsonOutput = { error: { code: 'not_connected', message: 'no org' } };
  let runs = 0;
  const run = () => {
    runs += 1;
    return Promise.resolve(refusal);
  };
  expect(await retryWhileBusy(run, signal, withoutWaiting)).toBe(refusal);
  expect(runs).toBe(1);
});

test('patience ends', async () => {
  expect(await retryWhileBusy(() => Promise.resolve(busy), signal, withoutWaiting)).toBe(busy);
});
