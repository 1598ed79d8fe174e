import { DEFAULT_SCORING_SETTINGS, type ScoringSettingsRevision } from '@leadlight/workflows';
import { expect, it } from 'vitest';
import { describeOnEveryDatabase } from '../testing/every-database.ts';

const revision = (number: number, given: Partial<ScoringSettingsRevision> = {}): ScoringSettingsRevision => ({
  revision: number,
  settings: { ...DEFAULT_SCORING_SETTINGS, excludedFields: [`Field_${number}__c`] },
  changedAt: 1_000 * number,
  changedBy: 'cli',
  restores: null,
  ...given,
});

describeOnEveryDatabase('scoring settings', (given) => {
  it('returns the newest revision, and keeps earlier ones unchanged', async () => {
    const { storage, newOrg } = given();
    const org = newOrg();
    expect(await storage.scoringSettings.findNewest(org)).toBeUndefined();
    const [first, second] = [revision(1), revision(2, { restores: 0, changedBy: 'api:key_1' })];
    for (const each of [first, second]) expect(await storage.scoringSettings.append(org, each)).toBe(true);
    expect(await storage.scoringSettings.findNewest(org)).toEqual(second);
    expect(await storage.scoringSettings.find(org, 1)).toEqual(first);
    expect(await storage.scoringSettings.find(org, 3)).toBeUndefined();
  });

  it('accepts one of two concurrent changes', async () => {
    const { storage, newOrg } = given();
    const org = newOrg();
    const writers = ['a', 'b', 'c', 'd'].map((changedBy) => revision(1, { changedBy }));
    const kept = await Promise.all(writers.map((each) => storage.scoringSettings.append(org, each)));
    expect(kept.filter(Boolean)).toHaveLength(1);
    const winner = writers[kept.indexOf(true)]!;
    expect(await storage.scoringSettings.findNewest(org)).toEqual(winner);
  });

  it('hides one org’s settings from another', async () => {
    const { storage, newOrg } = given();
    await storage.scoringSettings.append(newOrg(), revision(1));
    const other = newOrg();
    expect(await storage.scoringSettings.findNewest(other)).toBeUndefined();
    expect(await storage.scoringSettings.find(other, 1)).toBeUndefined();
  });
});
