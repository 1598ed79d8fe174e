import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { rocAuc } from '@leadlight/evaluation';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readCsv } from '../testing/read-csv.ts';
import { leadCsv } from '../testing/lead-csv.ts';
import { DAY_MS, seededRandom } from '@leadlight/common';
import { runInProcess, runLeadlight } from '../testing/run-in-process.ts';

const folder = mkdtempSync(join(tmpdir(), 'leadlight-cli-'));
const at = (name: string) => join(folder, name);
const write = (name: string, content: string | Uint8Array) => {
  writeFileSync(at(name), content);
  return at(name);
};
const column = (file: string, name: string) => {
  const { header, rows } = readCsv(file);
  return rows.map((cells) => cells[header.indexOf(name)]!);
};
const COLUMNS = ['--label', 'Converted', '--id', 'Lead ID'];
const TRAIN = [...COLUMNS, '--quick'];
/** One learner trains in less time than all. */
const TRAIN_ONE = [...TRAIN, '--learner', 'boosting'];

beforeAll(async () => {
  write('leads.csv', leadCsv(1200, 1));
  write('new.csv', leadCsv(300, 2));
  const { code, stderr } = await runLeadlight([
    'train',
    '--csv',
    at('leads.csv'),
    ...TRAIN_ONE,
    '--out',
    at('leads.model'),
  ]);
  expect(stderr).toBe('');
  expect(code).toBe(0);
});
afterAll(() => rmSync(folder, { recursive: true }));

describe('leadlight score --csv', () => {
  it('adds probability, score, band and reasons of each lead to the input columns', async () => {
    const ran = await runLeadlight([
      'score',
      '--model',
      at('leads.model'),
      '--csv',
      at('new.csv'),
      '--out',
      at('scored.csv'),
      '--explain',
      '2',
    ]);
    expect(ran).toMatchObject({ code: 0, stderr: '' });
    const { header, rows } = readCsv(at('scored.csv'));
    const input = readCsv(at('new.csv'));
    expect(header).toEqual([
      ...[...input.header, 'probability', 'score', 'band'],
      ...['reason_1', 'points_1', 'reason_2', 'points_2'],
    ]);
    expect(rows.map((cells) => cells.slice(0, input.header.length))).toEqual(input.rows);
    expect(new Set(column(at('scored.csv'), 'reason_1')).size).toBeGreaterThan(5);
  });

  it('ranks leads that convert above those that do not', async () => {
    await runLeadlight(['score', '--model', at('leads.model'), '--csv', at('new.csv'), '--out', at('ranked.csv')]);
    const labels = column(at('ranked.csv'), 'Converted').map(Number);
    const probabilities = column(at('ranked.csv'), 'probability').map(Number);
    expect(rocAuc({ labels, probabilities })).toBeGreaterThan(0.68);
  });

  it('scores a file that lacks a column or has a new category, with a warning', async () => {
    write('partial.csv', 'Lead ID,Source,Has phone\nL-1,Sky writing,yes\n');
    const ran = await runLeadlight([
      'score',
      '--model',
      at('leads.model'),
      '--csv',
      at('partial.csv'),
      '--out',
      at('partial.out.csv'),
    ]);
    expect(ran.code).toBe(0);
    expect(ran.stderr).toMatch(/column "Visits".* is absent/);
    expect(ran.stderr).toMatch(/"Source" has a value that is absent from the training data/);
    expect(Number(column(at('partial.out.csv'), 'score')[0])).toBeGreaterThan(0);
  });
});

