import { sql } from 'kysely';
import type { Trx } from '../database/tables.ts';

/** How far a chain of merges is followed: a contact’s master may itself have been merged, and so on. */
const MAX_MERGE_CHAIN = 10;

/**
 * Points leads whose contact was merged to the remaining contact as well, which has the activities now.
 * @param contactIds contacts that may have been merged
 */
export async function followMergedContacts(trx: Trx, orgId: string, contactIds: readonly string[]): Promise<void> {
  let ids = contactIds;
  for (let step = 0; step < MAX_MERGE_CHAIN && ids.length > 0; step++) {
    const { rows } = await sql<{ masterId: string }>`
      with affected as materialized (
        select lead.org_id, lead.lead_id, lead.contact_id,
          coalesce(lead.master_contact_id, lead.contact_id) as remaining_id
        from lead
        where lead.org_id = ${orgId} and lead.contact_id is not null
          and coalesce(lead.master_contact_id, lead.contact_id) = any(${[...new Set(ids)]}::text[])
      ), merged as materialized (
        select affected.org_id, affected.lead_id, newest.master_id
        from affected cross join lateral (
          select v.master_id, v.deleted from contact_version v
          where v.org_id = affected.org_id and v.contact_id = affected.remaining_id
          order by v.changed_at desc, v.revision desc limit 1) as newest
        where newest.deleted and newest.master_id <> affected.contact_id
      )
      update lead set master_contact_id = merged.master_id
      from merged
      where lead.org_id = merged.org_id and lead.lead_id = merged.lead_id
      returning lead.master_contact_id as "masterId"`.execute(trx);
    ids = rows.map(({ masterId }) => masterId);
  }
}
