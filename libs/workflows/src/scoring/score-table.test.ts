import { seededRandom } from '@leadlight/common';
import { textTableOf } from '@leadlight/lead-table';
import { describe, expect, it } from 'vitest';
import { noProgress } from '../ports/index.ts';
import { trainOnTable } from '../training/train-on-table.ts';
import { scoreTable } from './score-table.ts';

const HEADER = ['Lead ID', 'Lead Source', 'Region', 'Employees', 'Annual Revenue', 'Opt In', 'Won'];
const random = seededRandom(3);
const pick = (texts: readonly string[]) => texts[Math.floor(random() * texts.length)]!;
const leads = Array.from({ length: 600 }, (_, row) => {
  const [source, employees] = [pick(['Web', 'Fair', 'Referral', '']), Math.floor(random() * 5000)];
  const isEmpty = random() < 0.2;
  const won =
    random() < (source === 'Referral' ? 0.6 : source === '' ? 0.9 : 0.2) + employees / 20_000 - (isEmpty ? 0.4 : 0);
  const revenue = (random() * 1e7).toFixed(2);
  return [
    `L${row}`,
    source,
    pick(['North', 'South']),
    isEmpty ? '' : String(employees),
    revenue,
    pick(['yes', 'no']),
    won ? '1' : '0',
  ];
});
const { model } = trainOnTable(
  {
    title: 'leads.csv',
    table: textTableOf(HEADER, leads),
    outcome: { kind: 'label', column: 'Won' },
    idColumn: 'Lead ID',
  },
  { learner: 'logistic', seed: 1, threshold: 0.5, holdout: 0.2 },
  Date.UTC(2026, 0, 2),
  noProgress,
);
const score = (header: readonly string[], rows: readonly string[][], maxReasons = 6, chosen?: readonly number[]) =>
  scoreTable(model, textTableOf(header, rows), { maxReasons, rows: chosen }, noProgress);
const COLUMNS = HEADER.slice(1, 6);
const ada = ['Web', 'North', '1200', '1500000.5', 'yes'];
const bob = ['Referral', 'South', '20', '90000', 'no'];

describe('scoreTable', () => {
  it('gives the same leads the same scores in another locale', () => {
    const here = score(COLUMNS, [ada, bob]);
    const there = score(COLUMNS, [
      ['Web', 'North', '1.200', '1.500.000,50', 'JA'],
      ['Referral', 'South', '20', '90.000', 'NEIN'],
    ]);
    expect(there.scores).toEqual(here.scores);
    expect([here.warnings, there.warnings]).toEqual([[], []]);
  });

  it('reads one row of a table as it reads all of them', () => {
    const rows = [['Web', 'North', '1.200', '1.500.000,50', 'yes'], bob.with(3, '90.000')];
    expect(score(COLUMNS, rows, 6, [1]).scores).toEqual([score(COLUMNS, rows).scores[1]]);
  });

  it('warns of numbers that cannot be read for certain, with their rows and examples, and reads none of them', () => {
    const { warnings, scores } = score(COLUMNS.slice(0, 3), [
      ['Web', 'North', '1.200'],
      ['Fair', 'South', '2.400'],
    ]);
    expect(warnings).toContainEqual(
      expect.objectContaining({
        field: 'Employees',
        rows: 2,
        examples: [
          { text: '1.200', rows: 1 },
          { text: '2.400', rows: 1 },
        ],
      }),
    );
    expect(scores[0]!.reasons.find(({ field }) => field === 'Employees')?.value ?? null).toBeNull();
  });

  it('finds columns under names of another spelling and lists them', () => {
    const { scores, respelt, warnings } = score(
      ['lead source', 'REGION', 'employees', 'annual_revenue', 'Opt-in'],
      [ada],
    );
    expect(scores).toEqual(score(COLUMNS, [ada]).scores);
    expect(respelt.map(({ tableColumn }) => tableColumn)).toContain('annual_revenue');
    expect(warnings).toEqual([]);
  });

  it('warns of absent columns with the names that may be meant', () => {
    const { warnings } = score(['Lead Source', 'Region', 'No of employees', 'Revenue', 'Opt In'], [ada]);
    expect(warnings.map(({ code, field, nearNames }) => [code, field, nearNames])).toEqual([
      ['missing_column', 'Employees', ['No of employees']],
      ['missing_column', 'Annual Revenue', ['Revenue']],
    ]);
  });

  it.each([
    ['none', ['id', 'kind', 'size'], /has none of the 5 columns/],
    ['one', ['id', 'Region', 'Revenue'], /has only 1 of the 5 columns.*Annual Revenue \(Revenue\?\)/],
  ])('rejects a table that has %s of the columns', (_, header, message) => {
    expect(() => score(header, [['1', 'North', '3']])).toThrow(
      expect.objectContaining({ code: 'model_columns_absent', message: expect.stringMatching(message) as string }),
    );
  });

  it('shows no value in a reason that the model did not use', () => {
    const { scores, warnings } = score(COLUMNS, [ada.with(0, 'Telepathy').with(2, 'many'), ada, bob, ada.with(0, '')]);
    const reasonFor = (row: number, field: string) => scores[row]!.reasons.find((reason) => reason.field === field);
    expect(reasonFor(0, 'Lead Source')).toMatchObject({
      value: null,
      unused: { why: 'unseen_category', text: 'Telepathy' },
    });
    expect(reasonFor(0, 'Employees')).toMatchObject({ value: null, unused: { why: 'unreadable', text: 'many' } });
    expect(reasonFor(1, 'Employees')).toMatchObject({ value: 1200 });
    expect(reasonFor(3, 'Lead Source')?.unused).toBeUndefined();
    expect(warnings.map(({ code, rows }) => [code, rows])).toEqual([
      ['not_a_number', 1],
      ['unseen_category', 1],
    ]);
  });

  it('gives a reason the same points, however many are shown', () => {
    const all = score(COLUMNS, [ada]).scores[0]!.reasons;
    for (const count of [1, 2, 3]) expect(score(COLUMNS, [ada], count).scores[0]!.reasons).toEqual(all.slice(0, count));
  });
});
