import { describe, expect, it } from 'vitest';
import type { AssessSettings } from './assessment/assess.ts';
import { noProgress } from '../ports/index.ts';
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
    noProgress,
  );
const only = (...columns: string[]) => ({
  exclude: HEADER.filter((name) => ![...columns, 'won', 'created'].includes(name)),
});
const dated = (horizonDays: number) =>
  ({ outcome: { kind: 'convertedAt', column: 'won_at', horizonDays }, exclude: ['won'] }) as const;

describe('texts that mean missing', () => {
  it('mean it in the outcome and among the dates too', () => {
    const rows = leads((cells, row) =>
      row % 40 === 0 ? cells.with(4, 'Open') : cells.with(5, cells[5] === '' ? 'none' : cells[5]!),
    );
    const missing = ['open', 'None'];
    expect(train({ rows, missing }).rows).toBe(390);
    expect(train({ ...dated(30), createdColumn: 'created', rows, missing }).converted).toBeGreaterThan(100);
  });
});

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
    [
      'an order for a column that is misspelt',
      () => train({}, { learner: 'best', monotonicConstraints: { vists: 'up' } }),
      'settings_invalid',
      /^\/monotonicConstraints\/vists: The table has no column called vists\. Did you mean visits\?$/,
    ],
    [
      'an order for words',
      () => train({}, { learner: 'best', monotonicConstraints: { source: 'up' } }),
      'settings_invalid',
      /source is no number/,
    ],
    [
      'an order for a column that nobody learns from',
      () => train({}, { learner: 'best', monotonicConstraints: { plan: 'up' } }),
      'settings_invalid',
      /plan has one value only \(basic\), so no model reads it/,
    ],
    [
      'a pair with a column that is not there',
      () => train({}, { learner: 'best', interactionConstraints: [['visits', 'budget']] }),
      'settings_invalid',
      /^\/interactionConstraints\/0: The table has no column called budget; it has: source, visits/,
    ],
    [
      'a field allowed that is not there',
      () => train({}, { allow: ['visits', 'sorce'] }),
      'settings_invalid',
      /^\/allow\/1: .*Did you mean source\?$/,
    ],
    [
      'a field allowed that holds the outcome',
      () => train({}, { allow: ['won'] }),
      'settings_invalid',
      /won holds the outcome; only what is suspect can be allowed/,
    ],
    ...(
      [
        ['an order', { monotonicConstraints: { visits: 'up' } }],
        ['a pair kept apart', { interactionConstraints: [['visits', 'source']] }],
        ['a class weight', { classWeight: 3 }],
      ] as const
    ).map(
      ([what, prescribed]) =>
        [
          `${what} for a learner that heeds none`,
          () => train({}, prescribed),
          'settings_invalid',
          /^\/learner: logistic heeds neither.*choose best, forest or boosting/,
        ] as const,
    ),
    [
      'calls that never pay',
      () => train({}, { wishes: { value: { deal: 10, call: 10 } } }),
      'settings_invalid',
      /no call ever pays/,
    ],
    ['a backtest without dates', () => train({}, { backtest: true }), 'no_dates', /give --created COLUMN/],
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
