import { describe, expect, it } from 'vitest';
import { noProgress } from '../ports/index.ts';
import { DEFAULT_SCORING_SETTINGS } from '../administration/scoring-settings/default-settings.ts';
import { ClaimLostError } from '../testing/claim-lost-error.ts';
import { FIELDS, histories, NOW, inMemoryOrg } from './org.fixture.ts';
import { trainOnOrg } from './train-and-publish.ts';
import { retrain } from './retrain.ts';

describe('retrain', () => {
  it('compares both models on the same snapshots, although leads are deleted while they are read', async () => {
    const leads = histories(400, 2);
    let reads = 0;
    // Each read has fewer leads, so that a row number means another lead in the next read.
    const { ports } = inMemoryOrg(() => leads.slice(7 * reads++));
    const request = { settings: { learner: 'logistic', horizonDays: 30 }, quick: true } as const;
    await trainOnOrg(ports, 'org', request, noProgress);
    const { comparison, published } = await retrain(ports, 'org', request, noProgress);
    expect(comparison).toMatchObject({ on: 'newest_fifth', difference: { difference: 0 } });
    expect(published).toBe(true);
  });

  it('trains the learner of the settings on a sample if it does not support that many snapshots, and says so', async () => {
    // Few leads and fields: the library's time grows with the square of the rows, and with the features.
    const fields = FIELDS.filter(({ name }) => name === 'LeadSource');
    const { ports, saved } = inMemoryOrg(() => histories(saved.length === 0 ? 200 : 400, 2), fields);
    const withLearner = { ...DEFAULT_SCORING_SETTINGS, learner: 'ml-random-forest', horizonDays: 30 } as const;
    const newest = { settings: withLearner, revision: 1, restores: null, changedAt: NOW, changedBy: 'cli' };
    const configured = {
      ...ports,
      scoringSettings: { ...ports.scoringSettings, findNewest: () => Promise.resolve(newest) },
    };
    const first = await trainOnOrg(configured, 'org', { settings: { learner: 'logistic' }, quick: true }, noProgress);
    expect(first.sampled).toBeUndefined();
    const { entry, comparison, sampled } = await retrain(configured, 'org', { quick: true }, noProgress);
    expect(sampled).toMatch(/^ml-random-forest learns from at most 1000 rows: the newest ones of \d+/);
    expect(entry.learner).toBe('ml-random-forest');
    expect(entry.report).toMatchObject({
      facts: expect.arrayContaining([{ name: 'sampled', value: sampled }]) as unknown,
    });
    expect(comparison).toMatchObject({ on: 'newest_fifth' });
  });

  it('publishes nothing if another process has taken over the claim', async () => {
    const { ports, saved } = inMemoryOrg(() => histories(155, 2));
    const request = { settings: { horizonDays: 30, snapshotAgesDays: [0] }, quick: true };
    await trainOnOrg(ports, 'org', request, noProgress);
    const lost = new ClaimLostError();
    const claim = { confirm: () => Promise.reject(lost), release: () => Promise.resolve() };
    const taken = { ...ports, claims: { claim: () => Promise.resolve(claim) } };
    await expect(retrain(taken, 'org', request, noProgress)).rejects.toBe(lost);
    await expect(trainOnOrg(taken, 'org', request, noProgress)).rejects.toBe(lost);
    expect(saved).toHaveLength(1);
  });

  it('publishes a new points table if too few outcomes are left excluding the held-out ones', async () => {
    const { ports } = inMemoryOrg(() => histories(155, 2));
    const request = { settings: { horizonDays: 30, snapshotAgesDays: [0] }, quick: true };
    await trainOnOrg(ports, 'org', request, noProgress);
    const { entry, published, comparison } = await retrain(ports, 'org', request, noProgress);
    expect(entry.learner).toBe('rules');
    expect([published, comparison]).toEqual([true, undefined]);
  });

  it('does not replace a model by the points table', async () => {
    const leads = histories(400, 2);
    const { ports, saved } = inMemoryOrg(() => (saved.length === 0 ? leads : leads.slice(0, 155)));
    const request = { settings: { learner: 'logistic', horizonDays: 30, snapshotAgesDays: [0] }, quick: true } as const;
    await trainOnOrg(ports, 'org', request, noProgress);
    const { entry, published } = await retrain(ports, 'org', request, noProgress);
    expect(entry).toMatchObject({ learner: 'rules', active: false });
    expect(published).toBe(false);
  });
});
