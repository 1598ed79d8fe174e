import { once } from 'node:events';
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { DriftKind } from '@leadlight/sandbox-org';
import type { CompanyRun } from './company-run.ts';
import type { LifeCompanySettings } from './life-company.ts';

/** Runs companies in as many threads as there are processors. @returns in the order of the settings */
export async function runCompanies(
  companies: readonly LifeCompanySettings[],
  kinds: readonly DriftKind[],
  onRun: (run: CompanyRun) => void,
): Promise<readonly CompanyRun[]> {
  const runs: CompanyRun[] = [];
  let next = 0;
  const work = async () => {
    const thread = new Worker(new URL('company-thread.ts', import.meta.url));
    while (next < companies.length) {
      const index = next++;
      thread.postMessage({ settings: companies[index]!, kinds });
      const [run] = (await once(thread, 'message')) as [CompanyRun];
      runs[index] = run;
      onRun(run);
    }
    await thread.terminate();
  };
  await Promise.all(Array.from({ length: Math.min(availableParallelism(), companies.length) }, work));
  return runs;
}
