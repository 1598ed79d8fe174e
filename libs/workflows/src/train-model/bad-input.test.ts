import { describe, expect, it } from 'vitest';
import type { AssessSettings } from '../assess/assess.ts';
import { silent } from '../ports/index.ts';
import { trainOnTable, type LeadTable } from './train-on-table.ts';

const DAY = 86_400_000;
const NOW = Date.UTC(2026, 0, 2);
const day = (days: number) => new Date(NOW + days * DAY).toISOString().slice(0, 10);
const HEADER = ['source', 'visits', 'plan', 'created', 'won', 'won_at'];

/** 400 leads, one every half day, the newest yesterday; those with more visits convert more often. */
const leads = (change: (cells: string[], row: number) => string[] = (cells) => cells) =>
  Array.from({ length: 400 }, (_, row) => {
    const won = (row * 7) % 10 < 2 + (row % 5);
    const created = row / 2 - 201;
    const cells = [row % 3 ? 'Web' : 'Referral', String(row % 5), 'basic', day(created)];
    return change([...cells, won ? 'yes' : 'no', won ? day(Math.min(-1, created + 3)) : ''], row);
  });

const train = (table: Partial<LeadTable>, settings: Partial<AssessSettings> = {}) =>
  trainOnTable(
    {
      title: 'leads.csv',
      header: HEADER,
      rows: leads(),
      outcome: { kind: 'label', column: 'won' },
      exclude: ['won_at'],
      ...table,
    },
    { learner: 'logistic', seed: 1, threshold: 0.5, holdout: 0.2, ...settings },
    NOW,
    silent,
  );
const only = (...columns: string[]) => ({
  exclude: HEADER.filter((name) => ![...columns, 'won', 'created'].includes(name)),
});
const dated = (horizonDays: number) =>
  ({ outcome: { kind: 'convertedAt', column: 'won_at', horizonDays }, exclude: ['won'] }) as const;

describe('leads that cannot be learned from', () => {
  it('are well otherwise', () => {
    expect(train({ createdColumn: 'created' }).report.split.kind).toBe('time');
  });

  const cases: readonly (readonly [string, () => unknown, string, RegExp])[] = [
    ['a date of conversion without dates of creation', () => train(dated(30)), 'no_dates', /--created/],
    [
      'newer leads that are to count more, without dates',
      () => train({}, { halfLifeDays: 90 }),
      'no_dates',
      /--created/,
    ],
    [
      'a lead from the future',
      () =>
        train({
          createdColumn: 'created',
          rows: leads((cells, row) => (row === 9 ? cells.with(3, '2031-01-01') : cells)),
        }),
      'bad_created',
      /Row 10: "created" lies in the future.*mend the row/,
    ],
    [
      'a lead from before 1970',
      () =>
        train({
          createdColumn: 'created',
          rows: leads((cells, row) => (row === 9 ? cells.with(3, '1900-01-01') : cells)),
        }),
      'bad_created',
      /before 1970/,
    ],
    [
      'a lead without a time of creation',
      () => train({ createdColumn: 'created', rows: leads((cells, row) => (row === 9 ? cells.with(3, '') : cells)) }),
      'bad_created',
      /is empty/,
    ],
    [
      'one outcome only in the newest fifth',
      () => train({ createdColumn: 'created', rows: leads((cells, row) => (row > 310 ? cells.with(4, 'no') : cells)) }),
      'one_outcome',
      /newest part/,
    ],
    [
      'everything censored',
      () => train({ ...dated(3000), createdColumn: 'created' }),
      'no_decided_examples',
      /shorter --horizon/,
    ],
    ['a single feature, and that constant', () => train(only('plan')), 'no_features', /plan has one value only/],
    [
      'segments by what is not there',
      () => train({}, { segmentBy: 'region' }),
      'column_absent',
      /no column "region".*source/,
    ],
  ];

  it.each(cases)('%s: a sentence with what to do', (_name, attempt, code, message) => {
    let thrown: unknown;
    try {
      attempt();
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toMatchObject({ code, message: expect.stringMatching(message) });
  });
});
