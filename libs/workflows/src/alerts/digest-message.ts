import { HOUR_MS } from '@leadlight/common';
import type { Instant } from '@leadlight/lead-features';
import type { CrmLead, DigestLead } from '../ports/index.ts';
import type { AlertMessage } from './alert-message.ts';
import { nameOf } from './alert-message.ts';

const MAX_LISTED = 10;

/** The morning's message about a person's leads in the best band: those that nobody has contacted first, then by score. */
export function digestMessage(
  given: Pick<AlertMessage, 'deliveryId' | 'orgId' | 'mayBeRepeated'>,
  leads: readonly DigestLead[],
  {
    names,
    addressOf,
    now,
  }: {
    /** Empty where the message must not name leads. */
    readonly names: ReadonlyMap<string, CrmLead>;
    readonly addressOf: (leadId: string) => string;
    readonly now: Instant;
  },
): AlertMessage {
  const isWaiting = ({ touchedAt, bandSince }: DigestLead) => touchedAt === null || touchedAt < bandSince;
  const waiting = leads.filter(isWaiting);
  const ordered = [...waiting, ...leads.filter((lead) => !isWaiting(lead))];
  const lines = ordered.slice(0, MAX_LISTED).map((lead) => {
    const named = names.get(lead.leadId);
    const since = isWaiting(lead)
      ? `no contact in ${Math.floor((now - lead.bandSince) / HOUR_MS)} hours`
      : `last contact ${new Date(lead.touchedAt!).toISOString().slice(0, 10)}`;
    return `- ${lead.score}${named ? ` ${nameOf(named)}` : ''}, ${since}\n  ${addressOf(lead.leadId)}`;
  });
  const more = ordered.length - lines.length;
  return {
    ...given,
    rule: 'digest',
    title: `${count(leads.length, 'lead')} in band A, ${waiting.length} without contact`,
    body: ['By score:', ...lines, ...(more > 0 ? [`and ${more} more.`] : [])].join('\n'),
    ...{ address: null, lead: null },
  };
}

const count = (number: number, noun: string): string => `${number} ${noun}${number === 1 ? '' : 's'}`;
