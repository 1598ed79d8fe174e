import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CrmCampaigns } from '@leadlight/workflows';
import type { SalesforceConnection } from '../connection/salesforce-connection.ts';
import { queryRows } from '../query/query.ts';
import { startSandboxOrg, type SandboxOrg } from '../testing/sandbox-org.ts';
import { createCrmCampaigns } from './crm-campaigns.ts';

const UNKNOWN = '701000000000999AAA';
let org: SandboxOrg;
let connection: SalesforceConnection;
let campaigns: CrmCampaigns;
let campaignId: string;
let leadIds: readonly string[];

beforeAll(async () => {
  org = await startSandboxOrg(600);
  connection = await org.connect();
  campaigns = createCrmCampaigns(connection);
  const created = (await connection.json({
    method: 'POST',
    path: '/sobjects/Campaign',
    body: { Name: 'Spring' },
  })) as { readonly id: string };
  campaignId = created.id;
  const rows = await queryRows(connection, 'SELECT Id FROM Lead WHERE IsConverted = FALSE ORDER BY Id LIMIT 450');
  leadIds = rows.map(({ Id }) => String(Id));
});
afterAll(() => org.close());

describe('campaigns of the CRM', () => {
  it('names a campaign, and does not find an unknown one', async () => {
    expect(await campaigns.findName(campaignId)).toBe('Spring');
    expect(await campaigns.findName(UNKNOWN)).toBeUndefined();
    expect(await campaigns.findName("' OR Name != '")).toBeUndefined();
  });

  it('adds more members than one call takes, lists them and removes them', async () => {
    const added = await campaigns.addMembers(campaignId, leadIds);
    expect(added.every((result) => 'campaignMemberId' in result)).toBe(true);
    const present = await campaigns.listMembers(campaignId);
    expect(present.map(({ leadId }) => leadId).sort()).toEqual([...leadIds].sort());
    const members = present.map(({ id, leadId }) => ({ leadId, campaignMemberId: id }));
    expect(await campaigns.removeMembers(members)).toEqual(members);
    expect(await campaigns.listMembers(campaignId)).toEqual([]);
    // Interrupted after the org had removed them, the next run asks again.
    expect(await campaigns.removeMembers(members.slice(0, 3))).toEqual(members.slice(0, 3));
  });

  it('returns an error for one lead and adds the others', async () => {
    const [first, second] = leadIds;
    await campaigns.addMembers(campaignId, [first!]);
    const [again, added] = await campaigns.addMembers(campaignId, [first!, second!]);
    expect(again).toEqual({ leadId: first, error: expect.stringMatching(/^DUPLICATE_VALUE: /) as string });
    expect(added).toMatchObject({ leadId: second });
  });
});
