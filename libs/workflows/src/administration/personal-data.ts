import type { LeadErasure, LeadExport } from '@leadlight/contract';
import type { AuditLog, Clock, PersonalData } from '../ports/index.ts';

/**
 * Everything that is stored about a lead. The audit log, which outlives the lead, records the export without its id.
 * @returns undefined if nothing is stored
 */
export async function exportLead(
  ports: {
    readonly personalData: Pick<PersonalData, 'exportLead'>;
    readonly auditLog: Pick<AuditLog, 'append'>;
    readonly clock: Clock;
  },
  orgId: string,
  leadId: string,
  actor: string,
): Promise<LeadExport | undefined> {
  const found = await ports.personalData.exportLead(orgId, leadId);
  if (!found) return undefined;
  await ports.auditLog.append(orgId, { at: ports.clock.now(), actor, act: 'lead.export', subject: 'lead' });
  const { history = null, update: _, ...others } = found;
  return { leadId, history, ...others };
}

/**
 * Removes a lead from every table and log; storage audits it in the same transaction. A later sync does not store it, whether
 * or not anything was found.
 */
export async function eraseLead(
  { personalData, clock }: { readonly personalData: Pick<PersonalData, 'eraseLead'>; readonly clock: Clock },
  orgId: string,
  leadId: string,
  actor: string,
): Promise<LeadErasure> {
  const removed = await personalData.eraseLead(orgId, leadId, clock.now(), actor);
  return { leadId, found: Object.values(removed).some((rows) => rows > 0), removed };
}
