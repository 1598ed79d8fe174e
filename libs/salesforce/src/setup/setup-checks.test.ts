import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SalesforceConnection } from '../connection/salesforce-connection.ts';
import { startSandboxOrg, type SandboxOrg } from '../testing/sandbox-org.ts';
import { checkOrgForSetup, type SetupFinding } from './setup-checks.ts';

let org: SandboxOrg;
let connection: SalesforceConnection;

beforeAll(async () => {
  org = await startSandboxOrg(20, '--faults');
  connection = await org.connect();
});
afterAll(() => org.close());

async function findings(asked: SalesforceConnection = connection): Promise<readonly SetupFinding[]> {
  const all: SetupFinding[] = [];
  for await (const finding of checkOrgForSetup(asked)) all.push(finding);
  return all;
}

/** The org, except for what some resources respond. */
const withResponses = (responses: Readonly<Record<string, unknown>>): SalesforceConnection =>
  new Proxy(connection, {
    get(target, name) {
      if (name !== 'json') return Reflect.get(target, name, target) as unknown;
      return (request: Parameters<SalesforceConnection['json']>[0]): Promise<unknown> => {
        const found = Object.entries(responses).find(([part]) => decodeURIComponent(request.path).includes(part));
        return found ? Promise.resolve(found[1]) : target.json(request);
      };
    },
  });

const row = (record: object) => ({ totalSize: 1, done: true, records: [record] });

describe('checkOrgForSetup', () => {
  it('finds nothing to do in the sandbox org, check by check', async () => {
    const all = await findings();
    expect(all.filter(({ state }) => state !== 'ok')).toEqual([]);
    expect([...new Set(all.map(({ check }) => check))]).toEqual([
      'edition',
      'API version',
      'limits',
      'licences',
      'sharing',
      'history tracking',
      'change events',
    ]);
  });

  it.each([
    ['an edition without Apex', 'edition', 'failed', { OrganizationType: row({ OrganizationType: 'Team Edition' }) }],
    [
      'an older API version',
      'API version',
      'failed',
      { '/services/data/': [{ version: '66.0' }, { version: '67.0' }] },
    ],
    [
      'few API calls and little storage',
      'limits',
      'warning',
      { '/limits': { DailyApiRequests: { Remaining: 90 }, DataStorageMB: { Remaining: 0 } } },
    ],
    ['licences that are used up', 'licences', 'warning', { TotalLicenses: row({ TotalLicenses: 5, UsedLicenses: 5 }) }],
    [
      'an org without the licences',
      'licences',
      'warning',
      { TotalLicenses: { totalSize: 0, done: true, records: [] } },
    ],
    ['private leads', 'sharing', 'warning', { DefaultLeadAccess: row({ DefaultLeadAccess: 'None' }) }],
    [
      'no tracked field',
      'history tracking',
      'warning',
      { IsFieldHistoryTracked: row({ QualifiedApiName: 'Status', IsFieldHistoryTracked: false }) },
    ],
    [
      'change events that are not selected',
      'change events',
      'warning',
      { PlatformEventChannelMember: row({ SelectedEntity: 'LeadChangeEvent' }) },
    ],
  ] as const)('reports %s with a remedy', async (_case, check, state, responses) => {
    const found = (await findings(withResponses(responses))).filter((finding) => finding.state !== 'ok');
    expect(found.length).toBeGreaterThan(0);
    for (const finding of found) {
      expect(finding).toMatchObject({ check, state });
      expect(finding.remedy).toMatch(/\w/);
    }
  });

  it('says what the administrator may not read, and checks the rest', async () => {
    await org.control('POST', '/permissions/deny', { object: 'PermissionSetLicense', right: 'read' });
    const all = await findings();
    await org.control('DELETE', '/permissions/deny');
    expect(all.find(({ state }) => state !== 'ok')).toMatchObject({ check: 'licences', state: 'warning' });
    expect(all.at(-1)).toMatchObject({ check: 'change events', state: 'ok' });
  });
});
