/** A reload, or a quick return to the lead, belongs to the same visit. */
const SAME_VISIT_MS = 30 * 60_000;

interface Visits {
  /** When the visit before this one ended. */
  readonly before?: number;
  readonly latest: number;
}

/**
 * Records that the user sees this lead now.
 * @returns when the previous visit ended; undefined at the first visit, or if the browser stores nothing
 */
export function recordVisit(leadId: string, now: number): number | undefined {
  const key = `leadlight.visit.${leadId}`;
  const visits = visitsIn(key);
  const same = visits !== undefined && now - visits.latest < SAME_VISIT_MS;
  const before = same ? visits.before : visits?.latest;
  store(key, { before, latest: now });
  return before;
}

function visitsIn(key: string): Visits | undefined {
  try {
    const stored = JSON.parse(localStorage.getItem(key) ?? 'null') as Visits | null;
    return typeof stored?.latest === 'number' ? stored : undefined;
  } catch {
    return undefined;
  }
}

/** Without storage, the card cannot show what changed since the last visit. Nothing else is lost. */
function store(key: string, visits: Visits): void {
  try {
    localStorage.setItem(key, JSON.stringify(visits));
  } catch {
    // Full, or disabled by the user.
  }
}
