import type {
  ApiUsage,
  Clock,
  CrmPage,
  CrmSource,
  Degradation,
  FieldEvidence,
  LeadHistoryStore,
  JobClaims,
  ModelStore,
  OrgStore,
  Progress,
  ScoringSettingsStore,
} from '../ports/index.ts';
import { fieldHealth } from '../field-health/field-health.ts';
import type { FieldLoss } from '../field-health/field-loss.ts';
import { readAhead } from '../read-ahead.ts';
import { withJob } from '../with-job.ts';
import { withPasts } from './field-pasts.ts';

export interface SyncPorts {
  readonly source: CrmSource;
  readonly leadHistories: LeadHistoryStore;
  readonly orgs: OrgStore;
  readonly fieldEvidence: FieldEvidence;
  readonly claims: JobClaims;
  readonly models: Pick<ModelStore, 'findActive' | 'getFile'>;
  readonly scoringSettings: Pick<ScoringSettingsStore, 'findNewest'>;
  readonly clock: Clock;
}

export interface SyncResult {
  readonly orgId: string;
  /** New record versions by stream. */
  readonly added: Readonly<Record<string, number>>;
  readonly apiUsage: ApiUsage | undefined;
  /** What could not be read. */
  readonly degradations: readonly Degradation[];
  /** Fields that the active model reads and that have been lost since its training. */
  readonly losses: readonly FieldLoss[];
}

/** A query job takes a moment to return its first rows; meanwhile, these pages are stored. */
const PAGES_AHEAD = 2;

/**
 * Stores what changed in the org since the last sync. Each page is stored together with its cursor, so that a killed sync
 * continues where it stopped and a repeated page changes nothing.
 * @throws WorkflowError `work_in_progress`; the error of a lost claim
 */
export async function syncOrg(ports: SyncPorts, progress: Progress): Promise<SyncResult> {
  const { source, leadHistories, orgs, fieldEvidence, claims, clock } = ports;
  const orgId = await source.orgId();
  const added: Record<string, number> = {};
  await withJob(claims, orgId, 'sync', async (lost) => {
    const stored = (await orgs.find(orgId))?.fields ?? [];
    const startedAt = clock.now();
    const described = await source.describeLeadFields();
    const read: Record<string, number> = {};
    for (const stream of source.streams) added[stream] = read[stream] = 0;
    for await (const { stream, records, cursor } of readAhead(
      changedPages(source, leadHistories, orgId),
      PAGES_AHEAD,
    )) {
      lost.throwIfAborted();
      added[stream]! += await leadHistories.append(orgId, stream, records, cursor);
      progress.update(`sync ${stream}`, (read[stream]! += records.length));
    }
    lost.throwIfAborted();
    await orgs.saveFields(orgId, await withPasts(described, stored, fieldEvidence, orgId, startedAt));
    await orgs.markSynced(orgId, clock.now());
  });
  const losses = await fieldHealth(ports, orgId);
  return { orgId, added, apiUsage: source.apiUsage(), degradations: source.degradations(), losses };
}

/** The streams one after the other: with `readAhead`, the first pages of one are read while the last of the one before are stored. */
async function* changedPages(
  source: CrmSource,
  leadHistories: Pick<LeadHistoryStore, 'findCursor'>,
  orgId: string,
): AsyncGenerator<CrmPage> {
  for (const stream of source.streams) yield* source.pages(stream, await leadHistories.findCursor(orgId, stream));
}
