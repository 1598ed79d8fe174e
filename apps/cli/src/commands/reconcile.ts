import { reconcileOrg, type ReconciledDay } from '@leadlight/workflows';
import { connectCrm, systemClock, withStorage } from '../compose.ts';
import { CliError } from '../errors.ts';
import { say } from '../terminal/say.ts';
import { drawTable } from '../terminal/table.ts';
import { withProgress } from '../terminal/with-progress.ts';
import { command, wholeNumber, type CommonOptions } from './options.ts';

interface ReconcileOptions extends CommonOptions {
  readonly days: number;
}

const DAY_MS = 86_400_000;

export const reconcileCommand = () =>
  command('reconcile', 'Hold the counts per object and day against the org, and mend the days that differ.', [
    'leadlight reconcile',
    'leadlight reconcile --days 30',
  ])
    .option('--days <number>', 'how many days of creation back from today', wholeNumber(1, 36_500), 3_650)
    .action(reconcile);

async function reconcile(options: ReconcileOptions): Promise<void> {
  const { source, crmCounts } = await connectCrm(options.folder);
  const orgId = await source.orgId();
  const result = await withStorage(options.folder, async (storage) => {
    const ports = { ...storage, crmCounts, clock: systemClock };
    if (!(await storage.orgs.find(orgId))?.lastSyncedAt) {
      throw new CliError('options', `Org ${orgId} was not synced to the end yet. Run "leadlight sync" first.`);
    }
    const to = Math.floor(systemClock.now() / DAY_MS) * DAY_MS;
    const from = to - options.days * DAY_MS;
    return withProgress((progress) => reconcileOrg(ports, orgId, from, to, progress));
  });
  say(options, { orgId, days: result }, linesOf(result, options.days));
}

function linesOf(days: readonly ReconciledDay[], asked: number): string[] {
  if (days.length === 0) return [`Org and storage agree on every object and day of the last ${asked} days.`];
  const added = days.reduce((sum, day) => sum + day.added, 0);
  const gone = days.reduce((sum, day) => sum + day.gone, 0);
  return [
    drawTable(
      days.map((day) => [day.stream, day.day, ...[day.inCrm, day.here, day.added, day.gone].map(String)]),
      ['object', 'day', 'in the org', 'here', 'added', 'deleted'],
    ),
    `${days.length} days differed: ${added} records were added here, ${gone} deleted.`,
  ];
}
