import { DAY_MS } from '@leadlight/common';
import type { Instant, LeadHistory } from '../lead-history.ts';
import { groupKeysOf, type GroupKeys } from './group-keys.ts';

/** What is needed of a lead to find its copies, and to keep it apart from others in a split. */
export interface KeyedLead extends Pick<LeadHistory, 'leadId' | 'createdAt'>, GroupKeys {
  readonly goalReachedAt: Instant | null;
}

/** A deleted lead has no keys: most were merged into another one. */
export function keyedLeadOf(
  history: Pick<LeadHistory, 'leadId' | 'createdAt' | 'fields' | 'isDeleted'>,
  goalReachedAt: Instant | null,
): KeyedLead {
  const { leadId, createdAt, isDeleted } = history;
  const keys = isDeleted ? { email: null, company: null } : groupKeysOf(history);
  return { leadId, createdAt, goalReachedAt, ...keys };
}

const WINDOW_DAYS = 90;

/**
 * Merges leads of one e-mail address that were created within 90 days of the first: somebody who fills in two forms is
 * one lead, which reached the goal when the first of its copies did. First `add` all leads, then `resolve` each.
 */
export class DuplicateIndex {
  /** A list only where an address has several leads: most have one, and an org may have millions. */
  readonly #byEmail = new Map<string, KeyedLead | KeyedLead[]>();
  readonly #windowMs: number;

  constructor(windowDays = WINDOW_DAYS) {
    this.#windowMs = windowDays * DAY_MS;
  }

  add(lead: KeyedLead): void {
    if (lead.email === null) return;
    const known = this.#byEmail.get(lead.email);
    if (known === undefined) this.#byEmail.set(lead.email, lead);
    else if (Array.isArray(known)) known.push(lead);
    else this.#byEmail.set(lead.email, [known, lead]);
  }

  /** The lead with the outcome of its copies; undefined where it is itself a copy of an earlier one. */
  resolve(lead: KeyedLead): KeyedLead | undefined {
    const leads = lead.email === null ? undefined : this.#byEmail.get(lead.email);
    if (!Array.isArray(leads)) return lead;
    const copies = this.#copiesOf(lead, leads);
    if (copies[0]!.leadId !== lead.leadId) return undefined;
    const reached = copies.flatMap(({ goalReachedAt }) => (goalReachedAt === null ? [] : [goalReachedAt]));
    return { ...lead, goalReachedAt: reached.length === 0 ? null : Math.min(...reached) };
  }

  /** The leads that are the same as this one, itself included; the oldest first. */
  #copiesOf({ leadId }: KeyedLead, leads: readonly KeyedLead[]): readonly KeyedLead[] {
    let copies: KeyedLead[] = [];
    for (const lead of leads.toSorted((a, b) => a.createdAt - b.createdAt || (a.leadId < b.leadId ? -1 : 1))) {
      if (copies.length > 0 && lead.createdAt - copies[0]!.createdAt <= this.#windowMs) copies.push(lead);
      else if (copies.some((copy) => copy.leadId === leadId)) return copies;
      else copies = [lead];
    }
    return copies;
  }
}
