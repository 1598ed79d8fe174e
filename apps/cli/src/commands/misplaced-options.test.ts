import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { leadCsv } from '../testing/lead-csv.ts';
import { runCli } from '../testing/run-cli.ts';

const folder = mkdtempSync(join(tmpdir(), 'leadlight-options-'));
const LEADS = join(folder, 'leads.csv');
const CSV = ['--csv', LEADS, '--label', 'Converted', '--id', 'Lead ID'];
const OUT = ['--out', join(folder, 'out')];
const IMPORT = ['models', 'import', LEADS, '--format'];

beforeAll(() => writeFileSync(LEADS, leadCsv(300, 6)));
afterAll(() => rmSync(folder, { recursive: true }));

describe('an option that could only be passed over in silence is refused, with the remedy', () => {
  test.concurrent.each([
    ['a goal for a CSV', ['train', ...CSV, ...OUT, '--goal', 'won'], /--goal goes with an org, not with --csv/],
    ['junk for a CSV', ['train', ...CSV, ...OUT, '--keep-junk'], /--keep-junk goes with an org/],
    [
      'an order for a misspelt column',
      ['train', ...CSV, ...OUT, '--monotone', 'Vists:up'],
      /no column called Vists\. Did you mean Visits\?/,
    ],
    [
      'a pair with a misspelt column',
      ['train', ...CSV, ...OUT, '--apart', 'Visits+Sorce'],
      /no column called Sorce\. Did you mean Source\?/,
    ],
    [
      'a misspelt column that is allowed',
      ['train', ...CSV, ...OUT, '--allow', 'Citty'],
      /no column called Citty\. Did you mean City\?/,
    ],
    [
      'a misspelt column that is excluded',
      ['train', ...CSV, ...OUT, '--exclude', 'Citty'],
      /no column "Citty"\. Did you mean "City"\?/,
    ],
    [
      'an order for a learner that heeds none',
      ['train', ...CSV, ...OUT, '--learner', 'logistic', '--monotone', 'Visits:up'],
      /choose best, forest or boosting/,
    ],
    [
      'a class weight for a learner that heeds none',
      ['train', ...CSV, ...OUT, '--learner', 'naive-bayes', '--class-weight', '3'],
      /nor a class weight/,
    ],
    ['a backtest without dates', ['train', ...CSV, ...OUT, '--backtest'], /needs dates: give --created COLUMN/],
    ['a label without a CSV', ['train', '--label', 'Converted'], /--label goes with --csv FILE/],
    [
      'a positive value beside a date of conversion',
      ['train', '--csv', LEADS, '--converted-at', 'Created', '--positive', '1', ...OUT],
      /--positive VALUE goes with --label COLUMN/,
    ],
    ['a backtest with a label and no CSV', ['backtest', '--label', 'Converted'], /--label goes with --csv FILE/],
    ['a backtest of a CSV with a goal', ['backtest', ...CSV, '--goal', 'won'], /--goal goes with an org/],
    ['the command backtest without dates', ['backtest', ...CSV], /needs dates: give --created COLUMN/],
    [
      'an org to score a CSV',
      ['score', '--csv', LEADS, '--model', 'm', ...OUT, '--org', '00D'],
      /--org and --no-write go with an org/,
    ],
    [
      'a CSV that is not to be written to the org',
      ['score', '--csv', LEADS, '--model', 'm', ...OUT, '--no-write'],
      /--org and --no-write go with an org/,
    ],
    [
      'columns for a forest that names its own',
      [...IMPORT, 'xgboost', ...CSV, ...OUT, '--columns', 'Visits'],
      /--columns goes with --format ml-random-forest/,
    ],
  ] as const)('%s', async (_what, args, message) => {
    const ran = await runCli([...args, '--folder', folder]);
    expect(ran.stderr).toMatch(message);
    expect(ran.stderr).not.toMatch(/defect/);
    expect(ran.code).toBe(1);
  });
});
