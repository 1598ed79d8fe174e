import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { leadCsv } from '../testing/lead-csv.ts';
import { runInProcess } from '../testing/run-in-process.ts';

const folder = mkdtempSync(join(tmpdir(), 'leadlight-options-'));
const LEADS = join(folder, 'leads.csv');
const CSV = ['--csv', LEADS, '--label', 'Converted', '--id', 'Lead ID'];
const OUT = ['--out', join(folder, 'out')];
const IMPORT = ['models', 'import', LEADS, '--format'];

beforeAll(() => writeFileSync(LEADS, leadCsv(300, 6)));
afterAll(() => rmSync(folder, { recursive: true }));

describe('options that would be ignored', () => {
  it.concurrent.each([
    ['a goal for a CSV', ['train', ...CSV, ...OUT, '--goal', 'won'], /--goal goes with an org, not with --csv/],
    ['--keep-junk for a CSV', ['train', ...CSV, ...OUT, '--keep-junk'], /--keep-junk goes with an org/],
    [
      'a monotonic constraint on a misspelt column',
      ['train', ...CSV, ...OUT, '--monotonic-constraints', 'Vists:up'],
      /no column called Vists\. Did you mean Visits\?/,
    ],
    [
      'a forbidden interaction with a misspelt column',
      ['train', ...CSV, ...OUT, '--forbidden-interactions', 'Visits+Sorce'],
      /no column called Sorce\. Did you mean Source\?/,
    ],
    [
      'a misspelt column in --allow',
      ['train', ...CSV, ...OUT, '--allow', 'Citty'],
      /no column called Citty\. Did you mean City\?/,
    ],
    [
      'a misspelt column in --exclude',
      ['train', ...CSV, ...OUT, '--exclude', 'Citty'],
      /no column "Citty"\. Did you mean "City"\?/,
    ],
    [
      'a monotonic constraint for a learner that does not support it',
      ['train', ...CSV, ...OUT, '--learner', 'logistic', '--monotonic-constraints', 'Visits:up'],
      /choose best, forest, boosting or blend/,
    ],
    [
      'a class weight for a learner that does not support it',
      ['train', ...CSV, ...OUT, '--learner', 'naive-bayes', '--class-weight', '3'],
      /supports no .* or class weight/,
    ],
    ['a backtest without dates', ['train', ...CSV, ...OUT, '--backtest'], /A backtest needs .*--created COLUMN/],
    ['a label without a CSV', ['train', '--label', 'Converted'], /--label goes with --csv FILE/],
    [
      'a positive value with a conversion date',
      ['train', '--csv', LEADS, '--converted-at', 'Created', '--positive', '1', ...OUT],
      /--positive VALUE goes with --label COLUMN/,
    ],
    ['a backtest with a label and no CSV', ['backtest', '--label', 'Converted'], /--label goes with --csv FILE/],
    ['a backtest of a CSV with a goal', ['backtest', ...CSV, '--goal', 'won'], /--goal goes with an org/],
    ['the command backtest without dates', ['backtest', ...CSV], /A backtest needs .*--created COLUMN/],
    [
      'an org for scoring a CSV',
      ['score', '--csv', LEADS, '--model', 'm', ...OUT, '--org', '00D'],
      /--org and --no-write go with an org/,
    ],
    [
      '--no-write for scoring a CSV',
      ['score', '--csv', LEADS, '--model', 'm', ...OUT, '--no-write'],
      /--org and --no-write go with an org/,
    ],
    [
      'columns for a format that contains them',
      [...IMPORT, 'xgboost', ...CSV, ...OUT, '--columns', 'Visits'],
      /--columns goes with --format ml-random-forest/,
    ],
    [
      'a threshold for the model of an org',
      [...IMPORT, 'xgboost', '--training', LEADS, '--threshold', '0.4'],
      /--threshold goes with --csv FILE/,
    ],
    [
      'a file of a training with a CSV',
      [...IMPORT, 'xgboost', ...CSV, ...OUT, '--training', LEADS],
      /--training goes with an org, not with --csv/,
    ],
    [
      'an encoding for the uplift of an experiment',
      ['experiment', 'uplift', '--encoding', 'utf-8'],
      /--encoding goes with --csv FILE/,
    ],
    ['an exit code with stored checks', ['check', '--history', '--exit-code'], /--exit-code is about a check .* now/],
    [
      'a sender of a webhook',
      ['notifications', 'set', 'webhook', '--from', 'leadlight@example.com'],
      /--to and --from are for the route email/,
    ],
    [
      'private addresses for e-mail',
      ['notifications', 'set', 'email', '--to', 'a@example.com', '--from', 'b@example.com', '--allow-private'],
      /--allow-private is for the routes webhook and slack/,
    ],
    [
      'a hold of the model of leads',
      ['train', '--propensity', 'lead-converts', '--hold'],
      /--hold goes with --propensity ID, for/,
    ],
    [
      'days of an export without a folder',
      ['serve', '--export-keep-days', '7'],
      /--export-keep-days goes with --export-to/,
    ],
    ['an export of the API', ['serve', '--role', 'api', '--export-to', 'out'], /--export-to goes with the schedule of/],
    [
      'an export without a schedule',
      ['serve', '--role', 'worker', '--no-schedule', '--export-to', 'out'],
      /--export-to goes with the schedule of a worker/,
    ],
    ['a letter about all leads', ['replay', '--letter', 'letter.html'], /--at and --letter are about one lead/],
  ] as const)('rejects %s', async (_what, args, message) => {
    const ran = await runInProcess([...args, '--folder', folder]);
    expect(ran.stderr).toMatch(message);
    expect(ran.stderr).not.toMatch(/defect/);
    expect(ran.code).toBe(1);
  });
});
