import type { WriteJobs, WriteTurn } from '../ports/index.ts';

/**
 * The turn of a process that holds the lease. Jobs are noted first and the lease confirmed afterwards: a process that was
 * suspended in between either finds the lease lost, or its job was in the ledger before anybody else could become the writer.
 * What is listed was listed as the writer, for the same reason: nobody ends a successor's jobs.
 */
export const turnOf = (
  writeJobs: WriteJobs,
  orgId: string,
  lost: AbortSignal,
  confirm: () => Promise<void>,
): WriteTurn => ({
  lost,
  jobs: {
    async list() {
      const jobs = await writeJobs.list(orgId);
      if (jobs.length > 0) await confirm();
      return jobs;
    },
    async note(jobId) {
      await writeJobs.note(orgId, jobId);
      await confirm();
    },
    forget: (jobId) => writeJobs.forget(orgId, jobId),
  },
});
