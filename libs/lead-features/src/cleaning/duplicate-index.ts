import { DAY_MS } from '../instant.ts';
import type { Instant, LeadHistory } from '../lead-history.ts';
import { groupKeysOf } from './group-keys.ts';

interface LeadCopy {
  readonly leadId: string;
  readonly createdAt: Instant;
  convertedAt: Instant | null;
}

const WINDOW_DAYS = 90;

/**
 * Collapses leads of one e-mail address that were created within 90 days of the first: somebody who fills in two forms is
 * one lead, which converted when the first of its copies did. Histories are read twice, so that none need be kept:
 * first `note` them all, then `resolve` each.
 */
export class DuplicateIndex {
  readonly #byEmail = new Map<string, LeadCopy[]>();
  readonly #windowMs: number;

  constructor(windowDays = WINDOW_DAYS) {
    this.#windowMs = windowDays * DAY_MS;
  }

  add({ leadId, createdAt, convertedAt, fields, isDeleted }: LeadHistory): void {
    const { email } = groupKeysOf({ fields });
    if (email === null || isDeleted) return;
    const leads = this.#byEmail.get(email) ?? [];
    leads.push({ leadId, createdAt, convertedAt });
    this.#byEmail.set(email, leads);
  }

  /** The lead with the outcome of its copies; undefined where it is itself a copy of an earlier one. */
  resolve<History extends LeadHistory>(history: History): History | undefined {
    const { email } = groupKeysOf(history);
    const leads = (email === null ? undefined : this.#byEmail.get(email)) ?? [];
    if (leads.length < 2) return history;
    const copies = this.#copiesWith(history, leads);
    if (copies[0]!.leadId !== history.leadId) return undefined;
    const conversions = copies.flatMap(({ convertedAt }) => (convertedAt === null ? [] : [convertedAt]));
    return { ...history, convertedAt: conversions.length === 0 ? null : Math.min(...conversions) };
  }

  /** The leads that are one with this one, the first first. */
  #copiesWith({ leadId }: LeadHistory, leads: readonly LeadCopy[]): readonly LeadCopy[] {
    let copies: LeadCopy[] = [];
    for (const lead of leads.toSorted((a, b) => a.createdAt - b.createdAt || (a.leadId < b.leadId ? -1 : 1))) {
      if (copies.length > 0 && lead.createdAt - copies[0]!.createdAt <= this.#windowMs) copies.push(lead);
      else if (copies.some((copy) => copy.leadId === leadId)) return copies;
      else copies = [lead];
    }
    return copies;
  }
}
