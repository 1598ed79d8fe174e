import { syncOrg } from '@leadlight/workflows';
import { connectCrm, systemClock, withStorage } from '../compose.ts';
import { writeOutput } from '../terminal/write-output.ts';
import { terminalProgress } from '../terminal/progress.ts';
import { createCommand, ORG_OPTION, type CommonOptions } from './options.ts';

export const syncCommand = () =>
  createCommand('sync', 'Bring what changed in the org since last time into the history.', ['leadlight sync'])
    .option(...ORG_OPTION)
    .action(sync);

async function sync(options: CommonOptions & { readonly org?: string }): Promise<void> {
  const { source } = await connectCrm(options.folder, { org: options.org });
  const progress = terminalProgress();
  const result = await withStorage(options.folder, (storage) =>
    syncOrg({ source, ...storage, clock: systemClock }, progress).finally(() => progress.end()),
  );
  const { orgId, added, apiUsage, degradations } = result;
  writeOutput(options, { orgId, added, apiUsage, degradations }, [
    `Org ${orgId} is synced.`,
    ...Object.entries(added).map(([stream, count]) => `  ${stream}: ${count.toLocaleString('en')} new`),
    ...degradations.map(({ stream, what, remedy }) => `  ${stream}: ${what}. ${remedy}`),
    ...(apiUsage ? [`  API calls used in this org today: ${apiUsage.used} of ${apiUsage.limit}`] : []),
  ]);
}
