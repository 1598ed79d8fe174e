import type { LoggedScores } from '@leadlight/workflows';
import { expect, it } from 'vitest';
import { describeOnEveryDatabase } from '../testing/every-database.ts';
import { scoreEntry } from '../testing/records.ts';

const NOON = Date.UTC(2026, 10, 29, 12);
const MIDNIGHT = Date.UTC(2026, 10, 30);

describeOnEveryDatabase('warehouse source', (given) => {
  it('reads the score log day by day in UTC, in chunks, also where days alternate', async () => {
    const { storage, newOrg } = given();
    const [org, other] = [newOrg(), newOrg()];
    const times = [NOON, MIDNIGHT - 1, MIDNIGHT, NOON + 1, MIDNIGHT + 1];
    for (const [score, scoredAt] of times.entries()) {
      await storage.scoreLog.append(org, [
        scoreEntry({ score, scoredAt, row: score === 3 ? undefined : [0.5, null, 'née\n'] }),
      ]);
      await storage.scoreLog.append(other, [scoreEntry({ scoredAt })]);
    }
    const days = await storage.warehouseSource.scoreDays(org);
    expect(days.map(({ day, rows }) => [day, rows])).toEqual([
      ['2026-11-29', 3],
      ['2026-11-30', 2],
    ]);
    const chunks: LoggedScores[] = [];
    for await (const chunk of storage.warehouseSource.readScores(org, days[0]!, 2)) chunks.push(chunk);
    expect(chunks.map(({ rows, scores }) => [rows, JSON.parse(scores)])).toEqual([
      [2, [0, 1]],
      [1, [3]],
    ]);
    expect(JSON.parse(chunks[0]!.leadIds)).toEqual(['00Q1', '00Q1']);
    expect(JSON.parse(chunks[0]!.scoredAt)).toEqual([NOON, MIDNIGHT - 1]);
    expect(chunks.map(({ rowLines }) => rowLines.split('\n'))).toEqual([
      ['[0.5,null,"née\\n"]', '[0.5,null,"née\\n"]'],
      [''],
    ]);
  });

  it('knows what was erased by the hash of its id, for its org only', async () => {
    const { storage, newOrg } = given();
    const [org, other] = [newOrg(), newOrg()];
    await storage.personalData.eraseLead(org, '00QB', 9_000, 'cli');
    await storage.personalData.eraseLead(org, '00QA', 8_000, 'cli');
    const erased = await storage.warehouseSource.erasedParties(org);
    expect(erased.all.map(({ erasedAt }) => erasedAt)).toEqual([8_000, 9_000]);
    expect(['00QA', '00QB', '00QC'].map((id) => erased.has(id))).toEqual([true, true, false]);
    expect((await storage.warehouseSource.erasedParties(other)).all).toEqual([]);
  });
});
