/** A reload, or a glance back at the lead, is the same visit. */
const SAME_VISIT_MS = 30 * 60_000;

interface Visits {
  /** When the visit before this one ended. */
  readonly before?: number;
  readonly latest: number;
}

/**
 * Notes that the user sees this lead now.
 * @returns when they saw it last before this visit; undefined at the first, and where the browser keeps nothing
 */
export function noteVisit(leadId: string, now: number): number | undefined {
  const key = `leadlight.visit.${leadId}`;
  const visits = visitsIn(key);
  const same = visits !== undefined && now - visits.latest < SAME_VISIT_MS;
  const before = same ? visits.before : visits?.latest;
  keep(key, { before, latest: now });
  return before;
}

function visitsIn(key: string): Visits | undefined {
  try {
    const kept = JSON.parse(localStorage.getItem(key) ?? 'null') as Visits | null;
    return typeof kept?.latest === 'number' ? kept : undefined;
  } catch {
    return undefined;
  }
}

/** A browser that refuses to keep it costs the user this convenience and nothing else. */
function keep(key: string, visits: Visits): void {
  try {
    localStorage.setItem(key, JSON.stringify(visits));
  } catch {
    // Full, or switched off by the user.
  }
}
