import { DAY_MS } from '@leadlight/common';
import type { Instant, LeadHistory } from '../lead-history.ts';
import { mergeTimes, type CollectedTimes } from '../outcome/collected-times.ts';
import { saysUnqualified } from '../outcome/goal.ts';

/** A status that never led to the goal is closed if that would be this improbable by chance. */
const MAX_CHANCE = 0.001;
const MIN_LEADS = 20;
/** Conversion may set the status a moment before it is recorded. */
const TOLERANCE_MS = DAY_MS;
/** Above this share of leads that reached the goal afterwards, a status is open whatever its name says. */
const MAX_REACHED_SHARE = 0.01;
/** Share of the leads that reached the goal whose earlier statuses must be known. */
const MIN_TRACKED_SHARE = 0.8;

interface StatusCount {
  /** Leads that entered the status at least a horizon ago. */
  leads: number;
  /** Of these, the leads that reached the goal after that. */
  reached: number;
}

interface Entry {
  readonly status: string;
  readonly at: Instant;
}

/** What was counted of some leads; can be serialized. */
export interface CollectedStatuses {
  readonly times: CollectedTimes;
  readonly reached: number;
  readonly reachedWithHistory: number;
}

/** Counts, lead by lead, which statuses lead to the goal, so that histories can be read in chunks. */
export class StatusOutcomes {
  /** By status: pairs of the time when a lead first entered it and the time when it reached the goal (NaN = never). */
  readonly #times: CollectedTimes = new Map();
  #reached = 0;
  #reachedWithHistory = 0;

  add(history: Pick<LeadHistory, 'fields' | 'changes' | 'createdAt'>, goalReachedAt: Instant | null): void {
    const entries = entriesOf(history);
    if (goalReachedAt !== null) {
      this.#reached += 1;
      if (entries.length > 1) this.#reachedWithHistory += 1;
    }
    const seen = new Set<string>();
    for (const { status, at } of entries) {
      if (seen.has(status)) continue;
      seen.add(status);
      const times = this.#times.get(status) ?? [];
      times.push(at, goalReachedAt ?? Number.NaN);
      this.#times.set(status, times);
    }
  }

  /** What was counted, for `merge`. */
  collected(): CollectedStatuses {
    return { times: this.#times, reached: this.#reached, reachedWithHistory: this.#reachedWithHistory };
  }

  /** Adds what was counted of other leads. */
  merge({ times, reached, reachedWithHistory }: CollectedStatuses): void {
    mergeTimes(this.#times, times);
    this.#reached += reached;
    this.#reachedWithHistory += reachedWithHistory;
  }

  /**
   * Statuses after which no lead reaches the goal: those whose name says so (Unqualified, Lost, …) unless leads did, and
   * those that enough leads entered without a single one of them reaching it. Sorted.
   * @param goalStatus the status that is itself the goal
   */
  closedStatuses(horizonDays: number, now: Instant, goalStatus?: string): readonly string[] {
    const counts = new Map(
      [...this.#times].map(([status, times]) => [status, countOf(times, now - horizonDays * DAY_MS)]),
    );
    const sum = (count: (counted: StatusCount) => number) =>
      [...counts.values()].reduce((all, each) => all + count(each), 0);
    const leads = sum((count) => count.leads);
    const rate = leads === 0 ? 0 : sum((count) => count.reached) / leads;
    // Without the field's history, the status of converted leads before their conversion is unknown.
    const isTracked = this.#reached > 0 && this.#reachedWithHistory >= MIN_TRACKED_SHARE * this.#reached;
    const isClosed = (status: string, count: StatusCount) => {
      if (saysUnqualified(status)) return count.reached <= MAX_REACHED_SHARE * count.leads;
      return isTracked && count.leads >= MIN_LEADS && count.reached === 0 && (1 - rate) ** count.leads < MAX_CHANCE;
    };
    return [...counts]
      .flatMap(([status, count]) => (status !== goalStatus && isClosed(status, count) ? [status] : []))
      .sort();
  }
}

/** @param until later entries are not counted: their horizon has not passed */
function countOf(times: readonly Instant[], until: Instant): StatusCount {
  const count = { leads: 0, reached: 0 };
  for (let i = 0; i < times.length; i += 2) {
    const [at, goalReachedAt] = [times[i]!, times[i + 1]!];
    if (at > until) continue;
    count.leads += 1;
    if (goalReachedAt >= at - TOLERANCE_MS) count.reached += 1;
  }
  return count;
}

/** Each status of a lead and when it entered it; the first one at its creation. */
function entriesOf({ fields, changes, createdAt }: Pick<LeadHistory, 'fields' | 'changes' | 'createdAt'>): Entry[] {
  const ordered = changes.filter(({ field }) => field === 'Status').toSorted((a, b) => a.at - b.at);
  const first = ordered[0] ? ordered[0].oldValue : fields.Status;
  const entries = [{ value: first, at: createdAt }, ...ordered.map(({ newValue, at }) => ({ value: newValue, at }))];
  return entries.flatMap(({ value, at }) => (typeof value === 'string' && value !== '' ? [{ status: value, at }] : []));
}
