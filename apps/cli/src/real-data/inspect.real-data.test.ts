import { execFile } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { environmentValue } from '@leadlight/common';
import { expect, it } from 'vitest';
import { describeOnRealData, sampledLines } from '../testing/real-data.ts';
import { runLeadlight } from '../testing/run-in-process.ts';

const LAUNCHER = fileURLToPath(new URL('../../bin/leadlight.mjs', import.meta.url));

/** Enough to train on. */
const MAX_ROWS = 1_500;
/** Where the outcome is one of 110 rows. */
const MAX_ROWS_OF_RARE_OUTCOME = 8_000;

/** `LEADLIGHT_SOAK_SECONDS=300` for the long form, which runs the command for every table. */
const IS_LONG = environmentValue(process.env, 'LEADLIGHT_SOAK_SECONDS') >= 60;
/** In the short form, too: a command with dates, one without ids, and one with neither dates nor a rare outcome. */
const ALWAYS_TRAINED = new Set(['maven_crm_sales_pipeline', 'hillstrom', 'bank-market']);

describeOnRealData('the command that leadlight inspect prints', ({ source, own }) => {
  it.each([
    [
      'maven_crm_sales_pipeline',
      '--label deal_stage --positive Won --negative Lost --id opportunity_id --created engage_date',
    ],
    ['hotel_reservations', '--label booking_status --positive Canceled --negative Not_Canceled --id Booking_ID'],
    ['hillstrom', '--label conversion --positive 1 --negative 0'],
    ['ibm_customer_value', '--label Response --positive Yes --negative No --id Customer'],
    ['telco_churn', '--label Churn --positive Yes --negative No --id customerID'],
    ['bank-market', '--label y --positive yes --negative no --id Cust_num'],
    ['bank-additional', '--label y --positive 1 --negative 0'],
    ['online_shoppers', '--label Revenue --positive TRUE --negative FALSE'],
  ])('names the roles of the columns of %s, and trains', async (name, roles) => {
    const file = source(`${name}.csv.gz`);
    const { stdout } = await runLeadlight(['inspect', file, '--json']);
    const { command, questions } = JSON.parse(stdout).next as { command: string; questions: readonly string[] };
    expect(questions).toEqual([]);
    expect(command).toBe(`npx leadlight train --csv ${file} ${roles} --out leads.model`);
    if (!ALWAYS_TRAINED.has(name) && !IS_LONG) return;
    // The command of this checkout, files of its own with fewer rows, and a learner that is quick.
    const [sample, model] = [own(`${name}.csv`), own(`${name}.model`)];
    const rows = name === 'hillstrom' ? MAX_ROWS_OF_RARE_OUTCOME : MAX_ROWS;
    writeFileSync(sample, sampledLines(file, rows), 'latin1');
    const run = command
      .replace('npx leadlight', `'${process.execPath}' '${LAUNCHER}'`)
      .replace(`--csv ${file}`, `--csv '${sample}'`)
      .replace('--out leads.model', `--out '${model}' --learner naive-bayes --quick`);
    await promisify(execFile)('sh', ['-c', run], { cwd: dirname(model) });
    expect(existsSync(model)).toBe(true);
  });
});
