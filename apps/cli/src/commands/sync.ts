import { syncOrg, syncSubjects } from '@leadlight/workflows';
import { connectCrm, systemClock, withStorage } from '../compose.ts';
import { withProgress } from '../terminal/progress.ts';
import { formatCount, writeOutput } from '../terminal/write-output.ts';
import { lossLines } from './loss-lines.ts';
import { createCommand, ORG_OPTION, type OrgOptions } from './options.ts';

export const syncCommand = () =>
  createCommand('sync', 'Read what changed in the org since the last sync into the history.', ['leadlight sync'])
    .option(...ORG_OPTION)
    .action(sync);

async function sync(options: OrgOptions): Promise<void> {
  const { source, subjectSource } = await connectCrm(options.folder, { org: options.org });
  const { orgId, added, apiUsage, degradations, losses } = await withStorage(options.folder, (storage) =>
    withProgress(async (progress) => {
      const ports = { ...storage, source, subjectSource, clock: systemClock };
      const synced = await syncOrg(ports, progress);
      const ofSubjects = await syncSubjects(ports, progress);
      return { ...synced, added: { ...synced.added, ...ofSubjects }, apiUsage: source.apiUsage() };
    }),
  );
  writeOutput(options, { orgId, added, apiUsage, degradations, losses }, [
    `Org ${orgId} is synced.`,
    ...Object.entries(added).map(([stream, count]) => `  ${stream}: ${formatCount(count)} new`),
    ...degradations.map(({ stream, what, remedy }) => `  ${stream}: ${what}. ${remedy}`),
    ...lossLines(losses),
    ...(apiUsage ? [`API calls used in this org today: ${apiUsage.used} of ${apiUsage.limit}.`] : []),
  ]);
}
