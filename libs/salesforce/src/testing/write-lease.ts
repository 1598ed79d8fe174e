import type { WriteJob, WriteLease } from '@leadlight/workflows';

/** A turn that nobody takes away, with a ledger in memory. */
export function inMemoryWriteLease(
  left: readonly WriteJob[] = [],
): WriteLease & { readonly ledger: Map<string, WriteJob> } {
  const ledger = new Map(left.map((job) => [job.jobId, job]));
  return {
    ledger,
    lost: new AbortController().signal,
    jobs: {
      list: () => Promise.resolve([...ledger.values()]),
      add: async (jobId) => void ledger.set(jobId, { jobId, openedAt: 0 }),
      remove: async (jobId) => void ledger.delete(jobId),
    },
  };
}
