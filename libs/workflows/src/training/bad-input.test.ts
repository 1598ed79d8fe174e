import { textTableOf } from '@leadlight/lead-table';
import { DAY_MS } from '@leadlight/common';
import { describe, expect, it } from 'vitest';
import type { AssessSettings } from './assessment/assess-settings.ts';
import { noProgress } from '../ports/index.ts';
import type { LeadTable } from './examples/table-outcomes.ts';
import { trainOnTable } from './train-on-table.ts';

const NOW = Date.UTC(2026, 0, 2);
const day = (days: number) => new Date(NOW + days * DAY_MS).toISOString().slice(0, 10);
const HEADER = ['source', 'visits', 'plan', 'created', 'won', 'won_at'];

/** 400 leads, one every half day, the newest yesterday; those with more visits convert more often. */
const leads = (change: (cells: string[], row: number) => string[] = (cells) => cells) =>
  Array.from({ length: 400 }, (_, row) => {
    const won = (row * 7) % 10 < 2 + (row % 5);
    const created = row / 2 - 201;
    const cells = [row % 3 ? 'Web' : 'Referral', String(row % 5), 'basic', day(created)];
    return change([...cells, won ? 'yes' : 'no', won ? day(Math.min(-1, created + 3)) : ''], row);
  });

const train = (
  { rows = leads(), ...table }: Partial<LeadTable> & { readonly rows?: readonly string[][] },
  settings: Partial<AssessSettings> = {},
) =>
  trainOnTable(
    {
      title: 'leads.csv',
      table: textTableOf(HEADER, rows),
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

describe('LeadTable.reading', () => {
  it('names texts that mean missing in the outcome and in dates', () => {
    const rows = leads((cells, row) =>
      row % 40 === 0 ? cells.with(4, 'Open') : cells.with(5, cells[5] === '' ? 'none' : cells[5]!),
    );
    const reading = { missing: ['open', 'None'] };
    expect(train({ rows, reading }).rows).toBe(390);
    expect(train({ ...dated(30), createdColumn: 'created', rows, reading }).converted).toBeGreaterThan(100);
  });
});

describe('trainOnTable', () => {
  it('holds out the newest rows if the table has creation times', () => {
    expect(train({ createdColumn: 'created' }).report.split.kind).toBe('time');
  });

  const cases: readonly (readonly [string, () => unknown, string, RegExp])[] = [
    ['a conversion date without creation times', () => train(dated(30)), 'creation_times_missing', /--created/],
    [
      'a half-life without creation times',
      () => train({}, { halfLifeDays: 90 }),
      'creation_times_missing',
      /--created/,
    ],
    [
      'a lead created in the future',
      () =>
        train({
          createdColumn: 'created',
          rows: leads((cells, row) => (row === 9 ? cells.with(3, '2031-01-01') : cells)),
        }),
      'creation_time_invalid',
      /Row 10: "created" is in the future.*Correct the row/,
    ],
    [
      'a lead created before 1970',
      () =>
        train({
          createdColumn: 'created',
          rows: leads((cells, row) => (row === 9 ? cells.with(3, '1900-01-01') : cells)),
        }),
      'creation_time_invalid',
      /before 1970/,
    ],
    [
      'many leads without a creation time',
      () =>
        train({ createdColumn: 'created', rows: leads((cells, row) => (row % 4 === 1 ? cells.with(3, '') : cells)) }),
      'creation_time_invalid',
      /Row 2: "created" is empty or no date, as in 99 other rows/,
    ],
    [
      'one outcome only among the newest rows',
      () => train({ createdColumn: 'created', rows: leads((cells, row) => (row > 310 ? cells.with(4, 'no') : cells)) }),
      'only_one_outcome',
      /newest part/,
    ],
    [
      'a horizon that no lead has reached',
      () => train({ ...dated(3000), createdColumn: 'created' }),
      'no_settled_examples',
      /shorter --horizon/,
    ],
    ['a single feature, which is constant', () => train(only('plan')), 'no_features', /plan: It has only one value/],
    [
      'segments by an unknown column',
      () => train({}, { segmentBy: 'region' }),
      'column_absent',
      /no column "region".*source/,
    ],
    [
      'a monotonic constraint on a misspelt column',
      () => train({}, { learner: 'best', monotonicConstraints: { vists: 'up' } }),
      'settings_invalid',
      /^\/monotonicConstraints\/vists: The table has no column called vists\. Did you mean visits\?$/,
    ],
    [
      'a monotonic constraint on a category',
      () => train({}, { learner: 'best', monotonicConstraints: { source: 'up' } }),
      'settings_invalid',
      /source is not numeric/,
    ],
    [
      'a monotonic constraint on a column without a feature',
      () => train({}, { learner: 'best', monotonicConstraints: { plan: 'up' } }),
      'settings_invalid',
      /No model uses plan\. It has only one value \(basic\)/,
    ],
    [
      'a forbidden interaction with an unknown column',
      () => train({}, { learner: 'best', forbiddenInteractions: [['visits', 'budget']] }),
      'settings_invalid',
      /^\/forbiddenInteractions\/0: The table has no column called budget. It has: source, visits/,
    ],
    [
      'an allowed column that is unknown',
      () => train({}, { allow: ['visits', 'sorce'] }),
      'settings_invalid',
      /^\/allow\/1: .*Did you mean source\?$/,
    ],
    [
      'an allowed column that holds the outcome',
      () => train({}, { allow: ['won'] }),
      'settings_invalid',
      /won cannot be allowed\. It is the outcome\. Only suspect columns can be allowed/,
    ],
    ...(
      [
        ['a monotonic constraint', { monotonicConstraints: { visits: 'up' } }],
        ['a forbidden interaction', { forbiddenInteractions: [['visits', 'source']] }],
        ['a class weight', { classWeight: 3 }],
      ] as const
    ).map(
      ([what, constraint]) =>
        [
          `${what} for a learner that does not support it`,
          () => train({}, constraint),
          'settings_invalid',
          /^\/learner: logistic supports no.*choose best, forest, boosting or blend/,
        ] as const,
    ),
    [
      'a call that costs as much as a deal',
      () => train({}, { thresholdOptions: { value: { deal: 10, call: 10 } } }),
      'settings_invalid',
      /no call ever pays/,
    ],
    [
      'a backtest without creation times',
      () => train({}, { backtest: true }),
      'creation_times_missing',
      /--created COLUMN/,
    ],
  ];

  it.each(cases)('rejects %s with a remedy', (_name, attempt, code, message) => {
    expect(attempt).toThrow(expect.objectContaining({ code, message: expect.stringMatching(message) as string }));
  });
});
