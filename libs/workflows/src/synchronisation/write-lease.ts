import type { WriteJobs, WriteLease } from '../ports/index.ts';

/**
 * The turn of a process that holds the lease. Jobs are noted first and the lease confirmed afterwards: a process that was
 * suspended in between either finds the lease lost, or its job was in the ledger before anybody else could become the writer.
 * What is listed was listed as the writer, for the same reason: nobody ends a successor's jobs.
 */
export const createWriteLease = (
  writeJobs: WriteJobs,
  orgId: string,
  lost: AbortSignal,
  confirm: () => Promise<void>,
): WriteLease => ({
  lost,
  jobs: {
    async list() {
      const jobs = await writeJobs.list(orgId);
      if (jobs.length > 0) await confirm();
      return jobs;
    },
    async add(jobId) {
      await writeJobs.add(orgId, jobId);
      await confirm();
    },
    remove: (jobId) => writeJobs.remove(orgId, jobId),
  },
});
