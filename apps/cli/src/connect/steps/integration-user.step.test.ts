import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connectSalesforce, findRow, type SalesforceConnection } from '@leadlight/salesforce';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AppProcess } from '../../processes/start-process.ts';
import { startSandboxOrg, type SandboxReady } from '../../start/sandbox-org.ts';
import { freePort } from '../../testing/free-port.ts';
import { Journal } from '../journal.ts';
import type { ConnectContext } from '../step.ts';
import { integrationUserStep } from './integration-user.step.ts';

const ABSENT = 'leadlight@no-such.integration';
let folder: string;
let sandbox: AppProcess<SandboxReady>;
let org: SalesforceConnection;
/** A user whom the org had before. */
let existing: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'leadlight-integration-user-'));
  sandbox = await startSandboxOrg({ folder, orgPort: await freePort(), leads: 100, seed: 3 });
  const { listening: loginUrl, clientId, clientSecret } = sandbox.ready;
  org = await connectSalesforce({ loginUrl, clientId, clientSecret });
  existing = String((await findRow(org, 'SELECT Username FROM User WHERE IsActive = TRUE'))?.Username);
});
afterAll(async () => {
  await sandbox.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** The step uses no more than these. */
const contextOf = (journal: Journal, integrationUser: string) =>
  ({ org, journal, options: { integrationUser } }) as unknown as ConnectContext;

describe('the step integration user', () => {
  it('refuses a second user, whom --undo would take for the first', async () => {
    const journal = new Journal(folder, '00D5g000004Ap1QEAS');
    journal.enter('integration user', { username: existing, 'permission set': true });
    await expect(integrationUserStep.inspect(contextOf(journal, ABSENT))).rejects.toThrow(
      `An earlier run set up ${existing} as the integration user, not ${ABSENT}.`,
    );
  });

  it('does not enter as created a user who is named after the org refused to create one', async () => {
    const journal = new Journal(folder, '00D5g000004Ap2QEAS');
    journal.enter('integration user', { username: ABSENT, created: true });
    const { actions } = await integrationUserStep.inspect(contextOf(journal, existing));
    // Whether the org has the permission set is of no matter here.
    await actions[0]!.run().catch(() => undefined);
    expect(journal.made('integration user')).toMatchObject({ username: existing });
    expect(journal.made('integration user')).not.toHaveProperty('created');
  });
});
