import {
  readHistoryStart,
  type Instant,
  type LeadField,
  type RecordedChanges,
  type TrackedPast,
  type UntrackedUntil,
} from '@leadlight/lead-features';
import type { FieldEvidence } from '../ports/index.ts';
import { withJournal } from './journal.ts';

/**
 * Lead fields with their pasts, from what the CRM says now, what it said at earlier syncs, and what is stored. Call it when
 * everything has been read.
 * @param described as the CRM describes them now
 * @param stored as they were stored last
 */
export async function withPasts(
  described: readonly LeadField[],
  stored: readonly LeadField[],
  evidence: FieldEvidence,
  orgId: string,
  now: Instant,
): Promise<readonly LeadField[]> {
  const before = new Map(stored.map((field) => [field.name, field.past]));
  const shifts = new Map(stored.map(({ name, shift }) => [name, shift]));
  const fields = withJournal(described, stored, now).map((field) => {
    const shift = shifts.get(field.name);
    return shift ? { ...field, shift } : field;
  });
  if (!fields.some(({ past }) => past.kind === 'tracked')) return fields;
  const changes = await evidence.recordedChanges(orgId);
  const share = shareOfOlderLeads(await evidence.leadsByDay(orgId));
  const earlier = (name: string) => before.get(name);
  const searched = new Map(
    fields.flatMap(({ name, past }) => {
      const firstAt = changes.get(name)?.firstAt;
      const known = earlier(name);
      const isSearched = known?.kind === 'tracked' && known.firstChangeAt === firstAt;
      return past.kind !== 'tracked' || firstAt === undefined || isSearched ? [] : [[name, firstAt] as const];
    }),
  );
  const unrecorded = searched.size > 0 ? await evidence.unrecordedChanges(orgId, searched) : new Map<string, Instant>();
  return fields.map((field) => {
    const { name, past } = field;
    if (past.kind !== 'tracked') return field;
    const untracked = latestOf([
      past.untrackedUntil ?? wasOff(earlier(name), now),
      foundBefore(earlier(name)),
      at('history_unrecorded', unrecorded.get(name)),
    ]);
    return { ...field, past: readPast(past, untracked, changes.get(name), share, now) };
  });
}

function readPast(
  { since: retainedSince, setupLogSince }: TrackedPast,
  untrackedUntil: UntrackedUntil | undefined,
  changes: RecordedChanges | undefined,
  shareOlder: (than: Instant) => number,
  now: Instant,
): TrackedPast {
  const olderLeads = changes ? shareOlder(changes.firstAt) : 0;
  const known = { ...(untrackedUntil && { untrackedUntil }), ...(setupLogSince !== undefined && { setupLogSince }) };
  const reading = readHistoryStart({ now, retainedSince, olderLeads, ...known, ...(changes && { changes }) });
  return { kind: 'tracked', ...reading, ...known, ...(changes && { firstChangeAt: changes.firstAt }) };
}

/** An earlier sync found the field untracked, so tracking was turned on between the two. */
const wasOff = (past: LeadField['past'] | undefined, now: Instant): UntrackedUntil | undefined =>
  (past?.kind === 'unknown' || past?.kind === 'journal') && past.isUntracked ? at('history_was_off', now) : undefined;

const foundBefore = (past: LeadField['past'] | undefined): UntrackedUntil | undefined =>
  past?.kind === 'tracked' ? past.untrackedUntil : undefined;

const at = (code: UntrackedUntil['code'], instant: Instant | undefined): UntrackedUntil | undefined =>
  instant === undefined ? undefined : { at: instant, code };

const latestOf = (all: readonly (UntrackedUntil | undefined)[]): UntrackedUntil | undefined =>
  all.reduce((latest, each) => (each && (!latest || each.at > latest.at) ? each : latest), undefined);

function shareOfOlderLeads(leadsByDay: ReadonlyMap<Instant, number>): (than: Instant) => number {
  const all = [...leadsByDay.values()].reduce((sum, leads) => sum + leads, 0);
  return (than) => {
    let older = 0;
    for (const [day, leads] of leadsByDay) if (day < than) older += leads;
    return all === 0 ? 0 : older / all;
  };
}
