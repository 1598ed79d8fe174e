import { SECOND_MS } from '@leadlight/common';
import type { JobQueue } from '../ports/index.ts';

/** How long a job of any org waits until workers that help with a large one stop for it: most buckets are done by then. */
export const YIELD_AFTER_MS = 10 * SECOND_MS;

/**
 * Helps with a large org's work until a job of any org has waited for a while, so that small orgs do not wait for a large one. What was not
 * finished is done by others.
 * @param lost aborts where the worker is to stop for another reason
 * @returns whether it stopped because a job waited
 */
export async function yieldToOthers(
  { jobQueue }: { readonly jobQueue: Pick<JobQueue, 'summary'> },
  afterMs: number,
  lost: AbortSignal,
  help: (stop: AbortSignal) => Promise<void>,
): Promise<boolean> {
  const yielded = new AbortController();
  const check = async () => {
    const { oldestWaitingMs } = await jobQueue.summary();
    if (oldestWaitingMs !== null && oldestWaitingMs >= afterMs) yielded.abort();
  };
  // Where storage is away, the next check finds out.
  const timer = setInterval(() => void check().catch(() => undefined), afterMs / 2);
  try {
    await help(AbortSignal.any([lost, yielded.signal]));
    return false;
  } catch (error) {
    if (!yielded.signal.aborted || lost.aborted) throw error;
    return true;
  } finally {
    clearInterval(timer);
  }
}
