import { isRecordId, toId18 } from '@leadlight/common';
import type { CampaignMember, CrmCampaigns, MemberResult } from '@leadlight/workflows';
import { connectionBudget, DEFAULT_RESERVE_SHARE, requireBudget, type ApiBudget } from '../connection/api-budget.ts';
import { findText } from '../connection/json.ts';
import type { SalesforceConnection } from '../connection/salesforce-connection.ts';
import { queryRows } from '../query/query.ts';
import { expectResults, MAX_COLLECTION_SIZE } from './collections.ts';
import { parseRecordResult } from './record-result.ts';

export interface CrmCampaignsOptions {
  /** Share of the org's daily API calls that is reserved for others, 0..1; 0.1 unless set. */
  readonly apiBudgetReserve?: number;
  /** What all processes together may call; without it, what the org reported to this connection decides. */
  readonly budget?: ApiBudget;
}

/** Errors of a deletion that say that the record does not exist any more, which is what was asked for. */
const ALREADY_DELETED = new Set(['ENTITY_IS_DELETED', 'INVALID_CROSS_REFERENCE_KEY', 'NOT_FOUND']);

/**
 * Reads and writes the members of campaigns, 200 per call.
 * @throws SalesforceError `api_budget_reserve` before a write where the budget is down to its reserve
 */
export function createCrmCampaigns(connection: SalesforceConnection, options: CrmCampaignsOptions = {}): CrmCampaigns {
  const { apiBudgetReserve = DEFAULT_RESERVE_SHARE } = options;
  const { budget = connectionBudget(connection, apiBudgetReserve) } = options;
  return {
    async findName(campaignId) {
      if (!isRecordId(campaignId)) return undefined;
      const [row] = await queryRows(connection, `SELECT Name FROM Campaign WHERE Id = '${toId18(campaignId)}'`);
      return row === undefined ? undefined : String(row.Name);
    },

    async listMembers(campaignId) {
      const rows = await queryRows(
        connection,
        `SELECT Id, LeadId, HasResponded FROM CampaignMember WHERE CampaignId = '${toId18(campaignId)}' AND LeadId != NULL`,
      );
      return rows.map((row): CampaignMember => ({
        id: String(row.Id),
        leadId: String(row.LeadId),
        hasResponded: row.HasResponded === true,
      }));
    },

    async addMembers(campaignId, leadIds) {
      const results: MemberResult[] = [];
      for (let start = 0; start < leadIds.length; start += MAX_COLLECTION_SIZE) {
        await requireBudget(budget, connection, apiBudgetReserve);
        results.push(...(await addChunk(connection, campaignId, leadIds.slice(start, start + MAX_COLLECTION_SIZE))));
      }
      return results;
    },

    async removeMembers(members) {
      const results: MemberResult[] = [];
      for (let start = 0; start < members.length; start += MAX_COLLECTION_SIZE) {
        await requireBudget(budget, connection, apiBudgetReserve);
        results.push(...(await removeChunk(connection, members.slice(start, start + MAX_COLLECTION_SIZE))));
      }
      return results;
    },
  };
}

/** Not repeated after a cut connection: the next run first reads who is a member. */
async function addChunk(
  connection: SalesforceConnection,
  campaignId: string,
  leadIds: readonly string[],
): Promise<readonly MemberResult[]> {
  const context = 'Adding campaign members';
  const response = await connection.json({
    method: 'POST',
    path: '/composite/sobjects',
    body: {
      allOrNone: false,
      records: leadIds.map((leadId) => ({
        attributes: { type: 'CampaignMember' },
        CampaignId: campaignId,
        LeadId: leadId,
      })),
    },
  });
  return expectResults(response, context, leadIds.length).map((entry, index): MemberResult => {
    const { success, errorCode, message } = parseRecordResult(entry);
    const leadId = leadIds[index]!;
    const id = findText(entry, 'id');
    return success && id !== undefined
      ? { leadId, campaignMemberId: toId18(id) }
      : { leadId, error: `${errorCode}: ${message}` };
  });
}

async function removeChunk(
  connection: SalesforceConnection,
  members: readonly { readonly leadId: string; readonly campaignMemberId: string }[],
): Promise<readonly MemberResult[]> {
  const context = 'Removing campaign members';
  const ids = members.map(({ campaignMemberId }) => campaignMemberId).join(',');
  const response = await connection.json({
    method: 'DELETE',
    path: `/composite/sobjects?ids=${ids}&allOrNone=false`,
    repeatable: true,
  });
  return expectResults(response, context, members.length).map((entry, index): MemberResult => {
    const { success, errorCode, message } = parseRecordResult(entry);
    const member = members[index]!;
    return success || ALREADY_DELETED.has(errorCode)
      ? member
      : { leadId: member.leadId, error: `${errorCode}: ${message}` };
  });
}
