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
import { STEP_IDS, type StepId } from './step.ts';

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
  org = await startSfOrg(sf, 300);
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

/** All that the commands wrote. */
const written: string[] = [];

async function connect(options: readonly string[]) {
  const { code, stdout, stderr } = await runCli([...options, '--json'], org.env);
  written.push(stdout, stderr);
  const output = JSON.parse(stdout) as ConnectOutput;
  const stateOf = Object.fromEntries(output.steps.map(({ step, state }) => [step, state]));
  return { code, output, stateOf };
}

/** Kills the command when it writes that this step was done. */
async function connectKilledAfter(step: StepId): Promise<void> {
  const child = spawn(process.execPath, [MAIN, ...setUp()], { env: org.env, stdio: ['ignore', 'pipe', 'pipe'] });
  const closed = once(child, 'close');
  child.stderr.setEncoding('utf8').on('data', (text: string) => written.push(text));
  for await (const line of createInterface({ input: child.stdout })) {
    written.push(line);
    const [, done] = /^done +(.+)$/.exec(line) ?? [];
    if (done === step) child.kill('SIGKILL');
  }
  expect((await closed) as [number | null, string | null], written.slice(-20).join('\n')).toEqual([null, 'SIGKILL']);
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

  it('leaves what the org rejects to a person with the way by hand, and does what does not need it, although it is killed', async () => {
    await org.control('POST', '/permissions/deny', { object: 'PermissionSetLicenseAssign', right: 'write' });
    await connectKilledAfter('keys');
    const { code, output, stateOf } = await connect(setUp());
    await org.control('DELETE', '/permissions/deny');
    expect(code).toBe(1);
    expect(stateOf).toMatchObject({
      package: 'unchanged',
      'integration user': 'left',
      'external client app': 'waiting',
      keys: 'unchanged',
      people: 'done',
      score: 'waiting',
    });
    const { left = [] } = output.steps.find(({ step }) => step === 'integration user') ?? {};
    expect(left.join(' ')).toContain('Setup, Users');
  });

  it('goes on to scores when the org allows it, although it is killed', async () => {
    await connectKilledAfter('sync');
    const { code, stateOf } = await connect(setUp());
    expect(code).toBe(0);
    expect(stateOf).toMatchObject({
      'external client app': 'unchanged',
      sync: 'unchanged',
      train: 'done',
      score: 'done',
    });
    const scored = await client.query('SELECT Id FROM Lead WHERE Leadlight_Score__c != NULL');
    expect(scored.length).toBeGreaterThan(25);
  });

  it('changes nothing when it runs again', async () => {
    const [made, journal] = [await madeInOrg(), readFileSync(join(folder, `connect-${org.ready.orgId}.json`), 'utf8')];
    const { code, output } = await connect(setUp());
    expect(code).toBe(0);
    expect(output.steps.flatMap(({ actions }) => actions)).toEqual([]);
    expect(await madeInOrg()).toEqual(made);
    expect(readFileSync(join(folder, `connect-${org.ready.orgId}.json`), 'utf8')).toBe(journal);
  });

  it('keeps the private key from others, and writes secrets to no output and no journal', () => {
    const connection = readFileSync(join(folder, 'connection.json'), 'utf8');
    expect(statSync(join(folder, 'connection.json')).mode & 0o777).toBe(0o600);
    expect(connection).toContain('PRIVATE KEY');
    const journal = readFileSync(join(folder, `connect-${org.ready.orgId}.json`), 'utf8');
    for (const text of [...written, journal]) expect(text).not.toMatch(/PRIVATE KEY|llk_/);
  });

  it('takes back what it made, and nothing else', async () => {
    const { code } = await connect(args('--undo'));
    expect(code).toBe(0);
    expect(await madeInOrg()).toEqual(before);
    expect(existsSync(join(folder, 'connection.json'))).toBe(false);
    expect(existsSync(join(folder, `connect-${org.ready.orgId}.json`))).toBe(false);
  });
});
