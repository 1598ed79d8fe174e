import { DAY_MS, HOUR_MS } from '@leadlight/common';
import type { ScheduleState } from '@leadlight/workflows';
import { describe, expect, it } from 'vitest';
import type { JsonOutput } from './run-json-command.ts';
import { runDueWork } from './schedule.ts';

const START = Date.UTC(2026, 10, 23, 6);

/** An org whose commands answer as `outputs` says, with a clock that a test moves. */
function scheduledOrg(outputs: Readonly<Record<string, JsonOutput | Error>>, exportArgs?: readonly string[]) {
  let now = START;
  let state: ScheduleState = { lastTrainingAttemptAt: null, lastDailyWorkAt: null, retrainEveryDays: null };
  const commands: string[] = [];
  const lines: string[] = [];
  const org = {
    everyDays: 7,
    clock: { now: () => now },
    state: {
      load: () => Promise.resolve(state),
      save: (change: Partial<ScheduleState>) => {
        state = { ...state, ...change };
        return Promise.resolve();
      },
    },
    run: (command: string) => {
      commands.push(command);
      const output = outputs[command] ?? {};
      return output instanceof Error ? Promise.reject(output) : Promise.resolve(output);
    },
    log: (line: string) => void lines.push(line),
    ...(exportArgs && { exportArgs }),
  };
  const commandsAfter = async (ms: number) => {
    now += ms;
    commands.length = 0;
    await runDueWork(org);
    return [...commands];
  };
  return { commandsAfter, lines };
}

const model = { model: { trainedAt: START - DAY_MS }, needsRetraining: false };

describe('runDueWork', () => {
  it('syncs and trains a first model, then does the daily work', async () => {
    const { commandsAfter, lines } = scheduledOrg({
      check: { error: { code: 'no_active_model', message: 'none' } },
      train: { entry: { active: true }, published: 'forest' },
    });
    expect(await commandsAfter(0)).toEqual([
      'check',
      'sync',
      'train',
      'reconcile',
      'challenger',
      'experiment',
      'score',
      'propensities',
      'notifications',
    ]);
    expect(lines).toContain('Done: a new model is active.');
  });

  it.each(['train', 'score'])(
    'repeats a %s that a stop of the worker ended, and not one that failed',
    async (command) => {
      const check = { error: { code: 'no_active_model', message: 'none' } };
      const stop = Object.assign(new Error('stopped'), { name: 'AbortError' });
      const outputs: Record<string, JsonOutput | Error> = { check, [command]: stop };
      const { commandsAfter } = scheduledOrg(outputs);
      await expect(commandsAfter(0)).rejects.toThrow('stopped');
      outputs[command] = new Error('killed: out of memory');
      await expect(commandsAfter(1)).rejects.toThrow('killed');
      expect(await commandsAfter(HOUR_MS)).not.toContain(command);
    },
  );

  it('says that no model is active where a first one was not published', async () => {
    const { commandsAfter, lines } = scheduledOrg({
      check: { error: { code: 'no_active_model', message: 'none' } },
      train: { entry: { active: false }, published: 'forest' },
    });
    await commandsAfter(0);
    expect(lines).toContain('Done: no model is active yet.');
  });

  it('repeats nothing that the stored state says was done within a day, as after a restart', async () => {
    const { commandsAfter } = scheduledOrg({ check: { error: { code: 'no_active_model', message: 'none' } } });
    await commandsAfter(0);
    expect(await commandsAfter(HOUR_MS)).toEqual(['check', 'notifications']);
    expect(await commandsAfter(DAY_MS)).toEqual([
      'check',
      'sync',
      'train',
      'reconcile',
      'challenger',
      'experiment',
      'score',
      'propensities',
      'notifications',
    ]);
  });

  it('retrains when the model is old, and logs whether the new one is published', async () => {
    const { commandsAfter, lines } = scheduledOrg({
      check: model,
      retrain: { model: { active: false }, published: false },
    });
    expect(await commandsAfter(0)).toEqual([
      'check',
      'reconcile',
      'challenger',
      'experiment',
      'score',
      'propensities',
      'notifications',
    ]);
    expect(await commandsAfter(7 * DAY_MS)).toEqual([
      'check',
      'retrain',
      'reconcile',
      'challenger',
      'experiment',
      'score',
      'propensities',
      'notifications',
    ]);
    expect(lines).toContain('Done: the active model stays.');
  });

  it('recalibrates instead of retraining where another level of the same trees is enough', async () => {
    const { commandsAfter, lines } = scheduledOrg({
      check: { ...model, needsRetraining: true },
      recalibrate: { published: true, needsRetraining: false, summary: 'Model v2 is active.' },
    });
    expect(await commandsAfter(DAY_MS)).toEqual([
      'check',
      'recalibrate',
      'reconcile',
      'challenger',
      'experiment',
      'score',
      'propensities',
      'notifications',
    ]);
    expect(lines).toContain('Model v2 is active.');
  });

  it('recalibrates and retrains where the ranking has changed as well', async () => {
    const { commandsAfter } = scheduledOrg({
      check: { ...model, needsRetraining: true },
      recalibrate: { published: true, needsRetraining: true },
    });
    const daily = ['reconcile', 'challenger', 'experiment', 'score', 'propensities', 'notifications'];
    const all = ['check', 'recalibrate', 'retrain', ...daily];
    expect(await commandsAfter(DAY_MS)).toEqual(all);
  });

  it('recalibrates at most daily, as it retrains, while an alarm lasts', async () => {
    const { commandsAfter } = scheduledOrg({
      check: { ...model, needsRetraining: true },
      recalibrate: { published: false, needsRetraining: true },
    });
    expect((await commandsAfter(DAY_MS)).slice(0, 3)).toEqual(['check', 'recalibrate', 'retrain']);
    expect(await commandsAfter(HOUR_MS)).toEqual(['check', 'notifications']);
    expect((await commandsAfter(DAY_MS)).slice(0, 3)).toEqual(['check', 'recalibrate', 'retrain']);
  });

  it('exports after the daily scoring where a folder is named, and logs what it did', async () => {
    const exported = { export: { summary: 'Exported: 3 files changed, 0 rows of erased leads removed.' } };
    const { commandsAfter, lines } = scheduledOrg({ check: model, ...exported }, ['export', '--to', '/srv/warehouse']);
    expect(await commandsAfter(0)).toEqual([
      'check',
      'reconcile',
      'challenger',
      'experiment',
      'score',
      'propensities',
      'export',
      'notifications',
    ]);
    expect(lines.at(-1)).toBe('Exported: 3 files changed, 0 rows of erased leads removed.');
    expect(await commandsAfter(HOUR_MS)).toEqual(['check', 'notifications']);
  });

  it('does nothing while the check fails', async () => {
    const { commandsAfter, lines } = scheduledOrg({
      check: { error: { code: 'storage_unreachable', message: 'away' } },
    });
    expect(await commandsAfter(0)).toEqual(['check']);
    expect(lines).toEqual(['The check failed: away']);
  });

  it('logs failures and what the reconciliation found', async () => {
    const { commandsAfter, lines } = scheduledOrg({
      check: model,
      reconcile: { summary: 'All days agree.', scores: { summary: 'All scores agree.' } },
      score: { error: { code: 'work_in_progress', message: 'another process' } },
    });
    await commandsAfter(0);
    expect(lines).toEqual(['All days agree.', 'All scores agree.', 'Scoring the open leads failed: another process']);
  });
});
