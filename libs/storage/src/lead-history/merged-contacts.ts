import { sql, type RawBuilder } from 'kysely';
import type { Trx } from '../database/tables.ts';

/** A contact that was merged, whose master was merged, …: longer chains than this end where they are. */
const MAX_MERGE_CHAIN = 10;

/** Lets leads whose contact was merged into another one point to that one too: it has the activities now. */
export async function followMergedContacts(trx: Trx, orgId: string, which: RawBuilder<unknown>): Promise<void> {
  for (let step = 0; step < MAX_MERGE_CHAIN; step++) {
    const moved = await sql`
      update lead set master_contact_id = merged.master_id
      from contact_version merged
      where lead.org_id = ${orgId} and merged.org_id = ${orgId}
        and merged.contact_id = coalesce(lead.master_contact_id, lead.contact_id)
        and merged.deleted and merged.master_id <> lead.contact_id and ${which}
        and not exists (
          select from contact_version newer where newer.org_id = ${orgId} and newer.contact_id = merged.contact_id
            and newer.changed_at > merged.changed_at)`.execute(trx);
    if (!moved.numAffectedRows) return;
  }
}
