import type { ReconciledDay } from './reconcile-org.ts';

/** So many days are named; the rest is counted. */
const MAX_NAMED_DAYS = 5;

/** What a reconciliation found and did, for a log. */
export function reconciliationSummary(days: readonly ReconciledDay[]): string {
  if (days.length === 0) return 'Org and storage agree on every object and day.';
  const named = days
    .slice(0, MAX_NAMED_DAYS)
    .map(({ stream, day, inCrm, stored: here }) => `${stream} ${day}: ${inCrm} there, ${here} here`);
  const others = days.length > MAX_NAMED_DAYS ? [`and ${days.length - MAX_NAMED_DAYS} more`] : [];
  const added = days.reduce((sum, each) => sum + each.added, 0);
  const gone = days.reduce((sum, each) => sum + each.deleted, 0);
  return `Org and storage differed (${[...named, ...others].join('; ')}); ${added} records were added here, ${gone} deleted.`;
}
