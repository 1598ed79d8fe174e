import { DAY_MS, HOUR_MS } from '@leadlight/common';
import type { Instant } from '@leadlight/lead-features';
import type { FirstTouch } from '../ports/index.ts';

/** Time from a lead's creation to the first contact, of leads whose first score was in one band. */
export interface TouchTimes {
  readonly band: string;
  readonly leads: number;
  /** Leads that were contacted, so far or before they were closed. */
  readonly contacted: number;
  /** Hours until half of the leads were contacted; null = not known, because fewer were. */
  readonly medianHours: number | null;
  /** Share contacted within 24 hours; null = no lead is old enough. */
  readonly withinDay: number | null;
}

/**
 * The median and the share within a day, by band, with the Kaplan–Meier estimator: a lead that is still waiting, or was closed without
 * a contact, counts for as long as it waited.
 * @source Kaplan and Meier 1958, "Nonparametric Estimation from Incomplete Observations"
 */
export function touchTimes(leads: readonly FirstTouch[], now: Instant): readonly TouchTimes[] {
  const byBand = Map.groupBy(leads, ({ band }) => band);
  return [...byBand].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([band, ofBand]) => timesOf(band, ofBand, now));
}

function timesOf(band: string, leads: readonly FirstTouch[], now: Instant): TouchTimes {
  const waits = leads
    .map(({ createdAt, touchedAt, closedAt }) => ({
      ms: Math.max(0, (touchedAt ?? closedAt ?? now) - createdAt),
      isContacted: touchedAt !== null,
    }))
    // A lead that was closed at the moment of another's contact was still waiting then.
    .toSorted((a, b) => a.ms - b.ms || Number(b.isContacted) - Number(a.isContacted));
  let waiting = 1;
  let medianHours: number | null = null;
  let waitingAfterDay = 1;
  waits.forEach(({ ms, isContacted }, at) => {
    if (isContacted) waiting *= 1 - 1 / (waits.length - at);
    if (medianHours === null && waiting <= 0.5) medianHours = ms / HOUR_MS;
    if (ms <= DAY_MS) waitingAfterDay = waiting;
  });
  const isDayKnown = waits.some(({ ms, isContacted }) => ms >= DAY_MS || isContacted);
  return {
    band,
    leads: leads.length,
    contacted: waits.filter(({ isContacted }) => isContacted).length,
    medianHours,
    withinDay: isDayKnown ? 1 - waitingAfterDay : null,
  };
}

/** As long before alerts were first turned on as is compared with the time since. */
export const COMPARED_DAYS = 90;

/** Leads that were created in the time before alerts were first turned on, and since. */
export function splitByStart(
  leads: readonly FirstTouch[],
  firstOnAt: Instant,
): { readonly before: readonly FirstTouch[]; readonly since: readonly FirstTouch[] } {
  return {
    // What happened to them after alerts were on is not counted: they waited until then.
    before: leads
      .filter(({ createdAt }) => createdAt < firstOnAt)
      .map((lead) => ({
        ...lead,
        touchedAt: lead.touchedAt !== null && lead.touchedAt < firstOnAt ? lead.touchedAt : null,
        closedAt: Math.min(lead.closedAt ?? Infinity, firstOnAt),
      })),
    since: leads.filter(({ createdAt }) => createdAt >= firstOnAt),
  };
}
