import { expect, it } from 'vitest';
import { describeOnEveryDatabase } from '../testing/every-database.ts';
import { scoreEntry } from '../testing/records.ts';

describeOnEveryDatabase('score log', (given) => {
  it('replays an entry unchanged, including the order of its keys', async () => {
    const { storage, newOrg } = given();
    const org = newOrg();
    const answer = { leadId: '00Q1', b: 1, a: [{ text: 'née 漢字' }], probability: 0.123456789012345 };
    const entry = scoreEntry({ response: answer, probability: 0.123456789012345 });
    await storage.scoreLog.append(org, [entry]);
    const [found] = await storage.scoreLog.findBySubject(org, '00Q1', 10);
    expect(found).toEqual(entry);
    expect(JSON.stringify(found?.response)).toBe(JSON.stringify(answer));
  });

  it('lists entries newest first, up to a limit', async () => {
    const { storage, newOrg } = given();
    const org = newOrg();
    const times = [5, 9, 7, 9, 1];
    await storage.scoreLog.append(
      org,
      times.map((scoredAt, score) => scoreEntry({ scoredAt, score })),
    );
    const found = await storage.scoreLog.findBySubject(org, '00Q1', 3);
    expect(found.map(({ scoredAt, score }) => [scoredAt, score])).toEqual([
      [9, 3],
      [9, 1],
      [7, 2],
    ]);
  });

  it('logs each of many concurrent appends once, under its own org', async () => {
    const { storage, newOrg } = given();
    const orgs = [newOrg(), newOrg(), newOrg()];
    const appends = Array.from({ length: 90 }, (_, index) =>
      storage.scoreLog.append(orgs[index % 3] ?? '', [scoreEntry({ score: index })]),
    );
    await Promise.all(appends);
    for (const [offset, org] of orgs.entries()) {
      const scores = (await storage.scoreLog.findBySubject(org, '00Q1', 100)).map(({ score }) => score);
      expect(scores.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 30 }, (_, index) => index * 3 + offset));
    }
  });

  it('rejects an invalid entry without failing others', async () => {
    const { storage, newOrg } = given();
    const org = newOrg();
    const results = await Promise.allSettled([
      storage.scoreLog.append(org, [scoreEntry({ score: 1 })]),
      storage.scoreLog.append(org, [scoreEntry({ score: Number.NaN })]),
      storage.scoreLog.append(org, [scoreEntry({ score: 3 })]),
    ]);
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(await storage.scoreLog.findBySubject(org, '00Q1', 10)).toHaveLength(2);
  });

  it('hides one org’s scores from another', async () => {
    const { storage, newOrg } = given();
    await storage.scoreLog.append(newOrg(), [scoreEntry()]);
    expect(await storage.scoreLog.findBySubject(newOrg(), '00Q1', 10)).toEqual([]);
  });
});
