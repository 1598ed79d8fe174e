import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connectSalesforce, findAssignment, findRow, findUser, type SalesforceConnection } from '@leadlight/salesforce';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AppProcess } from '../../processes/start-process.ts';
import { startSandboxOrg, type SandboxReady } from '../../start/sandbox-org.ts';
import { freePort } from '../../testing/free-port.ts';
import { Journal } from '../journal.ts';
import type { ConnectContext } from '../step.ts';
import { peopleStep } from './people.step.ts';

const ABSENT = 'leadlight@no-such.integration';
const NOTIFICATIONS = { kind: 'permission set', name: 'Leadlight_Notifications' } as const;
let folder: string;
let sandbox: AppProcess<SandboxReady>;
let org: SalesforceConnection;
let existing: string;
let journal: Journal;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'leadlight-people-'));
  sandbox = await startSandboxOrg({ folder, orgPort: await freePort(), leads: 100, seed: 3 });
  const { listening: loginUrl, clientId, clientSecret } = sandbox.ready;
  org = await connectSalesforce({ loginUrl, clientId, clientSecret });
  existing = String((await findRow(org, 'SELECT Username FROM User WHERE IsActive = TRUE'))?.Username);
  journal = new Journal(folder, org.orgId);
});
afterAll(async () => {
  await sandbox.stop();
  rmSync(folder, { recursive: true, force: true });
});

const contextOf = (integrationUser: string, notifyInSalesforce: boolean) =>
  ({
    ...{ org, journal, administrator: existing },
    options: { integrationUser, notifyInSalesforce, viewers: [], administrators: [] },
  }) as unknown as ConnectContext;
const planned = async (integrationUser: string, notifyInSalesforce: boolean) =>
  (await peopleStep.inspect(contextOf(integrationUser, notifyInSalesforce))).actions.map(({ what }) => what);

describe('the step people', () => {
  it('plans Leadlight Notifications for the integration user only where notifications in Salesforce are asked for', async () => {
    expect(await planned(ABSENT, true)).toContain(`assign Leadlight_Notifications to ${ABSENT}`);
    expect((await planned(ABSENT, false)).join()).not.toContain('Leadlight_Notifications');
  });

  it('assigns it, enters it in the journal, finds it again, and takes it back', async () => {
    const { actions } = await peopleStep.inspect(contextOf(existing, true));
    await actions.at(-1)!.run();
    const { id } = (await findUser(org, existing))!;
    expect(await findAssignment(org, NOTIFICATIONS, id)).toBeDefined();
    expect((await peopleStep.inspect(contextOf(existing, true))).found).toContain(
      `${existing} has Leadlight_Notifications`,
    );
    expect(await peopleStep.undo!(contextOf(existing, true), journal.made('people'))).toEqual([
      `${existing} no longer has Leadlight_Notifications.`,
    ]);
    expect(await findAssignment(org, NOTIFICATIONS, id)).toBeUndefined();
  });
});
