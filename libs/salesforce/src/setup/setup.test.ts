import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SalesforceConnection } from '../connection/salesforce-connection.ts';
import { startSandboxOrg, type SandboxOrg } from '../testing/sandbox-org.ts';
import { assign, findAssignment, INTEGRATION_PERMISSION_SET_LICENCE, removeAssignment } from './assignments.ts';
import { connectWithSession } from './connect-with-session.ts';
import {
  readCalloutUrl,
  readParameterNames,
  removeParameters,
  writeCalloutUrl,
  writeParameters,
} from './credentials.ts';
import { findListViews, findRecordPages } from './pages-and-lists.ts';
import { createIntegrationUser, findUser, INTEGRATION_LICENCE, setUserActive } from './users.ts';

let org: SandboxOrg;
let connection: SalesforceConnection;

beforeAll(async () => {
  org = await startSandboxOrg(20, '--faults');
  connection = await org.connect();
});
afterAll(() => org.close());

const USERNAME = 'leadlight@example.integration';

describe('integration user', () => {
  it('is created with the licence of users that only call APIs, found by name, and deactivated', async () => {
    expect(await findUser(connection, USERNAME)).toBeUndefined();
    const id = await createIntegrationUser(connection, USERNAME);
    const user = { id, username: USERNAME, licence: INTEGRATION_LICENCE };
    expect(await findUser(connection, USERNAME)).toEqual({ ...user, isActive: true });
    await setUserActive(connection, id, false);
    expect(await findUser(connection, USERNAME)).toEqual({ ...user, isActive: false });
  });

  it('needs the permission set licence before the permission set, and has each once', async () => {
    const id = await createIntegrationUser(connection, 'second@example.integration');
    const permissionSet = { kind: 'permission set', name: 'Leadlight_Integration' } as const;
    const licence = { kind: 'permission set licence', name: INTEGRATION_PERMISSION_SET_LICENCE } as const;
    await expect(assign(connection, permissionSet, id)).rejects.toMatchObject({ code: 'request_rejected' });
    await assign(connection, licence, id);
    const assignment = await assign(connection, permissionSet, id);
    expect(await findAssignment(connection, permissionSet, id)).toBe(assignment);
    await removeAssignment(connection, 'permission set', assignment);
    expect(await findAssignment(connection, permissionSet, id)).toBeUndefined();
  });

  it('names what the org does not have', async () => {
    const missing = { kind: 'permission set', name: 'Nobody_Has_This' } as const;
    await expect(assign(connection, missing, connection.userId)).rejects.toMatchObject({ code: 'not_assignable' });
  });
});

describe('credentials', () => {
  const principal = { externalCredential: 'Leadlight_API', principalName: 'Scoring' };

  it('are entered, replaced and removed, and only their names are returned', async () => {
    expect(await readParameterNames(connection, principal)).toEqual([]);
    await writeParameters(connection, principal, { ApiKey: 'llk_first' });
    await writeParameters(connection, principal, { ApiKey: 'llk_second' }, { KeyId: 'key_2' });
    expect(await readParameterNames(connection, principal)).toEqual(['ApiKey', 'KeyId']);
    const query = new URLSearchParams({ ...principal, principalType: 'NamedPrincipal' });
    const path = `/named-credentials/credential?${query}`;
    expect(await connection.json({ method: 'GET', path })).toMatchObject({
      credentials: { ApiKey: { encrypted: true, value: null }, KeyId: { encrypted: false, value: 'key_2' } },
    });
    await removeParameters(connection, principal);
    expect(await readParameterNames(connection, principal)).toEqual([]);
  });

  it('leave everything but the address of a named credential as it is', async () => {
    expect(await readCalloutUrl(connection, 'Nobody_Has_This')).toBeUndefined();
    await writeCalloutUrl(connection, 'Leadlight_API', 'https://scoring.example.com');
    expect(await readCalloutUrl(connection, 'Leadlight_API')).toBe('https://scoring.example.com');
  });
});

describe('pages and lists', () => {
  it('are those of the package', async () => {
    expect(await findRecordPages(connection, 'Lead')).toEqual(['Leadlight_Lead_Record_Page']);
    expect(await findListViews(connection, 'Lead')).toContain('Leadlight_Leads_By_Score');
  });
});

describe('connectWithSession', () => {
  it('asks for the session again when the org has ended it', async () => {
    let opened = 0;
    const own = await connectWithSession({
      openSession: async () => {
        opened += 1;
        return (await org.connect()).session();
      },
    });
    await org.control('POST', '/sessions/end');
    expect(await findUser(own, USERNAME)).toBeDefined();
    expect(opened).toBe(2);
  });
});
