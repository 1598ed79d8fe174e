import { DAY_MS } from '@leadlight/common';
import type { FieldPast, Instant, LeadField } from '@leadlight/lead-features';

/** Leads created while the journal existed must have had time to convert before a model learns from it. */
const MIN_JOURNAL_MS = 180 * DAY_MS;

/**
 * Lead fields whose past comes from our own journal where the CRM keeps no history. From the first sync that read a field,
 * its changes are stored as versions of the lead. Once the journal is long enough, the field's past counts as known.
 * @param described as the CRM describes them now
 * @param stored as they were stored last
 */
export function withJournal(
  described: readonly LeadField[],
  stored: readonly LeadField[],
  now: Instant,
): readonly LeadField[] {
  const startOf = new Map(stored.map(({ name, past }) => [name, journalStart(past)]));
  return described.map((field) => {
    if (field.past.kind !== 'unknown' || !field.past.journalable) return field;
    const since = startOf.get(field.name) ?? now;
    const past: FieldPast =
      now - since < MIN_JOURNAL_MS
        ? { ...field.past, journalSince: since }
        : { kind: 'journal', since, ...(field.past.isUntracked && { isUntracked: true }) };
    return { ...field, past };
  });
}

function journalStart(past: FieldPast): Instant | undefined {
  if (past.kind === 'journal') return past.since;
  return past.kind === 'unknown' ? past.journalSince : undefined;
}
