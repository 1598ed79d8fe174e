import { DAY_MS } from '@leadlight/common';
import { describe, expect, it } from 'vitest';
import { runPropensityWork } from './propensity-work.ts';
import type { JsonOutput } from './run-json-command.ts';

const NOW = Date.UTC(2026, 10, 23, 6);

/** Runs the work of an org whose commands answer as `outputs` says, by their first argument. */
async function work(outputs: Readonly<Record<string, JsonOutput>>) {
  const commands: string[] = [];
  const lines: string[] = [];
  await runPropensityWork({
    everyDays: 7,
    clock: { now: () => NOW },
    run: (...args: string[]) => {
      commands.push(args.join(' '));
      return Promise.resolve(outputs[args[0]!] ?? {});
    },
    log: (line) => void lines.push(line),
  });
  return { commands, lines };
}

const propensity = (id: string, ageDays: number, model: unknown = { version: 1 }) => ({
  definition: { id },
  model,
  newestTrainedAt: NOW - ageDays * DAY_MS,
});
const list = (...propensities: readonly unknown[]) => ({ propensities });
const scored = { scored: 800, changed: 30 };

describe('runPropensityWork', () => {
  it('reads, checks and scores each propensity that has an active model', async () => {
    const propensities = list(propensity('account-churns', 1), propensity('case-escalates', 1, null));
    const { commands, lines } = await work({ propensities, score: scored });
    expect(commands).toEqual([
      'propensities list',
      'sync',
      'check --propensity account-churns',
      'score --propensity account-churns',
    ]);
    expect(lines).toEqual(['account-churns: 800 records are scored, 30 scores changed.']);
  });

  it('reads nothing where no propensity has a model', async () => {
    expect((await work({ propensities: list() })).commands).toEqual(['propensities list']);
  });

  it('trains again where the newest model is old, and says which model is active then', async () => {
    const propensities = list(propensity('account-churns', 7));
    // The report, whose members are in the document too, names a contender as published.
    const trained = (active: boolean) => ({ entry: { id: 'm2', version: 2, active }, published: 'forest' });
    const { commands, lines } = await work({ propensities, train: trained(false), score: scored });
    expect(commands).toContain('train --propensity account-churns');
    expect(lines[0]).toBe('account-churns: the active model stays.');
    const replaced = await work({ propensities, train: trained(true), score: scored });
    expect(replaced.lines[0]).toBe('account-churns: a new model is active.');
  });

  it('trains again where the check asks for it, at most daily', async () => {
    const check = { needsRetraining: true };
    const trains = async (ageDays: number) =>
      (await work({ propensities: list(propensity('p', ageDays)), check, score: scored })).commands.includes(
        'train --propensity p',
      );
    expect(await trains(2)).toBe(true);
    expect(await trains(0.5)).toBe(false);
  });

  it('does not train or score by a model that cannot be checked, and goes on with the others', async () => {
    const check = { error: { code: 'status_values_not_known', message: 'unknown' } };
    const { commands, lines } = await work({ propensities: list(propensity('p', 9), propensity('q', 9)), check });
    expect(commands).toEqual(['propensities list', 'sync', 'check --propensity p', 'check --propensity q']);
    expect(lines).toEqual(['p: the check failed: unknown', 'q: the check failed: unknown']);
  });
});
