import { isRecordId, toId18 } from '@leadlight/common';
import { RankedLeads, type RankedLeadsQuery } from '@leadlight/contract';
import { WorkflowError } from '../errors.ts';
import type { CrmUsers, RankedLeadsStore } from '../ports/index.ts';
import { MAX_PEOPLE } from './people.ts';

export interface RankedLeadsPorts {
  readonly rankedLeads: RankedLeadsStore;
  readonly crmUsers: CrmUsers;
}

/**
 * The best open leads as last scored, of one owner if the query names one.
 * @throws WorkflowError `owner_not_found`: none of the first `MAX_PEOPLE` users has the name, or several have it
 */
export async function rankedLeads(
  { rankedLeads: store, crmUsers }: RankedLeadsPorts,
  orgId: string,
  { owner, band, limit }: RankedLeadsQuery,
): Promise<RankedLeads> {
  const names = await crmUsers.names(orgId, MAX_PEOPLE);
  const ownerId = owner === undefined ? undefined : ownerIdOf(owner, names);
  const { total, leads } = await store.best(orgId, { ownerId, band }, limit);
  return RankedLeads.parse({
    total,
    leads: leads.map(({ scoredAt, ...lead }) => ({
      ...lead,
      ownerName: (lead.ownerId !== null && names.get(lead.ownerId)) || null,
      scoredAt: new Date(scoredAt).toISOString(),
    })),
  });
}

function ownerIdOf(owner: string, names: ReadonlyMap<string, string>): string {
  if (isRecordId(owner)) return toId18(owner);
  const wanted = owner.trim().toLowerCase();
  const matches = [...names].filter(([, name]) => name.toLowerCase() === wanted);
  if (matches.length !== 1) throw new WorkflowError('owner_not_found', { owner, matches: matches.length });
  return matches[0]![0];
}
