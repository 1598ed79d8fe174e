import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import type { WriteJob, WriteClaim } from '@leadlight/workflows';

/** A claim whose ledger is in a file, so that it outlives the process. */
export function fileWriteClaim(path: string): WriteClaim {
  const read = (): WriteJob[] => (existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as WriteJob[]) : []);
  const write = (jobs: readonly WriteJob[]) => writeFileSync(path, JSON.stringify(jobs));
  return {
    lost: new AbortController().signal,
    jobs: {
      list: () => Promise.resolve(read()),
      add: async (jobId) => write([...read(), { jobId, ageMs: 0 }]),
      remove: async (jobId) => write(read().filter((job) => job.jobId !== jobId)),
    },
  };
}
