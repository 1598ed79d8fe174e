import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { environmentValue } from '@leadlight/common';
import { findPostgresBin, startPostgresCluster } from '@leadlight/storage/testing';
import { afterAll, describe, expect, it } from 'vitest';
import { timeStatements, type StatementTimings } from './time-statements.ts';

/**
 * `LEADLIGHT_SOAK_SECONDS=300` for the long form, with the embedded database. It has the same statements, whose work stale-statistics.test.ts
 * of storage counts.
 */
const IS_LONG = environmentValue(process.env, 'LEADLIGHT_SOAK_SECONDS') >= 60;
const BATCH = 60;
const LEADS = 600;
/** From the second batch to the tenth. Linear work on whole tables would be five times as much, quadratic 25 times. */
const MAX_GROWTH = 5;

const bin = findPostgresBin();
const folder = mkdtempSync(join(tmpdir(), 'leadlight-statements-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function expectLinear({ statements, earlyBatchSeconds, lastBatchSeconds, slowest }: StatementTimings): void {
  expect(statements).toBeGreaterThan(40);
  // A busy machine adds time to both.
  expect(lastBatchSeconds, slowest[0]?.text).toBeLessThan(MAX_GROWTH * earlyBatchSeconds + 1);
}

describe('statements of storage on statistics from ten rows', () => {
  it.runIf(IS_LONG || bin === undefined)('grow with the tables at most linearly on the embedded database', async () => {
    expectLinear(await timeStatements({ folder }, LEADS, BATCH));
  });

  it.skipIf(bin === undefined)('grow with the tables at most linearly on PostgreSQL', async () => {
    const cluster = await startPostgresCluster(bin!);
    expectLinear(await timeStatements({ folder, databaseUrl: cluster.databaseUrl }, LEADS, BATCH));
    await cluster.stop();
  });
});
