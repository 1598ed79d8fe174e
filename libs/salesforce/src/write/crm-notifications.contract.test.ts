import type { CrmNotifications } from '@leadlight/workflows';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SalesforceConnection } from '../connection/salesforce-connection.ts';
import { queryRows } from '../query/query.ts';
import { startSandboxOrg, type SandboxOrg } from '../testing/sandbox-org.ts';
import { createCrmLimits } from '../connection/read-limits.ts';
import { createCrmNotifications } from './crm-notifications.ts';

let org: SandboxOrg;
let connection: SalesforceConnection;
let notifications: CrmNotifications;
const received = async (): Promise<readonly Record<string, unknown>[]> => {
  const response = await fetch(`${org.options.loginUrl}/sandbox/notifications`);
  return (await response.json()) as readonly Record<string, unknown>[];
};
const idsOf = async (soql: string) => (await queryRows(connection, soql)).map(({ Id }) => String(Id));

beforeAll(async () => {
  org = await startSandboxOrg(50, '--faults');
  connection = await org.connect();
  notifications = createCrmNotifications(connection);
});
afterAll(() => org.close());

describe('createCrmLimits', () => {
  const setUsed = (used: number) => org.control('POST', '/usage', { used });

  it('reads how many API calls are used, also when none is left', async () => {
    await setUsed(500);
    const limits = createCrmLimits(connection);
    const { used, limit } = await limits.readApiUsage();
    expect([limit, used > 500, used < 510]).toEqual([100_000, true, true]);
    await setUsed(100_000);
    expect(await limits.readApiUsage()).toEqual({ used: 100_000, limit: 100_000 });
    await setUsed(0);
  });
});

describe('createCrmNotifications', () => {
  it('rejects as long as nobody has Leadlight Admin', async () => {
    await expect(notifications.countAdministrators()).rejects.toMatchObject({ code: 'no_administrators' });
    await expect(notifications.notifyAdministrators({ title: 'T', body: 'B' })).rejects.toMatchObject({
      code: 'no_administrators',
    });
  });

  it('notifies the active users with Leadlight Admin and nobody else, with the tab to open and shortened texts', async () => {
    const [set] = await idsOf("SELECT Id FROM PermissionSet WHERE Name = 'Leadlight_Admin'");
    const users = await idsOf('SELECT Id FROM User WHERE IsActive = TRUE ORDER BY Id LIMIT 3');
    for (const AssigneeId of users.slice(0, 2)) {
      const body = { AssigneeId, PermissionSetId: set };
      await connection.json({ method: 'POST', path: '/sobjects/PermissionSetAssignment', body });
    }
    await connection.request({ method: 'PATCH', path: `/sobjects/User/${users[1]!}`, body: { IsActive: false } });
    expect(await notifications.countAdministrators()).toBe(1);
    await notifications.notifyAdministrators({ title: 't'.repeat(300), body: 'b'.repeat(800) });
    const [notification, ...others] = await received();
    expect(others).toEqual([]);
    expect(notification).toMatchObject({
      recipientId: users[0],
      title: `${'t'.repeat(249)}…`,
      body: `${'b'.repeat(749)}…`,
      targetPageRef: '{"type":"standard__navItemPage","attributes":{"apiName":"Leadlight_Home"}}',
    });
  });

  it('names the reason of the org where it refuses, and sends nothing', async () => {
    await expect(notifications.notifyAdministrators({ title: '', body: 'B' })).rejects.toMatchObject({
      code: 'notification_rejected',
      message: expect.stringContaining('Missing required input parameter: title') as string,
    });
    expect(await received()).toHaveLength(1);
  });
});
