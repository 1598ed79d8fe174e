import type { Instant } from '@leadlight/lead-features';
import type {
  Clock,
  CountedStream,
  CrmCounts,
  LeadHistoryStore,
  Leases,
  Progress,
  Reconciliation,
  RecordSelection,
} from '../ports/index.ts';
import { withLease } from '../with-lease.ts';

export interface ReconcilePorts {
  readonly crmCounts: CrmCounts;
  readonly reconciliation: Reconciliation;
  readonly leadHistories: LeadHistoryStore;
  readonly leases: Leases;
  readonly clock: Clock;
}

/** A day of one object on which the CRM and what is stored did not agree. */
export interface ReconciledDay {
  readonly stream: string;
  /** `2026-11-23`, UTC, of the last change, or of creation, as the object is counted. */
  readonly day: string;
  /** Counts before anything was mended. */
  readonly inCrm: number;
  readonly stored: number;
  /** Versions that were missing here and now are not. */
  readonly added: number;
  /** Records that the CRM no longer has, now deleted here. */
  readonly deleted: number;
}

const DAY_MS = 86_400_000;
/** So many ids are asked for and stored at a time. */
const IDS_PER_REQUEST = 2_000;

/**
 * Holds the counts per object and day against the CRM, and mends the days that differ: reads what is missing, and deletes
 * what the CRM no longer has. The day is that of a record's last change where a count can ask for it, so that a change which
 * was missed is seen, not only a record. Counts cannot see two differences on one day that cancel each other. A mended day
 * that differs again (a lead that was erased here on request and not in the CRM) is reported again. An object that this user
 * may not read is left as it is.
 * @param from start of a UTC day
 * @param to exclusive; start of the present UTC day, in which records still change: what did is brought, and not reported
 * @returns the days that differed, in the order of streams and days
 * @throws WorkflowError `work_in_progress`; what the lease was lost with
 */
export function reconcileOrg(
  ports: ReconcilePorts,
  orgId: string,
  from: Instant,
  to: Instant,
  progress: Progress,
): Promise<readonly ReconciledDay[]> {
  return withLease(ports.leases, orgId, 'sync', async (lost) => {
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
  lease: AbortSignal,
): Promise<ReconciledDay[]> {
  const stored = { ...selection, idPrefix };
  const inCrm = await ports.crmCounts.countsByDay(stream, from, to);
  if (!inCrm) return [];
  const here = await ports.reconciliation.countsByDay(orgId, stored, from, to);
  const days = [...new Set([...inCrm.keys(), ...here.keys()])].sort();
  const mended: ReconciledDay[] = [];
  for (const day of days) {
    const counts = { inCrm: inCrm.get(day) ?? 0, stored: here.get(day) ?? 0 };
    if (counts.inCrm === counts.stored) continue;
    const { isDifferent, ...done } = await mendDay(ports, orgId, stream, stored, { day, to }, lease);
    if (isDifferent) mended.push({ stream, day, ...counts, ...done });
  }
  return mended;
}

async function mendDay(
  { crmCounts, reconciliation, leadHistories, clock }: ReconcilePorts,
  orgId: string,
  stream: string,
  selection: RecordSelection,
  { day, to }: { readonly day: string; readonly to: Instant },
  lease: AbortSignal,
): Promise<{ isDifferent: boolean; added: number; deleted: number }> {
  const start = Date.parse(`${day}T00:00:00Z`);
  const inCrm = new Set(await crmCounts.idsBetween(stream, start, start + DAY_MS));
  const here = new Set(await reconciliation.idsBetween(orgId, selection, start, start + DAY_MS));
  const missing = [...inCrm].filter((id) => !here.has(id));
  const surplus = [...here].filter((id) => !inCrm.has(id));
  const differing = [...missing, ...surplus].sort();
  let isDifferent = false;
  let added = 0;
  let deleted = 0;
  for (let at = 0; at < differing.length; at += IDS_PER_REQUEST) {
    const ids = differing.slice(at, at + IDS_PER_REQUEST);
    const records = await crmCounts.readByIds(stream, ids);
    lease.throwIfAborted();
    // Without a cursor: the next sync must continue where the last one ended.
    added += await leadHistories.append(orgId, stream, records);
    const known = new Set(records.map(({ id }) => id));
    const changedSince = new Set(records.filter(({ changedAt }) => changedAt >= to).map(({ id }) => id));
    isDifferent ||= ids.some((id) => !changedSince.has(id));
    const lost = ids.filter((id) => here.has(id) && !known.has(id));
    if (lost.length > 0) deleted += await reconciliation.markDeleted(orgId, selection.kind, lost, clock.now());
  }
  return { isDifferent, added, deleted };
}
