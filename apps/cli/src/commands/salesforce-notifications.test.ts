import { describe, expect, it } from 'vitest';
import { useChangedOrg } from '../testing/changed-org.ts';

const org = useChangedOrg(50);

const idOf = async (soql: string): Promise<string> => (await org().client.query<{ readonly Id: string }>(soql))[0]!.Id;

async function received(): Promise<readonly Record<string, unknown>[]> {
  const response = await fetch(`${org().connection.LEADLIGHT_SF_LOGIN_URL}/sandbox/notifications`);
  return (await response.json()) as readonly Record<string, unknown>[];
}

describe('leadlight notifications by the route salesforce', () => {
  it('is not turned on while nobody would be notified', async () => {
    await org().json('sync');
    expect(await org().leadlight('notifications', 'set', 'salesforce')).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/^No active user has the permission set Leadlight_Admin.*Assign it/),
    });
    expect((await org().leadlight('notifications', 'show')).stdout).toContain('Routes that are on: none.');
  });

  it('is turned on, and notifies administrators in the org', async () => {
    const AssigneeId = await idOf('SELECT Id FROM User WHERE IsActive = TRUE ORDER BY Id LIMIT 1');
    const PermissionSetId = await idOf("SELECT Id FROM PermissionSet WHERE Name = 'Leadlight_Admin'");
    await org().client.create('PermissionSetAssignment', { AssigneeId, PermissionSetId });
    expect((await org().leadlight('notifications', 'set', 'salesforce')).stdout).toContain('sent by salesforce');
    expect((await org().leadlight('notifications', 'test', 'salesforce')).code).toBe(0);
    expect(await received()).toMatchObject([{ recipientId: AssigneeId, title: 'Test message' }]);
  });
});
