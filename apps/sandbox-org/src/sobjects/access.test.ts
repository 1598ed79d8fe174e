import { describe, expect, it } from 'vitest';
import { useTestOrg } from '../testing/index.ts';

const org = useTestOrg({ leads: 20 });

const idOf = async (soql: string): Promise<string> => {
  const { records } = await org.connection.query<{ Id: string }>(soql);
  return records[0]?.Id ?? '';
};

const newUser = async (name: string, profile: string): Promise<string> => {
  const created = await org.connection.sobject('User').create({
    Username: `${name}@example.com`,
    LastName: name,
    Alias: name.slice(0, 8),
    Email: `${name}@example.com`,
    TimeZoneSidKey: 'GMT',
    LocaleSidKey: 'en_US',
    LanguageLocaleKey: 'en_US',
    EmailEncodingKey: 'UTF-8',
    ProfileId: await idOf(`SELECT Id FROM Profile WHERE Name = '${profile}'`),
  });
  return created.id ?? '';
};

describe('permission set assignments', () => {
  const permissionSet = () => idOf("SELECT Id FROM PermissionSet WHERE Name = 'Leadlight_Integration'");

  it('are created once, found by relationship, and deleted', async () => {
    const [set, user] = [await permissionSet(), await newUser('viewer', 'Standard User')];
    const assign = () =>
      org.request('POST', '/sobjects/PermissionSetAssignment', { PermissionSetId: set, AssigneeId: user });
    const first = await assign();
    expect(first.status).toBe(201);
    expect((await assign()).body).toMatchObject([{ errorCode: 'DUPLICATE_VALUE' }]);
    const soql = `SELECT PermissionSet.Name, Assignee.Username FROM PermissionSetAssignment WHERE AssigneeId = '${user}'`;
    const { records } = await org.connection.query(soql);
    expect(records).toMatchObject([
      { PermissionSet: { Name: 'Leadlight_Integration' }, Assignee: { Username: 'viewer@example.com' } },
    ]);
    await org.connection.sobject('PermissionSetAssignment').destroy((first.body as { id: string }).id);
    expect((await org.connection.query(soql)).totalSize).toBe(0);
    expect((await assign()).status).toBe(201);
  });

  it('need the permission set licence for a user with the integration licence', async () => {
    const [set, user] = [await permissionSet(), await newUser('robot', 'Minimum Access - API Only Integrations')];
    const assign = () =>
      org.request('POST', '/sobjects/PermissionSetAssignment', { PermissionSetId: set, AssigneeId: user });
    const refused = await assign();
    expect(refused.body).toMatchObject([{ errorCode: 'FIELD_INTEGRITY_EXCEPTION' }]);
    const license = "SELECT Id FROM PermissionSetLicense WHERE DeveloperName = 'SalesforceAPIIntegrationPsl'";
    await org.connection
      .sobject('PermissionSetLicenseAssign')
      .create({ PermissionSetLicenseId: await idOf(license), AssigneeId: user });
    expect((await assign()).status).toBe(201);
    const { records } = await org.connection.query<{ UsedLicenses: number }>(license.replace('Id', 'UsedLicenses'));
    expect(records[0]?.UsedLicenses).toBe(1);
  });
});

describe('users', () => {
  it('have a profile, and a username that no other has', async () => {
    await newUser('twin', 'Standard User');
    await expect(newUser('twin', 'Standard User')).rejects.toThrow('Duplicate Username');
    const { totalSize } = await org.connection.query('SELECT Id FROM User WHERE ProfileId = NULL');
    expect(totalSize).toBe(0);
  });
});

describe('the Tooling API', () => {
  it('has records of setup objects and no leads', async () => {
    const set = await idOf("SELECT Id FROM PermissionSet WHERE Name = 'Leadlight_Admin'");
    expect((await org.call(`/tooling/sobjects/PermissionSet/${set}`)).status).toBe(200);
    expect((await org.call('/tooling/sobjects/Lead/describe')).status).toBe(404);
  });
});
