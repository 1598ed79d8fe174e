import type { Progress } from '@leadlight/workflows';
import { terminalProgress } from './progress.ts';

/** Runs work that tells its progress, and clears the progress line when it is done, however it ends. */
export async function withProgress<T>(work: (progress: Progress) => Promise<T>): Promise<T> {
  const progress = terminalProgress();
  try {
    return await work(progress);
  } finally {
    progress.end();
  }
}