describe('leadlight train --csv', () => {
  it('trains the same model from the same leads and seed, and another one from another seed', async () => {
    write('seeded.csv', leadCsv(400, 5));
    const train = (out: string, seed: string) =>
      runLeadlight(['train', '--csv', at('seeded.csv'), ...TRAIN_ONE, '--seed', seed, '--json', '--out', at(out)]);
    const [first, again, other] = await Promise.all([train('a', '5'), train('b', '5'), train('c', '6')]);
    const score = (model: string) =>
      runLeadlight([
        'score',
        '--model',
        at(model),
        '--csv',
        at('new.csv'),
        '--out',
        at(`${model}.csv`),
        '--explain',
        '3',
      ]);
    await Promise.all([score('a'), score('b')]);
    expect(readFileSync(at('a.csv'))).toEqual(readFileSync(at('b.csv')));
    expect(JSON.parse(first.stdout).holdout).toEqual(JSON.parse(again.stdout).holdout);
    expect(JSON.parse(first.stdout).holdout).not.toEqual(JSON.parse(other.stdout).holdout);
  });

  it('uses the newest fifth as holdout with a creation column', async () => {
    const ran = await runLeadlight([
      'train',
      '--csv',
      at('leads.csv'),
      ...TRAIN,
      '--created',
      'Created',
      '--learner',
      'logistic',
      '--json',
      '--out',
      at('dated'),
    ]);
    const { holdout } = JSON.parse(ran.stdout);
    expect(holdout.split.kind).toBe('time');
    expect(holdout.rows).toBe(240);
  });

  it('reads semicolons as delimiters', async () => {
    write('semicolons.csv', leadCsv(400, 3, ';'));
    const options = [...TRAIN, '--learner', 'logistic', '--out', at('semicolons')];
    const ran = await runLeadlight(['train', '--csv', at('semicolons.csv'), ...options]);
    expect(ran).toMatchObject({ code: 0, stderr: '' });
  });

  it('trains the learner ml-random-forest', async () => {
    write('few.csv', leadCsv(300, 4));
    const ran = await runLeadlight([
      'train',
      '--csv',
      at('few.csv'),
      ...TRAIN,
      '--learner',
      'ml-random-forest',
      '--json',
      '--out',
      at('ml'),
    ]);
    expect(ran.code).toBe(0);
    expect(JSON.parse(ran.stdout).model.learner).toBe('ml-random-forest');
    const scored = await runLeadlight(['explain', '--model', at('ml'), '--csv', at('new.csv'), '--row', '7']);
    expect(scored.stdout).toMatch(/average lead/);
  });
});

