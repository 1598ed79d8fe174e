import { isSalesforceError } from '@leadlight/salesforce';
import {
  checkSummary,
  checkWrittenScores,
  reconciliationSummary,
  reconcileOrg,
  syncOrg,
  type CheckedScores,
  type ReconciledDay,
} from '@leadlight/workflows';
import { connectCrm, systemClock, withStorage } from '../compose.ts';
import { CliError } from '../errors.ts';
import { writeOutput } from '../terminal/write-output.ts';
import { drawTable } from '../terminal/table.ts';
import { withProgress } from '../terminal/with-progress.ts';
import { createCommand, ORG_OPTION, wholeNumberParser, type CommonOptions } from './options.ts';

interface ReconcileOptions extends CommonOptions {
  readonly days: number;
  readonly org?: string;
}

const DAY_MS = 86_400_000;

export const reconcileCommand = () =>
  createCommand(
    'reconcile',
    'Hold the counts per object and day, and the scores that were written, against the org, and mend what differs.',
    ['leadlight reconcile', 'leadlight reconcile --days 30'],
  )
    .option('--days <number>', 'how many days back from today', wholeNumberParser(1, 36_500), 3_650)
    .option(...ORG_OPTION)
    .action(reconcile);

async function reconcile(options: ReconcileOptions): Promise<void> {
  const { source, crmCounts, crmScores } = await connectCrm(options.folder, { org: options.org });
  const orgId = await source.orgId();
  const { days, scores } = await withStorage(options.folder, async (storage) => {
    const ports = { ...storage, crmCounts, crmScores, clock: systemClock };
    if (!(await storage.orgs.find(orgId))?.lastSyncedAt) {
      throw new CliError('options', `Org ${orgId} was not synced to the end yet. Run "leadlight sync" first.`);
    }
    // What no sync has brought yet is no difference.
    await withProgress((progress) => syncOrg({ ...ports, source }, progress));
    const to = Math.floor(systemClock.now() / DAY_MS) * DAY_MS;
    const from = to - options.days * DAY_MS;
    return {
      days: await withProgress((progress) => reconcileOrg(ports, orgId, from, to, progress)),
      scores: await checkScores(() => checkWrittenScores(ports, orgId, 'all')),
    };
  });
  writeOutput(options, { orgId, days, told: reconciliationSummary(days), scores }, [
    ...linesOf(days, options.days),
    scores.told,
  ]);
}

/** Scores that cannot be compared now, because the API budget is at its floor or the package is not there, undo no reconciliation. */
async function checkScores(check: () => Promise<CheckedScores>): Promise<Partial<CheckedScores> & { told: string }> {
  try {
    const found = await check();
    return { ...found, told: checkSummary(found) };
  } catch (error) {
    if (!isSalesforceError(error)) throw error;
    return { told: `Written scores are not compared with the org's: ${error.message}` };
  }
}

function linesOf(days: readonly ReconciledDay[], asked: number): string[] {
  if (days.length === 0) return [`Org and storage agree on every object and day of the last ${asked} days.`];
  const added = days.reduce((sum, day) => sum + day.added, 0);
  const gone = days.reduce((sum, day) => sum + day.deleted, 0);
  return [
    drawTable(
      days.map((day) => [day.stream, day.day, ...[day.inCrm, day.stored, day.added, day.deleted].map(String)]),
      ['object', 'day', 'in the org', 'here', 'added', 'deleted'],
    ),
    `${days.length} days differed: ${added} records were added here, ${gone} deleted.`,
  ];
}
