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

  it('stores the row and, once, what else a score depended on', async () => {
    const { storage, newOrg } = given();
    const [org, other] = [newOrg(), newOrg()];
    const row = [0.1 + 0.2, Number.NaN, null, 'née 漢字', 1e-300];
    const context = { contextId: 'c1', contextText: '{"threshold":0.25}' };
    const entries = [1, 2, 3].map((score) => scoreEntry({ score, row, ...context }));
    await storage.scoreLog.append(org, entries.slice(0, 2));
    await storage.outbox.enqueue(org, entries.slice(2), []);
    const found = await storage.scoreLog.findBySubject(org, '00Q1', 10);
    expect(found.map((entry) => entry.row)).toEqual(Array(3).fill([0.1 + 0.2, null, null, 'née 漢字', 1e-300]));
    expect(found.map(({ contextId }) => contextId)).toEqual(['c1', 'c1', 'c1']);
    expect(await storage.scoreLog.findContext(org, 'c1')).toBe(context.contextText);
    expect(await storage.scoreLog.findContext(other, 'c1')).toBeUndefined();
  });

  it('reads all entries in the order of logging, in chunks', async () => {
    const { storage, newOrg } = given();
    const org = newOrg();
    await storage.scoreLog.append(newOrg(), [scoreEntry()]);
    const subjects = ['00Q3', '00Q1', '00Q2', '00Q1', '00Q5'];
    await storage.scoreLog.append(
      org,
      subjects.map((subjectId) => scoreEntry({ subjectId })),
    );
    const chunks: string[][] = [];
    for await (const chunk of storage.scoreLog.readAll(org, 2)) chunks.push(chunk.map(({ subjectId }) => subjectId));
    expect(chunks).toEqual([['00Q3', '00Q1'], ['00Q2', '00Q1'], ['00Q5']]);
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
