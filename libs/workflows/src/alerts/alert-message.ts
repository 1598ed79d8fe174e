import { HOUR_MS } from '@leadlight/common';
import type { Instant } from '@leadlight/lead-features';
import type { Alert, AlertedLead, CrmLead } from '../ports/index.ts';

/** What a route sends. */
export interface AlertMessage {
  readonly deliveryId: string;
  readonly orgId: string;
  readonly rule: Alert['rule'];
  readonly title: string;
  readonly body: string;
  /** The page that it opens; null = none. */
  readonly address: string | null;
  /** For machines; null where the message is about no single lead. */
  readonly lead: AlertMessageLead | null;
  /** True where it may have arrived before: an earlier attempt failed, or the worker was stopped during it. */
  readonly mayBeRepeated: boolean;
}

export interface AlertMessageLead {
  readonly id: string;
  /** Only where the message may name the lead. */
  readonly name?: string;
  readonly company?: string | null;
  readonly score: number;
  readonly band: string;
  readonly formerScore: number | null;
  readonly formerBand: string | null;
  readonly reasons: readonly string[];
}

const MAX_REASONS = 3;

/** @param crmLead undefined where the message must not name the lead */
export function leadMessage(
  given: { readonly deliveryId: string; readonly orgId: string; readonly mayBeRepeated: boolean },
  { rule, subjectId, facts }: Alert,
  { score, band, reasons }: AlertedLead,
  { crmLead, address, now }: { readonly crmLead: CrmLead | undefined; readonly address: string; readonly now: Instant },
): AlertMessage {
  const who = crmLead ? nameOf(crmLead) : 'a lead';
  const why = strongestReasons(reasons);
  const { formerScore = null, formerBand = null, risenFrom = formerScore ?? 0, waitingSince } = facts;
  const waited = waitingSince === undefined ? 0 : Math.floor((now - waitingSince) / HOUR_MS);
  const titles: Readonly<Record<string, string>> = {
    band: `Hot lead: ${who}`,
    jump: `Score up ${(facts.score ?? score) - risenFrom} points: ${who}`,
    untouched: `No contact for ${countOf(waited, 'hour')}: ${who}`,
  };
  const former = formerScore === null ? '' : ` (before: ${formerScore}, band ${formerBand})`;
  const change = facts.risenFrom === undefined ? former : ` (up from ${risenFrom} within a day)`;
  return {
    ...given,
    rule,
    title: titles[rule] ?? who,
    body: [`Score ${score}, band ${band}${change}.`, ...(why.length > 0 ? [`Why: ${why.join(', ')}.`] : [])].join(' '),
    address,
    lead: {
      id: subjectId,
      ...(crmLead && { name: crmLead.name, company: crmLead.company }),
      ...{ score, band, formerScore, formerBand, reasons: why },
    },
  };
}

/** 1 lead, 2 leads */
export const countOf = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`;

export const nameOf = ({ name, company }: CrmLead): string => (company === null ? name : `${name}, ${company}`);

export const testMessage = (given: {
  readonly deliveryId: string;
  readonly orgId: string;
  readonly mayBeRepeated: boolean;
}): AlertMessage => ({
  ...given,
  ...{ rule: 'test', title: 'Test message of alerts', address: null, lead: null },
  body: 'Leadlight can reach you by this route.',
});

/** As plain text, for people. */
export const messageText = ({ title, body, address, mayBeRepeated }: AlertMessage): string =>
  [
    title,
    body,
    ...(address === null ? [] : [address]),
    ...(mayBeRepeated
      ? ['You may have received this before: it is not known whether an earlier attempt arrived.']
      : []),
  ].join('\n');

/** Labels and points of what raises the score most; without the values, which may be personal. */
function strongestReasons(json: string): readonly string[] {
  const { reasons = [] } = JSON.parse(json) as {
    readonly reasons?: readonly { readonly label: string; readonly points: number }[];
  };
  return reasons
    .filter(({ points }) => points > 0)
    .slice(0, MAX_REASONS)
    .map(({ label, points }) => `${label} +${points}`);
}
