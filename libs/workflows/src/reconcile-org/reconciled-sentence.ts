import type { ReconciledDay } from './reconcile-org.ts';

/** So many days are named; the rest is counted. */
const NAMED = 5;

/** What a reconciliation found and did, for a log. */
export function reconciledSentence(days: readonly ReconciledDay[]): string {
  if (days.length === 0) return 'Org and storage agree on every object and day.';
  const named = days
    .slice(0, NAMED)
    .map(({ stream, day, inCrm, here }) => `${stream} ${day}: ${inCrm} there, ${here} here`);
  const others = days.length > NAMED ? [`and ${days.length - NAMED} more`] : [];
  const added = days.reduce((sum, each) => sum + each.added, 0);
  const gone = days.reduce((sum, each) => sum + each.gone, 0);
  return `Org and storage differed (${[...named, ...others].join('; ')}); ${added} records were added here, ${gone} deleted.`;
}
