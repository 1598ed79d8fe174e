import { HOUR_MS } from '@leadlight/common';
import type { Instant } from '@leadlight/lead-features';
import type { CrmLead, DigestLead } from '../ports/index.ts';
import { countOf, nameOf, type AlertMessage } from './alert-message.ts';
import { localTime } from './local-time.ts';

const MAX_LISTED = 10;

const isWaiting = ({ touchedAt, bandSince }: DigestLead) => touchedAt === null || touchedAt < bandSince;

/** The leads that a digest lists: those that nobody has contacted first, then in the given order. */
export const listedLeads = (leads: readonly DigestLead[]): readonly DigestLead[] =>
  [...leads.filter(isWaiting), ...leads.filter((lead) => !isWaiting(lead))].slice(0, MAX_LISTED);

/** The morning's message about a person's leads in the best band. @param leads by score */
export function digestMessage(
  given: Pick<AlertMessage, 'deliveryId' | 'orgId' | 'mayBeRepeated'>,
  leads: readonly DigestLead[],
  {
    names,
    addressOf,
    now,
    timeZone,
  }: {
    /** Empty where the message must not name leads. */
    readonly names: ReadonlyMap<string, CrmLead>;
    readonly addressOf: (leadId: string) => string;
    readonly now: Instant;
    readonly timeZone: string;
  },
): AlertMessage {
  const lines = listedLeads(leads).map((lead) => {
    const named = names.get(lead.leadId);
    const since = isWaiting(lead)
      ? `no contact for ${countOf(Math.floor((now - lead.bandSince) / HOUR_MS), 'hour')}`
      : `last contact ${localTime(lead.touchedAt!, timeZone).day}`;
    return `- ${lead.score}${named ? ` ${nameOf(named)}` : ''}, ${since}\n  ${addressOf(lead.leadId)}`;
  });
  const more = leads.length - lines.length;
  return {
    ...given,
    rule: 'digest',
    title: `${countOf(leads.length, 'lead')} in band A, ${leads.filter(isWaiting).length} without contact`,
    body: ['Without contact first, then by score:', ...lines, ...(more > 0 ? [`and ${more} more.`] : [])].join('\n'),
    ...{ address: null, lead: null },
  };
}
