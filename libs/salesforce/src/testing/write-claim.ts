import type { WriteJob, WriteClaim } from '@leadlight/workflows';

/** A claim that is never lost, with its ledger in memory. */
export function inMemoryWriteClaim(
  openJobs: readonly WriteJob[] = [],
): WriteClaim & { readonly ledger: Map<string, WriteJob> } {
  const ledger = new Map(openJobs.map((job) => [job.jobId, job]));
  return {
    ledger,
    lost: new AbortController().signal,
    jobs: {
      list: () => Promise.resolve([...ledger.values()]),
      add: async (jobId) => void ledger.set(jobId, { jobId, ageMs: 0 }),
      remove: async (jobId) => void ledger.delete(jobId),
    },
  };
}
