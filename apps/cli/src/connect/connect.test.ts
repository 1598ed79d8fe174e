import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { MINUTE_MS } from '@leadlight/common';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createOrgClient, type OrgClient } from '../testing/org-client.ts';
import { findSf, startSfOrg, type SfOrg } from '../testing/sf-org.ts';
import { runCli } from '../testing/run-cli.ts';
import type { StepReport } from './run-steps.ts';
import { STEP_IDS } from './step.ts';

const MAIN = fileURLToPath(new URL('../main.ts', import.meta.url));
const SERVICE_URL = 'https://scoring.example.com';
const sf = await findSf();
/** Every step starts `sf` again, and a deployment runs the Apex tests of the package. */
const TIMEOUT_MS = 30 * MINUTE_MS;

if (sf === undefined)
  console.log('No Salesforce CLI: leadlight connect is not tested (node tools/salesforce-cli.mjs installs it).');

let org: SfOrg;
let client: OrgClient;
let folder: string;
/** A sales rep of the simulated company. */
let viewer: string;

beforeAll(async () => {
  if (sf === undefined) return;
  org = await startSfOrg(sf, 800);
  client = await createOrgClient(org.ready);
  folder = join(org.folder, 'data');
  const soql = 'SELECT Username FROM User WHERE IsActive = TRUE ORDER BY Username';
  const names = (await client.query<{ Username: string }>(soql)).map(({ Username }) => Username);
  viewer = names.find((name) => name !== org.administrator)!;
});
afterAll(() => org?.stop());

const args = (...more: readonly string[]): string[] => [
  'connect',
  '--target-org',
  org.alias,
  '--folder',
  folder,
  ...more,
];
const setUp = (...more: readonly string[]): string[] =>
  args('--service-url', SERVICE_URL, '--viewers', viewer, ...more);

interface ConnectOutput {
  readonly orgId: string;
  readonly steps: readonly StepReport[];
}

async function connect(options: readonly string[]) {
  const { code, stdout, stderr } = await runCli([...options, '--json'], org.env);
  const output = JSON.parse(stdout) as ConnectOutput;
  const stateOf = Object.fromEntries(output.steps.map(({ step, state }) => [step, state]));
  return { code, stderr, output, stateOf };
}

/** Runs until the line of the first step that did something, then kills it; resolves to that step, or undefined at the end. */
async function connectUntilStepDone(): Promise<string | undefined> {
  const child = spawn(process.execPath, [MAIN, ...setUp()], { env: org.env, stdio: ['ignore', 'pipe', 'inherit'] });
  const closed = once(child, 'close');
  for await (const line of createInterface({ input: child.stdout })) {
    const [, step] = /^done +(.+)$/.exec(line) ?? [];
    if (step === undefined) continue;
    child.kill('SIGKILL');
    await closed;
    return step;
  }
  expect((await closed) as [number]).toEqual([0, null]);
  return undefined;
}

const idsOf = async (soql: string): Promise<readonly string[]> =>
  (await client.query<{ Id: string }>(soql)).map(({ Id }) => Id).sort();

/** What connect makes in the org, as ids. */
const madeInOrg = async () => ({
  users: await idsOf('SELECT Id FROM User WHERE IsActive = TRUE'),
  assignments: await idsOf('SELECT Id FROM PermissionSetAssignment'),
  licences: await idsOf('SELECT Id FROM PermissionSetLicenseAssign'),
  apps: await idsOf('SELECT Id FROM ExternalClientApplication'),
  jobs: await idsOf('SELECT Id FROM CronTrigger'),
  lists: await idsOf("SELECT Id FROM ListView WHERE SobjectType = 'Lead'"),
});

describe.skipIf(sf === undefined)('leadlight connect with the real sf', { timeout: TIMEOUT_MS }, () => {
  let before: Awaited<ReturnType<typeof madeInOrg>>;

  it('shows the whole plan in a dry run, and changes neither the org nor the folder', async () => {
    before = await madeInOrg();
    const { code, output, stateOf } = await connect(setUp('--dry-run'));
    expect(code).toBe(0);
    expect(output.steps.map(({ step }) => step)).toEqual(STEP_IDS);
    expect(stateOf).toMatchObject({ package: 'planned', keys: 'planned', score: 'planned' });
    expect(await madeInOrg()).toEqual(before);
    expect(existsSync(folder)).toBe(false);
  });

  it('goes from an empty org to scores although it is killed after each step', async () => {
    const killedAfter: string[] = [];
    for (let step = await connectUntilStepDone(); step !== undefined; step = await connectUntilStepDone()) {
      expect(killedAfter).not.toContain(step);
      killedAfter.push(step);
    }
    expect(killedAfter).toEqual(STEP_IDS.filter((step) => !['checks', 'doctor'].includes(step)));
    const scored = await client.query('SELECT Id FROM Lead WHERE Leadlight_Score__c != NULL');
    expect(scored.length).toBeGreaterThan(50);
  });

  it('changes nothing when it runs again', async () => {
    const [made, journal] = [await madeInOrg(), readFileSync(join(folder, `connect-${org.ready.orgId}.json`), 'utf8')];
    const { code, output } = await connect(setUp());
    expect(code).toBe(0);
    expect(output.steps.flatMap(({ actions }) => actions)).toEqual([]);
    expect(await madeInOrg()).toEqual(made);
    expect(readFileSync(join(folder, `connect-${org.ready.orgId}.json`), 'utf8')).toBe(journal);
  });

  it('keeps the private key from others, and writes secrets to no output and no journal', async () => {
    const connection = readFileSync(join(folder, 'connection.json'), 'utf8');
    expect(statSync(join(folder, 'connection.json')).mode & 0o777).toBe(0o600);
    expect(connection).toContain('PRIVATE KEY');
    const { output, stderr } = await connect(setUp());
    const journal = readFileSync(join(folder, `connect-${org.ready.orgId}.json`), 'utf8');
    for (const text of [JSON.stringify(output), stderr, journal]) expect(text).not.toMatch(/PRIVATE KEY|llk_/);
  });

  it('takes back what it made, and nothing else', async () => {
    const { code } = await connect(args('--undo'));
    expect(code).toBe(0);
    expect(await madeInOrg()).toEqual(before);
    expect(existsSync(join(folder, 'connection.json'))).toBe(false);
    expect(existsSync(join(folder, `connect-${org.ready.orgId}.json`))).toBe(false);
  });
});

describe.skipIf(sf === undefined)('an org that rejects a step', { timeout: TIMEOUT_MS }, () => {
  it('leaves it to a person with the way by hand, and does what does not need it', async () => {
    await org.control('POST', '/permissions/deny', { object: 'PermissionSetLicenseAssign', right: 'write' });
    const { code, output, stateOf } = await connect(setUp());
    await org.control('DELETE', '/permissions/deny');
    expect(code).toBe(1);
    expect(stateOf).toMatchObject({
      package: 'done',
      'integration user': 'left',
      'external client app': 'waiting',
      keys: 'done',
      people: 'done',
      score: 'waiting',
    });
    const { left = [] } = output.steps.find(({ step }) => step === 'integration user') ?? {};
    expect(left.join(' ')).toContain('Setup, Users');
  });
});
