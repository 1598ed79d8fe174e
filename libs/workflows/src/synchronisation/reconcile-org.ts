import { DAY_MS } from '@leadlight/common';
import type { Instant } from '@leadlight/lead-features';
import type {
  Clock,
  CountedStream,
  CrmCounts,
  HistoryRecord,
  LeadHistoryStore,
  JobClaims,
  Progress,
  Reconciliation,
  RecordSelection,
} from '../ports/index.ts';
import { withJob } from '../with-job.ts';

export interface ReconcilePorts {
  readonly crmCounts: CrmCounts;
  readonly reconciliation: Reconciliation;
  readonly leadHistories: LeadHistoryStore;
  readonly claims: JobClaims;
  readonly clock: Clock;
}

/** A day on which the CRM and storage had different counts for one object. */
export interface ReconciledDay {
  readonly stream: string;
  /** `2026-11-23` in UTC: of the last change or of the creation, depending on how the object is counted. */
  readonly day: string;
  /** Counts before the reconciliation. */
  readonly inCrm: number;
  readonly stored: number;
  /** Missing versions that were added to storage. */
  readonly added: number;
  /** Records that the CRM no longer has, now deleted in storage. */
  readonly deleted: number;
}

const IDS_PER_REQUEST = 2_000;
const MAX_NAMED_DAYS = 5;

/**
 * Compares the counts per object and day with the CRM's and corrects the days that differ: it reads what is missing and
 * deletes what the CRM no longer has. Where the CRM can count by the day of the last change, this day is used, so that
 * missed changes are found and not only missed records. Two differences on one day that cancel each other are not found.
 * Rows that storage leaves out on purpose do not count as differences: those of erased leads, and those that storage does
 * not keep as records, such as a recurring task's pattern. Objects that this user may not read are skipped.
 * @param from start of a UTC day
 * @param to exclusive; start of the current UTC day, on which records still change: those are read, but not reported
 * @returns the days that differed, in the order of streams and days
 * @throws WorkflowError `work_in_progress`; the error of a lost claim
 */
export function reconcileOrg(
  ports: ReconcilePorts,
  orgId: string,
  from: Instant,
  to: Instant,
  progress: Progress,
): Promise<readonly ReconciledDay[]> {
  return withJob(ports.claims, orgId, 'sync', async (lost) => {
    const { counted } = ports.crmCounts;
    const days: ReconciledDay[] = [];
    for (const [done, stream] of counted.entries()) {
      progress.update('reconcile', done, counted.length);
      days.push(...(await reconcileStream(ports, orgId, stream, from, to, lost)));
    }
    progress.update('reconcile', counted.length, counted.length);
    return days;
  });
}

async function reconcileStream(
  ports: ReconcilePorts,
  orgId: string,
  { stream, selection, idPrefix }: CountedStream,
  from: Instant,
  to: Instant,
  lost: AbortSignal,
): Promise<ReconciledDay[]> {
  const storedSelection = { ...selection, idPrefix };
  const inCrm = await ports.crmCounts.countsByDay(stream, from, to);
  if (!inCrm) return [];
  const stored = await ports.reconciliation.countsByDay(orgId, storedSelection, from, to);
  const reconciled: ReconciledDay[] = [];
  for (const day of [...new Set([...inCrm.keys(), ...stored.keys()])].sort()) {
    const counts = { inCrm: inCrm.get(day) ?? 0, stored: stored.get(day) ?? 0 };
    if (counts.inCrm === counts.stored) continue;
    const { isDifferent, ...changes } = await reconcileDay(ports, orgId, stream, storedSelection, { day, to }, lost);
    if (isDifferent) reconciled.push({ stream, day, ...counts, ...changes });
  }
  return reconciled;
}

async function reconcileDay(
  { crmCounts, reconciliation, leadHistories, clock }: ReconcilePorts,
  orgId: string,
  stream: string,
  selection: RecordSelection,
  { day, to }: { readonly day: string; readonly to: Instant },
  lost: AbortSignal,
): Promise<{ isDifferent: boolean; added: number; deleted: number }> {
  const start = Date.parse(`${day}T00:00:00Z`);
  const inCrm = new Set(await crmCounts.idsBetween(stream, start, start + DAY_MS));
  const stored = new Set(await reconciliation.idsBetween(orgId, selection, start, start + DAY_MS));
  const differing = [...new Set([...inCrm, ...stored])].filter((id) => inCrm.has(id) !== stored.has(id)).sort();
  let isDifferent = false;
  let added = 0;
  let deleted = 0;
  for (let first = 0; first < differing.length; first += IDS_PER_REQUEST) {
    const ids = differing.slice(first, first + IDS_PER_REQUEST);
    const records = await crmCounts.readByIds(stream, ids);
    lost.throwIfAborted();
    // Without a cursor: the next sync must continue where the last one ended.
    added += await leadHistories.append(orgId, stream, records);
    const found = new Set(records.map(({ id }) => id));
    const keptOut = await reconciliation.keptOut(orgId, records);
    const comparable = new Set(
      records
        .filter(({ id, deleted, changedAt }) => !deleted && !keptOut.has(id) && changedAt < to)
        .map(({ id }) => id),
    );
    // Rows of the CRM that storage leaves out on purpose are not comparable.
    isDifferent ||= ids.some((id) => (inCrm.has(id) ? comparable.has(id) : isStale(id, records, to)));
    const missing = ids.filter((id) => stored.has(id) && !found.has(id));
    if (missing.length > 0) {
      deleted += await reconciliation.markDeleted(orgId, selection.kind, missing, clock.now());
    }
  }
  return { isDifferent, added, deleted };
}

/** Whether a stored record differs from the CRM's, which no longer has it, or changed it before `to`. */
function isStale(id: string, records: readonly HistoryRecord[], to: Instant): boolean {
  const record = records.find((each) => each.id === id);
  return record === undefined || record.changedAt < to;
}

/** The result of a reconciliation, as a sentence for a log. */
export function reconciliationSummary(days: readonly ReconciledDay[]): string {
  if (days.length === 0) return 'Org and storage agree on every object and day.';
  const named = days
    .slice(0, MAX_NAMED_DAYS)
    .map(({ stream, day, inCrm, stored }) => `${stream} ${day}: ${inCrm} in the org, ${stored} in storage`);
  if (days.length > MAX_NAMED_DAYS) named.push(`and ${days.length - MAX_NAMED_DAYS} more`);
  const added = days.reduce((sum, day) => sum + day.added, 0);
  const deleted = days.reduce((sum, day) => sum + day.deleted, 0);
  return `Org and storage differed (${named.join('; ')}). ${added} ${added === 1 ? 'record was' : 'records were'} added to storage, ${deleted} deleted.`;
}
