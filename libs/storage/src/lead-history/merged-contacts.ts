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
      with merged as materialized (
        select newest.org_id, newest.contact_id, newest.master_id
        from unnest(${[...new Set(ids)]}::text[]) as contact(id)
        cross join lateral (
          select v.org_id, v.contact_id, v.master_id, v.deleted from contact_version v
          where v.org_id = ${orgId} and v.contact_id = contact.id
          order by v.changed_at desc, v.revision desc limit 1) as newest
        where newest.deleted
      )
      update lead set master_contact_id = merged.master_id
      from merged
      where lead.org_id = merged.org_id and coalesce(lead.master_contact_id, lead.contact_id) = merged.contact_id
        and lead.contact_id is not null and merged.master_id <> lead.contact_id
      returning lead.master_contact_id as "masterId"`.execute(trx);
    ids = rows.map(({ masterId }) => masterId);
  }
}