describe('evaluation of leadlight train --csv', () => {
  it('writes leakage of every column, leaderboard and holdout as one document, and the report as HTML', async () => {
    const [header, ...lines] = leadCsv(900, 8).trimEnd().split('\r\n');
    // Filled in by staff once the lead has converted.
    const leaking = lines.map((line) => `${line},${line.endsWith(',1') ? 'Contract signed' : ''}`);
    const file = write('leaking.csv', [`${header},Stage note`, ...leaking].join('\r\n'));
    const report = at('report.html');
    const ran = await runLeadlight([
      ...[
        'train',
        '--csv',
        file,
        ...TRAIN,
        '--created',
        'Created',
        '--json',
        '--out',
        at('judged'),
        '--report',
        report,
      ],
    ]);
    expect(ran).toMatchObject({ code: 0, stderr: '' });
    const { holdout, leakage, leaderboard } = JSON.parse(ran.stdout);
    expect(holdout.rows).toBe(180);
    const verdictOf = (field: string) =>
      leakage.findings.find((finding: { field: string }) => finding.field === field)?.verdict;
    expect(verdictOf('Stage note')).toBe('excluded');
    expect(['Source', 'Visits', 'Has phone', 'Newsletter', 'City'].map(verdictOf)).toEqual(Array(5).fill('fine'));
    expect(['Lead ID', 'Created', 'Converted'].map(verdictOf)).not.toContain(undefined);
    expect(leaderboard.map(({ id }: { id: string }) => id)).toEqual(
      expect.arrayContaining(['base-rate', 'rules', 'naive-bayes', 'logistic', 'forest']),
    );
    const html = readFileSync(report, 'utf8');
    expect(html).toMatch(/<svg/);
    expect(html).not.toMatch(/(src|href)="https?:/);
  });

  it('takes the outcome from a conversion date within a horizon', async () => {
    const random = seededRandom(9);
    const day = (at: number) => new Date(at).toISOString().slice(0, 10);
    const rows = Array.from({ length: 900 }, (_, row) => {
      const created = Date.UTC(2025, 0, 1) + Math.floor(row / 3) * DAY_MS;
      const good = random() < 0.5;
      const converted = random() < (good ? 0.4 : 0.1);
      return [row, day(created), good ? 'Referral' : 'Web', converted ? day(created + random() * 25 * DAY_MS) : ''];
    });
    const file = write(
      'dated.csv',
      [['id', 'created', 'source', 'won'], ...rows].map((cells) => cells.join(',')).join('\n'),
    );
    const outcome = [
      '--id',
      'id',
      '--created',
      'created',
      '--converted-at',
      'won',
      '--horizon',
      '30',
      '--learner',
      'logistic',
      '--quick',
    ];
    const trained = await runLeadlight(['train', '--csv', file, ...outcome, '--json', '--out', at('won')]);
    expect(trained).toMatchObject({ code: 0, stderr: '' });
    const { holdout, rows: decided } = JSON.parse(trained.stdout);
    expect(holdout.split.kind).toBe('time');
    expect(decided).toBeLessThan(900);

    const tested = await runLeadlight(['backtest', '--csv', file, ...outcome, '--json']);
    expect(tested).toMatchObject({ code: 0, stderr: '' });
    expect(JSON.parse(tested.stdout).folds.length).toBeGreaterThan(2);
  });
});

describe('leadlight explain', () => {
  it('lists every reason, with baseline plus points equal to the score', async () => {
    const ran = await runLeadlight([
      'explain',
      '--model',
      at('leads.model'),
      '--csv',
      at('new.csv'),
      '--id',
      'Lead ID',
      '--lead',
      'L-7',
      '--json',
    ]);
    const { score, baselineScore, reasons, otherPoints } = JSON.parse(ran.stdout);
    const points = reasons.reduce((sum: number, reason: { points: number }) => sum + reason.points, 0);
    expect(baselineScore + points + otherPoints).toBe(score);
  });
});

describe('bad input: exit code 1, a message with cause and remedy, and no file', () => {
  const leads = leadCsv(300, 6);
  const lines = leads.split('\r\n');
  const cases: [string, string | Uint8Array, string[], RegExp][] = [
    ['a missing label column', leads, ['--label', 'Won'], /no column "Won"/],
    ['a label column with many values', leads, ['--label', 'Source'], /Source/],
    [
      'a label column with one value',
      `${lines[0]}\n${lines.filter((line) => line.endsWith(',0')).join('\n')}`,
      [],
      /Converted/,
    ],
    ['too few examples of either outcome', lines.slice(0, 12).join('\n'), [], /few|at least/i],
    ['a ragged row', `${lines.slice(0, 50).join('\n')}\nL-x,1\n`, [], /line 51/],
    ['an empty file', '', [], /empty/],
    ['a binary file', new Uint8Array([1, 2, 3, 4, 0]), [], /neither text nor a workbook/],
    ['a damaged workbook', new Uint8Array([80, 75, 3, 4, 0]), [], /Cannot read the workbook/],
    [
      'damaged UTF-8',
      Buffer.concat([Buffer.from(leads), Buffer.from([0xc5, 0x2c])]),
      [],
      /is not utf-8 throughout \(line/,
    ],
    ['a duplicate header', leads.replace('City', 'Source'), [], /two columns are named "Source"/],
    ['a column without dates as creation date', leads, ['--created', 'City'], /"City" is not a column of dates/],
  ];

  it.each(cases)('%s', async (name, content, args, message) => {
    const file = write(`${name}.csv`, content);
    const out = at(`${name}`);
    const ran = await runInProcess(['train', '--csv', file, ...TRAIN, ...args, '--out', out]);
    expect(ran.stderr).toMatch(message);
    expect(ran.stderr).not.toMatch(/defect/);
    expect(ran.code).toBe(1);
    expect(() => readFileSync(out)).toThrow('ENOENT');
  });

  it.each([
    ['cut short', (bytes: Uint8Array) => bytes.subarray(0, bytes.length / 2)],
    ['altered', (bytes: Uint8Array) => bytes.map((byte, at) => (at === bytes.length >> 1 ? byte ^ 1 : byte))],
    ['emptied', () => new Uint8Array()],
  ])('rejects a model file that was %s', async (name, damage) => {
    write(`${name}.model`, damage(readFileSync(at('leads.model'))));
    const ran = await runLeadlight([
      'score',
      '--model',
      at(`${name}.model`),
      '--csv',
      at('new.csv'),
      '--out',
      at(`${name}.out`),
    ]);
    expect(ran.code).toBe(1);
    expect(ran.stderr).not.toMatch(/defect/);
    expect(() => readFileSync(at(`${name}.out`))).toThrow('ENOENT');
  });

  it('writes the error as a document with --json', async () => {
    const ran = await runLeadlight(['train', '--csv', at('absent.csv'), '--label', 'x', '--out', at('x'), '--json']);
    expect(JSON.parse(ran.stdout)).toMatchObject({
      error: { code: 'file_unreadable', remedy: expect.any(String), docs: 'docs/errors.md#file_unreadable' },
    });
  });
});
