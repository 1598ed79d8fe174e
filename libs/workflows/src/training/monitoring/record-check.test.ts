import type { CheckFigures } from '@leadlight/contract';
import { describe, expect, it } from 'vitest';
import type { LabelledMeasure } from './monitor-active-model.ts';
import { inMemoryChecks } from './model-checks.fixture.ts';
import { recordCheck } from './record-check.ts';

const NOW = Date.UTC(2026, 10, 2);
const MODEL = { id: 'm1', version: 3 };

const measure = (change: Partial<LabelledMeasure>): LabelledMeasure => ({
  ...{ kind: 'values_missing', subject: 'industry', label: 'Industry', state: 'alarm', weeks: 1_000, since: 20_750 },
  ...{ before: 0.18, now: 0.6 },
  ...change,
});

function recorded() {
  const { ports, checks, events } = inMemoryChecks();
  let at = NOW;
  const check = (measures: readonly LabelledMeasure[], model = MODEL) =>
    recordCheck(ports, 'org', { model, measures }, (at += 1));
  return { check, checks, events };
}

describe('recordCheck', () => {
  it('stores the figures of each check, and begins an event once while a change lasts', async () => {
    const { check, checks, events } = recorded();
    await check([measure({})]);
    const open = await check([measure({ weeks: 2_000 })]);
    expect(checks).toHaveLength(2);
    expect(checks[0]!.figures).toEqual({
      performance: null,
      calibration: null,
      measures: [
        {
          ...{ kind: 'values_missing', subject: 'industry', label: 'Industry', state: 'alarm', weeks: 1_000 },
          ...{ before: 0.18, now: 0.6 },
        },
      ],
    } satisfies CheckFigures);
    expect(events).toEqual(open);
    expect(open).toMatchObject([
      {
        ...{ kind: 'values_missing', severity: 'alarm', subject: 'industry', modelVersion: 3, foundAt: NOW + 1 },
        ...{ weeksBetweenFalseAlarms: 1_000, endedAt: null, since: Date.UTC(2026, 9, 24) },
        message: { english: 'Since 2026-10-24, Industry has been empty for 60 % of the leads; before, for 18 %.' },
        action: { code: 'act_form', names: ['industry'] },
      },
    ]);
  });

  it('ends an event only when its evidence is gone, and begins another one after that', async () => {
    const { check, events } = recorded();
    await check([measure({})]);
    expect(await check([measure({ state: 'steady', weeks: 5 })])).toHaveLength(1);
    expect(await check([measure({ state: 'steady', weeks: 0.5 })])).toEqual([]);
    expect(events[0]!.endedAt).toBe(NOW + 3);
    expect(await check([measure({})])).toHaveLength(1);
    expect(events).toHaveLength(2);
  });

  it('shows what merely moved without an action, and makes it an alarm when it becomes one', async () => {
    const { check, events } = recorded();
    expect(await check([measure({ state: 'moved', now: 0.22 })])).toMatchObject([{ severity: 'notice', action: null }]);
    expect(await check([measure({})])).toMatchObject([{ severity: 'alarm' }]);
    expect(events.map(({ severity, endedAt }) => [severity, endedAt !== null])).toEqual([
      ['notice', true],
      ['alarm', false],
    ]);
  });

  it('keeps an event that a new model finds too, and ends one that it cannot have', async () => {
    const { check } = recorded();
    await check([measure({}), measure({ subject: 'country' })]);
    const open = await check([measure({})], { id: 'm2', version: 4 });
    expect(open).toMatchObject([{ subject: 'industry', modelId: 'm1' }]);
  });

  it('keeps an event while too little is known to say whether it is over', async () => {
    const { check } = recorded();
    await check([measure({ kind: 'performance_changed', subject: '' })]);
    expect(await check([])).toMatchObject([{ message: { code: 'event_performance_unmeasured' } }]);
  });

  it('names the feature and the value of leads that turn out differently', async () => {
    const { check } = recorded();
    const source = measure({ kind: 'segment_changed', subject: 'LeadSource=Web', label: 'Lead source' });
    const [event] = await check([{ ...source, before: 0.2, now: 0.05 }]);
    expect(event!.message.english).toBe(
      'Leads with Lead source: Web turn out differently since 2026-10-24: about 5 % will reach the goal, where 20 % were predicted.',
    );
  });
});
