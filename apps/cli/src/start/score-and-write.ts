import type { Storage } from '@leadlight/storage';
import {
  noProgress,
  scoreOpenLeads,
  writeBack,
  type Clock,
  type CrmScoreWriter,
  type OpenLeadsRead,
  type OpenLeadsScored,
  type WriteBackResult,
} from '@leadlight/workflows';
import { withProgress } from '../terminal/progress.ts';
import { formatCount } from '../terminal/write-output.ts';
import { releaseMemory } from './release-memory.ts';
import type { Steps } from './steps.ts';

type Ports = Storage & { readonly clock: Clock; readonly writer: CrmScoreWriter };

/** Four pages of the list, one call of the Collections API. */
const LEADS_WRITTEN_FIRST = 200;

/**
 * Scores the open leads and writes the scores back: those of the best leads before the others are scored, where the model is new.
 * @param takeRead gives the histories of the open leads, where the training has read them
 * @param onBestWritten called once the best leads have their scores in the org; with the first of them
 */
export async function scoreAndWrite(
  ports: Ports,
  orgId: string,
  takeRead: () => OpenLeadsRead | undefined,
  steps: Steps,
  onBestWritten: (bestLeadId: string | undefined) => void,
): Promise<{ readonly scored: OpenLeadsScored; readonly written: WriteBackResult }> {
  let isAnnounced = false;
  const announce = (best: OpenLeadsScored['best']) => {
    if (!isAnnounced) onBestWritten(best?.leadId);
    isAnnounced = true;
  };
  let first: Promise<WriteBackResult> | undefined;
  const onBestQueued = async (best: OpenLeadsScored['best']) => {
    if (best && !first) first = writeBest(ports, orgId, () => announce(best));
    // A failure is reported by the step that writes.
    await first?.catch(() => undefined);
  };
  const scored = await steps.run(
    'score',
    () => withProgress((progress) => scoreOpenLeads(ports, orgId, progress, { read: takeRead(), onBestQueued })),
    (result) => `${formatCount(result.scored)} open leads, ${formatCount(result.queued)} changed`,
  );
  releaseMemory();
  const written = await steps.run(
    'write back',
    async () => {
      const best = await first;
      if (!best) await ports.outbox.hastenBest(orgId, LEADS_WRITTEN_FIRST);
      const onFirstWritten = () => announce(scored.best);
      const rest = await withProgress((progress) => writeBack(ports, orgId, progress, { onFirstWritten }));
      return best ? bothOf(best, rest) : rest;
    },
    (result) =>
      `${formatCount(result.written)} leads${result.failed.length ? `, ${result.failed.length} rejected` : ''}`,
  );
  // Nothing had changed, so nothing was written.
  announce(scored.best);
  return { scored, written };
}

/** Writes the best leads that are queued, and leaves the others. */
async function writeBest(ports: Ports, orgId: string, onFirstWritten: () => void): Promise<WriteBackResult> {
  await ports.outbox.hastenBest(orgId, LEADS_WRITTEN_FIRST);
  return writeBack(ports, orgId, noProgress, { onFirstWritten, urgentOnly: true });
}

const bothOf = (first: WriteBackResult, rest: WriteBackResult): WriteBackResult => ({
  ...rest,
  written: first.written + rest.written,
  failed: [...first.failed, ...rest.failed],
});
