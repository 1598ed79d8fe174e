import { seededRandom } from '@leadlight/common';
import { textTableOf } from '@leadlight/lead-table';
import { describe, expect, it } from 'vitest';
import { noProgress } from '../ports/index.ts';
import type { LeadTable } from './examples/table-outcomes.ts';
import { tableDataset, trainOnTable } from './train-on-table.ts';

const NOW = Date.UTC(2026, 0, 2);
const random = seededRandom(8);
const pick = (texts: readonly string[]) => texts[Math.floor(random() * texts.length)]!;
const number = (max: number) => String(Math.floor(random() * max));

/** 300 leads with three contacts each, in random order; the outcome is a coin flip for each lead. */
const touches = Array.from({ length: 300 }, (_, lead) => {
  const traits = [
    pick(['Web', 'Fair']),
    pick(['North', 'South', 'West']),
    number(900),
    number(9_000_000),
    number(1000),
  ];
  const won = random() < 0.5 ? 'yes' : 'no';
  return ['Spring', 'Autumn', 'Winter'].map((campaign) => [`L${lead}`, ...traits, campaign, won]);
})
  .flat()
  .map((cells) => ({ cells, order: random() }))
  .sort((a, b) => a.order - b.order)
  .map(({ cells }) => cells);
const HEADER = ['Id', 'Source', 'Region', 'Employees', 'Revenue', 'Fit', 'Campaign', 'Won'];
const table = (rows: readonly string[][], more: Partial<LeadTable> = {}): LeadTable => ({
  title: 't',
  table: textTableOf(HEADER, rows),
  outcome: { kind: 'label', column: 'Won' },
  ...more,
});
const train = (leads: LeadTable) =>
  trainOnTable(leads, { learner: 'forest', seed: 1, threshold: 0.5, holdout: 0.2, quick: true }, NOW, noProgress);

describe('leads of a table', () => {
  it.each([
    ['named by --id', { idColumn: 'Id' }],
    ['found by their values', { exclude: ['Id'] }],
  ])('are measured once, not once a row, where they are %s', (_, roles) => {
    const { report, leads, rows } = train(table(touches, roles));
    expect(rows).toBe(900);
    expect(leads).toBeGreaterThanOrEqual(300);
    expect(leads).toBeLessThan(306);
    expect(Math.abs(report.holdout.auc - 0.5)).toBeLessThan(0.12);
    expect(report.split.leads!.train + report.split.leads!.test).toBe(leads);
    expect(report.verdict).toMatchObject({ level: 'not ready' });
    expect(report.verdict.reasons.map(({ code }) => code)).toContain('no_better_than_chance');
  });

  it('count by id as it is written; an empty id names no lead', () => {
    const rows = [
      ...touches.slice(0, 300).map((cells, row) => cells.with(0, row < 40 ? '' : row < 42 ? 'aB' : `x${row}`)),
      touches[300]!.with(0, 'Ab'),
    ];
    const other = rows.map((cells) => cells.with(3, number(1e6)).with(4, number(1e9)).with(5, number(1e6)));
    const { leads } = tableDataset(table(other, { idColumn: 'Id' }), NOW).dataset;
    expect(new Set(leads).size).toBe(300);
    expect(leads[40]).toBe(leads[41]);
    expect(leads[300]).not.toBe(leads[40]);
  });

  it('count by ids of which most, but not all, are numbers', () => {
    const rows = touches.slice(0, 300).map((cells, row) => cells.with(0, row < 2 ? 'A-7' : String(5000 + row)));
    const other = rows.map((cells) => cells.with(3, number(1e6)).with(4, number(1e9)).with(5, number(1e6)));
    const { leads } = tableDataset(table(other, { idColumn: 'Id' }), NOW).dataset;
    expect(leads[0]).toBe(leads[1]);
    expect(new Set(leads).size).toBe(299);
  });

  it('are too few, however many rows they have', () => {
    expect(() =>
      train(
        table(
          touches.filter(([id]) => Number(id!.slice(1)) < 60),
          { idColumn: 'Id' },
        ),
      ),
    ).toThrow(expect.objectContaining({ code: 'too_few_examples' }));
  });
});

describe('questions about a table', () => {
  const leads = Array.from({ length: 900 }, (_, row) => {
    const won = random() < 0.4;
    const minutes = Math.round(random() * 20 + (won ? 8 : 0));
    const source = random() < (won ? 0.5 : 0.35) ? 'Web' : 'Fair';
    return [
      `L${row}`,
      source,
      pick(['North', 'South']),
      number(900),
      number(9e6),
      String(minutes),
      'x',
      won ? 'yes' : 'no',
    ];
  });

  it('ask whether a strong column was known, with the AUC of the model without it', () => {
    const { report } = train(table(leads, { idColumn: 'Id' }));
    const [question, ...others] = report.questions!;
    expect(question).toMatchObject({ field: 'Fit' });
    expect(question!.aucAlone).toBeGreaterThan(0.7);
    expect(question!.aucWith).toBe(report.holdout.auc);
    expect(question!.aucWithout).toBeLessThan(question!.aucWith - 0.1);
    expect(others).toEqual([]);
  });

  it('name columns of dates that the training does not use', () => {
    const dated = leads.map((cells, row) => cells.with(6, `2025-0${1 + (row % 9)}-1${row % 10}`));
    const { report } = train(table(dated, { idColumn: 'Id' }));
    expect(report.split.unusedDates).toEqual(['Campaign']);
    expect(report.split.sentence).toMatch(/--created "Campaign"/);
    expect(train(table(dated, { idColumn: 'Id', createdColumn: 'Campaign' })).report.split.unusedDates).toEqual([]);
  });
});
