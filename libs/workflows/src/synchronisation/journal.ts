import type { FieldPast, Instant, LeadField } from '@leadlight/lead-features';

const DAY_MS = 86_400_000;
/** So long a journal must be before it is learned from: leads that came under it must have had time to convert, or not to. */
const MIN_JOURNAL_MS = 180 * DAY_MS;

/**
 * Lead fields with what our own journal tells of their past, where the CRM tells nothing: since the first sync that read a
 * field, its changes are kept as versions of the lead. Once that is long enough the field has a past that is known.
 * @param described as the CRM tells them now
 * @param stored as they were stored last
 */
export const withJournal = (
  described: readonly LeadField[],
  stored: readonly LeadField[],
  now: Instant,
): readonly LeadField[] => {
  const before = new Map(stored.map(({ name, past }) => [name, journalSince(past)]));
  return described.map((field) => {
    if (field.past.kind !== 'unknown' || !field.past.journalable) return field;
    const since = before.get(field.name) ?? now;
    return {
      ...field,
      past: now - since < MIN_JOURNAL_MS ? { ...field.past, journalSince: since } : { kind: 'journal', since },
    };
  });
};

function journalSince(past: FieldPast): Instant | undefined {
  if (past.kind === 'journal') return past.since;
  return past.kind === 'unknown' ? past.journalSince : undefined;
}
