import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { MINUTE_MS } from '@leadlight/common';
import { connectSalesforce, connectWithSession, EXTERNAL_CLIENT_APP, findRow } from '@leadlight/salesforce';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readConnectionFile } from '../connection/connection-file.ts';
import { consumerSecretOf, findSf, startSfOrg, type SfOrg } from '../testing/sf-org.ts';
import { Journal } from './journal.ts';
import { runSteps, type StepReport } from './run-steps.ts';
import { createSf } from './sf.ts';
import type { ConnectContext } from './step.ts';
import { externalClientAppStep } from './steps/external-client-app.step.ts';
import { integrationUserStep } from './steps/integration-user.step.ts';

const ID = 'external client app';
const INTEGRATION_USER = 'leadlight@example.integration';
const sf = await findSf();

let org: SfOrg;
let context: ConnectContext;
/** What a person types in, at each question. */
const typed: (string | undefined)[] = [];
let questions = 0;
const lines: string[] = [];

beforeAll(async () => {
  if (sf === undefined) return;
  org = await startSfOrg(sf, 20, true);
  const command = createSf(org.alias, org.env);
  const connection = await connectWithSession({ openSession: () => command.openSession() });
  const folder = join(org.folder, 'data');
  const askSecret = () => {
    questions++;
    return Promise.resolve(typed.shift());
  };
  context = {
    org: connection,
    administrator: org.administrator,
    sf: command,
    journal: new Journal(folder, connection.orgId),
    log: (line) => lines.push(line),
    options: {
      ...{
        folder,
        targetOrg: org.alias,
        serviceUrl: 'https://scoring.example.com',
        viewers: [],
        administrators: [],
        notifyInSalesforce: false,
      },
      ...{ integrationUser: INTEGRATION_USER, clientCredentials: true, askSecret },
    },
  };
}, 10 * MINUTE_MS);
afterAll(() => org?.stop());

async function run(): Promise<StepReport> {
  // The package is in the org already.
  const steps = [
    { ...integrationUserStep, needs: [] },
    { ...externalClientAppStep, needs: [integrationUserStep.id] },
  ];
  const reports: StepReport[] = [];
  for await (const report of runSteps(steps, context, false)) reports.push(report);
  return reports.at(-1)!;
}

const connectionFile = () => join(context.options.folder, 'connection.json');

describe.skipIf(sf === undefined)('connect with the client credentials flow', { timeout: 10 * MINUTE_MS }, () => {
  it('leaves the secret to a person where nobody can be asked, after it has created the app', async () => {
    const { state, left } = await run();
    expect(state).toBe('left');
    expect(left.join(' ')).toContain('consumer secret of the External Client App is needed once');
    expect(lines.join(' ')).toContain('Consumer Key and Secret shows the secret');
    const soql = `SELECT Id FROM ExternalClientApplication WHERE DeveloperName = '${EXTERNAL_CLIENT_APP}'`;
    expect(await findRow(context.org, soql)).toBeDefined();
    expect(existsSync(connectionFile())).toBe(false);
  });

  it('keeps no wrong secret, and asks again in the next run', async () => {
    typed.push('mistyped');
    const { state, left } = await run();
    expect([state, left.join(' ')]).toEqual(['left', expect.stringContaining('invalid client credentials')]);
    expect(existsSync(connectionFile())).toBe(false);
  });

  it('signs in as the integration user with the secret, once asked, and never asks again', async () => {
    const secret = consumerSecretOf(org, String(context.journal.made(ID).consumerKey));
    typed.push(secret);
    expect((await run()).state).toBe('done');
    expect(statSync(connectionFile()).mode & 0o777).toBe(0o600);
    const connected = await connectSalesforce(readConnectionFile(context.options.folder)!);
    const soql = `SELECT Username FROM User WHERE Id = '${connected.userId}'`;
    expect(await findRow(connected, soql)).toMatchObject({ Username: INTEGRATION_USER });

    const asked = questions;
    expect((await run()).state).toBe('unchanged');
    expect(questions).toBe(asked);
    const journal = readFileSync(join(context.options.folder, `connect-${context.org.orgId}.json`), 'utf8');
    for (const text of [journal, ...lines]) expect(text).not.toContain(secret);
  });
});
