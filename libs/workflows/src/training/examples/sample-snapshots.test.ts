import { DAY_MS, seededRandom } from '@leadlight/common';
import { describe, expect, it } from 'vitest';
import { representativeRows } from './representative-rows.ts';
import { sampleSentence, sampleSnapshots, type SettledSnapshots } from './sample-snapshots.ts';

const NOW = Date.UTC(2026, 0, 1);
const LEADS = 6_000;
const AGES = [0, 7];

/** Leads of two years with two snapshots each; every tenth converts, more often in the second year. */
function snapshots() {
  const random = seededRandom(3);
  const leads = Array.from({ length: LEADS }, (_, n) => ({
    leadId: `00Q${n}`,
    createdAt: NOW - 730 * DAY_MS + (n / LEADS) * 720 * DAY_MS,
  }));
  const converted = leads.map((_, n) => random() < (n < LEADS / 2 ? 0.07 : 0.13));
  const leadOfRow = leads.flatMap((_, n) => AGES.map(() => n));
  return {
    leads: Object.assign(leads, { idOf: (lead: number) => leads[lead]!.leadId }),
    leadOfRow,
    asOfRow: leadOfRow.map((lead, row) => leads[lead]!.createdAt + AGES[row % 2]! * DAY_MS),
    settled: Int32Array.from(leadOfRow.keys()),
    isConverted: (row: number) => converted[leadOfRow[row]!]!,
  } satisfies SettledSnapshots;
}

const all = snapshots();
const of = all.settled.length;
const sample = sampleSnapshots(all, 3_000)!;
const weightOf = (rows: readonly number[]) =>
  rows.reduce((sum, i) => sum + sample.weights[i]!, 0) * (of / sample.rows.length);
const places = [...sample.rows.keys()];

describe('sampleSnapshots', () => {
  it('draws nothing where all fit', () => {
    expect(sampleSnapshots(all, of)).toBeUndefined();
  });

  it('draws as many as asked, whole leads, and the same ones again', () => {
    expect(Math.abs(sample.rows.length - 3_000)).toBeLessThan(30);
    const drawn = new Set(Array.from(sample.rows, (row) => all.leadOfRow[row]!));
    expect(sample.rows).toHaveLength(2 * drawn.size);
    expect(sampleSnapshots(all, 3_000)!.rows).toEqual(sample.rows);
  });

  it('takes as many older snapshots of converted leads as of others, or all', () => {
    const older = places.filter((i) => all.asOfRow[sample.rows[i]!]! < NOW - 250 * DAY_MS);
    const converted = older.filter((i) => all.isConverted(sample.rows[i]!)).length;
    expect(sample.facts.converted).toBe(1);
    expect(converted / older.length).toBeGreaterThan(0.3);
  });

  it('draws the newest evenly and leaves their weights at 1', () => {
    const newest = places.filter((i) => all.asOfRow[sample.rows[i]!]! > NOW - 150 * DAY_MS);
    for (const i of newest) expect(sample.weights[i]).toBeCloseTo(1, 1);
    expect(sample.facts.newest).toBeCloseTo(3_000 / of, 5);
  });

  it('has weights that give conversions, others and each quarter their right share', () => {
    const total = (isIn: (row: number) => boolean) => all.settled.filter(isIn).length;
    const within = (isIn: (row: number) => boolean) =>
      weightOf(places.filter((i) => isIn(sample.rows[i]!))) / total(isIn);
    expect(within(() => true)).toBeCloseTo(1, 2);
    expect(Math.abs(within((row) => all.isConverted(row)) - 1)).toBeLessThan(0.12);
    for (let quarter = 0; quarter < 7; quarter += 1) {
      const from = NOW - 730 * DAY_MS + quarter * 91 * DAY_MS;
      const isIn = (row: number) => {
        const { createdAt } = all.leads[all.leadOfRow[row]!]!;
        return createdAt >= from && createdAt < from + 91 * DAY_MS;
      };
      expect(Math.abs(within(isIn) - 1)).toBeLessThan(0.12);
    }
  });

  it('says what it drew', () => {
    expect(sampleSentence({ of: 3_912_345, drawn: 2_000_012, newest: 0.511, converted: 1, others: 0.407 })).toBe(
      'It learned from 2,000,012 of 3,912,345 settled snapshots: 51 % of the newest quarter, which contains the held-out part; of older leads 100 % of those that converted and 41 % of the others, weighted so that probabilities stay right.',
    );
  });
});

describe('representativeRows', () => {
  it('keeps rows in proportion to their weights, so that they show the rate of all', () => {
    const leads = Int32Array.from(sample.rows, (row) => all.leadOfRow[row]!);
    const rows = Int32Array.from(sample.rows.keys());
    const kept = representativeRows({ leads, weights: sample.weights }, rows);
    const rateOf = (numbers: readonly number[]) =>
      numbers.filter((row) => all.isConverted(row)).length / numbers.length;
    const rate = rateOf([...all.settled]);
    expect(rateOf([...sample.rows])).toBeGreaterThan(1.5 * rate);
    expect(Math.abs(rateOf(Array.from(kept, (i) => sample.rows[i]!)) - rate)).toBeLessThan(0.03);
    expect(representativeRows({ leads }, rows)).toBe(rows);
  });
});
