import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { holdoutByTime, randomSplit } from './split.ts';

const DAY = 86_400_000;
const timed = fc.array(
  fc.record({
    asOf: fc.integer({ min: 0, max: 400 }).map((day) => day * DAY),
    lead: fc.integer({ min: 0, max: 30 }),
    email: fc.option(fc.integer({ min: 0, max: 60 })),
  }),
  { minLength: 30, maxLength: 120 },
);

describe('holdoutByTime', () => {
  it('tests on the newest rows, learns from settled ones, and splits no group', () => {
    let measured = 0;
    fc.assert(
      fc.property(timed, fc.integer({ min: 0, max: 90 }), (rows, horizonDays) => {
        const asOf = rows.map((row) => row.asOf);
        const settledAt = asOf.map((at) => at + horizonDays * DAY);
        const groups = [rows.map((row) => row.lead), rows.map((row) => row.email)];
        let split;
        try {
          split = holdoutByTime({ asOf, settledAt, groups });
        } catch (error) {
          expect(error).toMatchObject({ code: 'empty_split' });
          return;
        }
        measured++;
        const { train, test, splitAt, dropped } = split;
        expect(test.length).toBeGreaterThanOrEqual(Math.round(rows.length * 0.2));
        for (const row of test) expect(asOf[row]).toBeGreaterThanOrEqual(splitAt!);
        for (const row of train) expect(settledAt[row]).toBeLessThanOrEqual(splitAt!);
        for (const keys of groups) {
          const tested = new Set([...test].map((row) => keys[row]).filter((key) => key !== null));
          expect([...train].filter((row) => tested.has(keys[row]!))).toEqual([]);
        }
        expect(train.length + test.length + dropped.unsettled + dropped.straddling).toBe(rows.length);
      }),
      { seed: 9, numRuns: 300 },
    );
    expect(measured).toBeGreaterThan(50);
  });

  it('holds out the newest fifth', () => {
    const asOf = Array.from({ length: 10 }, (_, row) => ((row * 7) % 10) * DAY);
    const split = holdoutByTime({ asOf, settledAt: asOf });
    expect([...split.test].map((row) => asOf[row]! / DAY).sort()).toEqual([8, 9]);
    expect(split.splitAt).toBe(8 * DAY);
    expect(split.train).toHaveLength(8);
  });

  it('keeps the earlier rows of tested subjects where subjects recur, and the accounts that stayed with them', () => {
    // 2,000 accounts, asked about every 30 days until they have churned; few are left to be tested.
    const asOf: number[] = [];
    const account: number[] = [];
    for (let id = 0; id < 2_000; id++) {
      const months = 1 + (id % 14);
      for (let month = 0; month < months; month++) {
        asOf.push(month * 30 * DAY);
        account.push(id);
      }
    }
    const settledAt = asOf.map((at) => at + 30 * DAY);
    const once = holdoutByTime({ asOf, settledAt, groups: [account] });
    const again = holdoutByTime({ asOf, settledAt, groups: [account], isRecurring: true });
    expect(again.dropped).toEqual({ unsettled: again.dropped.unsettled, straddling: 0 });
    expect(again.train.length).toBeGreaterThan(1.5 * once.train.length);
    expect([...again.test]).toEqual([...once.test]);
    for (const row of again.train) expect(settledAt[row]).toBeLessThanOrEqual(again.splitAt!);
    const stayed = new Set([...again.test].map((row) => account[row]));
    expect([...again.train].some((row) => stayed.has(account[row]!))).toBe(true);
    expect([...once.train].some((row) => stayed.has(account[row]!))).toBe(false);
  });

  it('says what to do where the horizon leaves nothing to learn from', () => {
    const asOf = [1, 2, 3, 4, 5].map((day) => day * DAY);
    const settledAt = asOf.map((at) => at + 90 * DAY);
    expect(() => holdoutByTime({ asOf, settledAt })).toThrow(/shorter horizon/);
  });

  it('throws for a row without a time', () => {
    expect(() => holdoutByTime({ asOf: [1, Number.NaN], settledAt: [1, 2] })).toThrow(/Row 1 has no usable time/);
  });
});

describe('randomSplit', () => {
  const labels = Array.from({ length: 200 }, (_, row) => Number(row % 10 === 0));

  it('keeps each outcome in the same share and says that it is random', () => {
    const split = randomSplit(labels, 1);
    expect(split.kind).toBe('random');
    expect([...split.test].filter((row) => labels[row] === 1)).toHaveLength(4);
    expect([...split.test].filter((row) => labels[row] === 0)).toHaveLength(36);
    expect(new Set([...split.train, ...split.test]).size).toBe(200);
  });

  it('is the same for the same seed and differs for another', () => {
    expect(randomSplit(labels, 1)).toEqual(randomSplit(labels, 1));
    expect(randomSplit(labels, 2).test).not.toEqual(randomSplit(labels, 1).test);
  });

  it('draws groups, not rows, so that no group is divided and no row is left out', () => {
    const leads = labels.map((_, row) => row % 50);
    const companies = labels.map((_, row) => (row % 50 < 10 ? 'one' : null));
    const split = randomSplit(labels, 3, 0.1, [leads, companies]);
    const tested = new Set([...split.test].map((row) => leads[row]));
    expect([...split.train].some((row) => tested.has(leads[row]))).toBe(false);
    expect(new Set([...split.train, ...split.test].filter((row) => companies[row] === 'one')).size).toBe(40);
    expect(split.train.length + split.test.length).toBe(200);
    expect(split.test.length).toBeGreaterThanOrEqual(20);
    expect(split.dropped).toEqual({ unsettled: 0, straddling: 0 });
  });

  it('is the split of rows where every group has one row', () => {
    expect(randomSplit(labels, 4, 0.2, [labels.map((_, row) => `lead ${row}`)])).toEqual(randomSplit(labels, 4, 0.2));
  });
});
