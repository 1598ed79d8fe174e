import { describe, expect, it } from 'vitest';
import { noProgress } from '../ports/index.ts';
import { DEFAULT_SCORING_SETTINGS } from '../administration/scoring-settings/default-settings.ts';
import { histories, NOW, inMemoryOrg } from './org.fixture.ts';
import { trainOnOrg } from './train-on-org.ts';
import { retrain } from './retrain.ts';

describe('retrain', () => {
  it('holds both models against the same looks, though leads go while they are read', async () => {
    const leads = histories(400, 2);
    let readings = 0;
    // The first leads of every further reading are gone: row numbers of one reading mean other leads in the next.
    const { ports } = inMemoryOrg(() => leads.slice(7 * readings++));
    const request = { settings: { learner: 'logistic', horizonDays: 30 } } as const;
    await trainOnOrg(ports, 'org', request, noProgress);
    const { comparison, published } = await retrain(ports, 'org', request, noProgress);
    expect(comparison).toMatchObject({ on: 'newest_fifth', difference: { difference: 0 } });
    expect(published).toBe(true);
  });

  it('goes on with the default learner where the one that the settings name has been outgrown', async () => {
    const { ports } = inMemoryOrg(() => histories(400, 2));
    const named = { ...DEFAULT_SCORING_SETTINGS, learner: 'ml-random-forest', horizonDays: 30 } as const;
    const newest = { settings: named, revision: 1, restores: null, changedAt: NOW, changedBy: 'cli' };
    const settled = {
      ...ports,
      scoringSettings: { ...ports.scoringSettings, findNewest: () => Promise.resolve(newest) },
    };
    const few = { settings: { snapshotAgesDays: [0] } };
    const first = await trainOnOrg(settled, 'org', few, noProgress);
    expect([first.entry.learner, first.instead]).toEqual(['ml-random-forest', undefined]);
    const { entry, comparison, instead } = await retrain(settled, 'org', {}, noProgress);
    expect(instead).toMatch(/ml-random-forest, which bears at most 1000 looks.*"best" was learned instead/);
    expect(entry.learner).not.toBe('ml-random-forest');
    expect(entry.report).toMatchObject({
      facts: expect.arrayContaining([{ name: 'instead', value: instead }]) as unknown,
    });
    expect(comparison).toMatchObject({ on: 'newest_fifth' });
    // Whoever asks for it by name is told at once.
    const asked = retrain(settled, 'org', { settings: { learner: 'ml-random-forest' } }, noProgress);
    await expect(asked).rejects.toMatchObject({ code: 'too_many_rows' });
  });

  it('publishes nothing where another process has begun to learn meanwhile', async () => {
    const { ports, saved } = inMemoryOrg(() => histories(155, 2));
    const request = { settings: { horizonDays: 30, snapshotAgesDays: [0] } };
    await trainOnOrg(ports, 'org', request, noProgress);
    const lost = Object.assign(new Error('Another process took over'), { code: 'lease_lost' });
    const lease = { renew: () => Promise.reject(lost), release: () => Promise.resolve() };
    const taken = { ...ports, leases: { tryAcquire: () => Promise.resolve(lease) } };
    await expect(retrain(taken, 'org', request, noProgress)).rejects.toBe(lost);
    await expect(trainOnOrg(taken, 'org', request, noProgress)).rejects.toBe(lost);
    expect(saved).toHaveLength(1);
  });

  it('makes the points table anew where too few outcomes are left once the newest are held out', async () => {
    const { ports } = inMemoryOrg(() => histories(155, 2));
    const request = { settings: { horizonDays: 30, snapshotAgesDays: [0] } };
    await trainOnOrg(ports, 'org', request, noProgress);
    const { entry, published, comparison } = await retrain(ports, 'org', request, noProgress);
    expect(entry.learner).toBe('rules');
    expect([published, comparison]).toEqual([true, undefined]);
  });

  it('keeps a model where too few outcomes are left', async () => {
    const leads = histories(400, 2);
    const { ports, saved } = inMemoryOrg(() => (saved.length === 0 ? leads : leads.slice(0, 155)));
    const request = { settings: { learner: 'logistic', horizonDays: 30, snapshotAgesDays: [0] } } as const;
    await trainOnOrg(ports, 'org', request, noProgress);
    const { entry, published } = await retrain(ports, 'org', request, noProgress);
    expect(entry).toMatchObject({ learner: 'rules', active: false });
    expect(published).toBe(false);
  });
});
