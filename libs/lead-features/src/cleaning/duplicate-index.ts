import { DAY_MS } from '@leadlight/common';
import type { Instant, LeadHistory } from '../lead-history.ts';
import { groupKeysOf } from './group-keys.ts';

/** What is needed of a lead to find its copies. */
export interface LeadToCompare extends Pick<LeadHistory, 'leadId' | 'createdAt' | 'fields' | 'isDeleted'> {
  readonly goalReachedAt: Instant | null;
}

type LeadCopy = Pick<LeadToCompare, 'leadId' | 'createdAt' | 'goalReachedAt'>;

const WINDOW_DAYS = 90;

/**
 * Merges leads of one e-mail address that were created within 90 days of the first: somebody who fills in two forms is
 * one lead, which reached the goal when the first of its copies did. First `add` all leads, then `resolve` each.
 */
export class DuplicateIndex {
  readonly #byEmail = new Map<string, LeadCopy[]>();
  readonly #windowMs: number;

  constructor(windowDays = WINDOW_DAYS) {
    this.#windowMs = windowDays * DAY_MS;
  }

  add({ leadId, createdAt, goalReachedAt, fields, isDeleted }: LeadToCompare): void {
    const { email } = groupKeysOf({ fields });
    if (email === null || isDeleted) return;
    const leads = this.#byEmail.get(email) ?? [];
    leads.push({ leadId, createdAt, goalReachedAt });
    this.#byEmail.set(email, leads);
  }

  /** The lead with the outcome of its copies; undefined where it is itself a copy of an earlier one. */
  resolve<Lead extends LeadToCompare>(lead: Lead): Lead | undefined {
    const { email } = groupKeysOf(lead);
    const leads = (email === null ? undefined : this.#byEmail.get(email)) ?? [];
    if (leads.length < 2) return lead;
    const copies = this.#copiesOf(lead, leads);
    if (copies[0]!.leadId !== lead.leadId) return undefined;
    const reached = copies.flatMap(({ goalReachedAt }) => (goalReachedAt === null ? [] : [goalReachedAt]));
    return { ...lead, goalReachedAt: reached.length === 0 ? null : Math.min(...reached) };
  }

  /** The leads that are the same as this one, itself included; the oldest first. */
  #copiesOf({ leadId }: LeadToCompare, leads: readonly LeadCopy[]): readonly LeadCopy[] {
    let copies: LeadCopy[] = [];
    for (const lead of leads.toSorted((a, b) => a.createdAt - b.createdAt || (a.leadId < b.leadId ? -1 : 1))) {
      if (copies.length > 0 && lead.createdAt - copies[0]!.createdAt <= this.#windowMs) copies.push(lead);
      else if (copies.some((copy) => copy.leadId === leadId)) return copies;
      else copies = [lead];
    }
    return copies;
  }
}
