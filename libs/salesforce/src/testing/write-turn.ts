import type { WriteJob, WriteTurn } from '@leadlight/workflows';

/** A turn that nobody takes away, with a ledger in memory. */
export function writeTurn(left: readonly WriteJob[] = []): WriteTurn & { readonly ledger: Map<string, WriteJob> } {
  const ledger = new Map(left.map((job) => [job.jobId, job]));
  return {
    ledger,
    lost: new AbortController().signal,
    jobs: {
      list: () => Promise.resolve([...ledger.values()]),
      note: async (jobId) => void ledger.set(jobId, { jobId, notedAt: 0 }),
      forget: async (jobId) => void ledger.delete(jobId),
    },
  };
}
