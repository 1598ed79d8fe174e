/**
 * Deploys the package to a sandbox org with the real Salesforce CLI, as the guides say: validation, deployment, Apex tests, an
 * upgrade of an org that was configured meanwhile, and the removal. Deployments with errors must be refused.
 *
 *   node apps/sandbox-org/tools/deploy-check.mjs
 *
 * The components must be built. Without the CLI (`node tools/salesforce-cli.mjs` installs it) it prints one line; with
 * LEADLIGHT_REQUIRE_ALL=1 it fails. The exit code is 1 if a step fails.
 */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findSalesforceCli, SALESFORCE_CLI } from '../../../tools/salesforce-cli.mjs';
import { startOrg } from './deploy-check/org.mjs';
import { sfIn } from './deploy-check/sf.mjs';
import { steps } from './deploy-check/steps.mjs';

const bin = findSalesforceCli();
if (!bin) {
  console.log(
    `no ${SALESFORCE_CLI}: the deployment by the real sf is not checked (node tools/salesforce-cli.mjs installs it)`,
  );
  process.exit(process.env.LEADLIGHT_REQUIRE_ALL === '1' ? 1 : 0);
}

const folder = mkdtempSync(join(tmpdir(), 'deploy-check-'));
const started = performance.now();
const seconds = (since) => `${((performance.now() - since) / 1000).toFixed(1)} s`;
const org = await startOrg(folder);
try {
  const context = { folder, org, sf: sfIn(folder, bin) };
  for (const [name, work] of steps) {
    const lap = performance.now();
    console.log(`${name}: ${await work(context)} (${seconds(lap)})`);
  }
  console.log(`Deployment by ${SALESFORCE_CLI}: ${steps.length} steps passed in ${seconds(started)}`);
} catch (error) {
  console.error(error instanceof assert.AssertionError ? error.message : error);
  process.exitCode = 1;
} finally {
  await org.stop();
  rmSync(folder, { recursive: true, force: true });
}
