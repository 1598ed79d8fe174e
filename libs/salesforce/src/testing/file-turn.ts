import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import type { WriteJob, WriteTurn } from '@leadlight/workflows';

/** A turn whose ledger outlives the process. */
export function fileTurn(path: string): WriteTurn {
  const read = (): WriteJob[] => (existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as WriteJob[]) : []);
  const write = (jobs: readonly WriteJob[]) => writeFileSync(path, JSON.stringify(jobs));
  return {
    lost: new AbortController().signal,
    jobs: {
      list: () => Promise.resolve(read()),
      note: async (jobId) => write([...read(), { jobId, notedAt: Date.now() }]),
      forget: async (jobId) => write(read().filter((job) => job.jobId !== jobId)),
    },
  };
}
