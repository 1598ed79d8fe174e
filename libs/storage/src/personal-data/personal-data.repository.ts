import type { Clock, PersonalData } from '@leadlight/workflows';
import type { Database } from '../database/tables.ts';
import { eraseLead } from './erase-lead.ts';
import { exportLead } from './export-lead.ts';
import { removeOld } from './remove-old.ts';

export function personalDataRepository(db: Database, clock: Clock): PersonalData {
  return {
    exportLead: (orgId, leadId) => exportLead(db, orgId, leadId),

    eraseLead: (orgId, leadId, at, actor) =>
      db.transaction().execute(async (trx) => {
        const removed = await eraseLead(trx, orgId, leadId, at);
        // The log says that something was erased and by whom, not what.
        await trx
          .insertInto('audit_log')
          .values({ org_id: orgId, occurred_at: at, actor, action: 'lead.erase', subject: 'lead' })
          .execute();
        return removed;
      }),

    removeOld: (orgId, limits) => removeOld(db, orgId, limits, clock.now()),
  };
}
