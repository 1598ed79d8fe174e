import { DAY_MS } from '@leadlight/common';
import { isSalesforceError } from '@leadlight/salesforce';
import {
  checkSummary,
  checkWrittenScores,
  reconcileOrg,
  reconciliationSummary,
  syncOrg,
  type CheckedScores,
  type ReconciledDay,
} from '@leadlight/workflows';
import type { Storage } from '@leadlight/storage';
import { systemClock, withCrm, withStorage, type Crm } from '../compose.ts';
import { optionsError } from '../errors.ts';
import { withProgress } from '../terminal/progress.ts';
import { drawTable } from '../terminal/table.ts';
import { writeOutput } from '../terminal/write-output.ts';
import { createCommand, ORG_OPTION, wholeNumberParser, type OrgOptions } from './options.ts';

interface ReconcileOptions extends OrgOptions {
  readonly days: number;
}

export const reconcileCommand = () =>
  createCommand(
    'reconcile',
    'Compare the counts per object and day, and the written scores, with the org, and correct the differences.',
    ['leadlight reconcile', 'leadlight reconcile --days 30'],
  )
    .option('--days <number>', 'number of days before today', wholeNumberParser(1, 36_500), 3_650)
    .option(...ORG_OPTION)
    .action(reconcile);

async function reconcile(options: ReconcileOptions): Promise<void> {
  const { orgId, days, scores } = await withStorage(options.folder, (storage) =>
    withCrm(storage, options.folder, { org: options.org }, (crm) => reconcileStored(options, storage, crm)),
  );
  writeOutput(options, { orgId, days, summary: reconciliationSummary(days), scores }, [
    ...dayLines(days, options.days),
    scores.summary,
  ]);
}

async function reconcileStored(options: ReconcileOptions, storage: Storage, { source, crmCounts, crmScores }: Crm) {
  const orgId = await source.orgId();
  const ports = { ...storage, crmCounts, crmScores, clock: systemClock };
  if (!(await storage.orgs.find(orgId))?.lastSyncedAt) {
    throw optionsError(`The first sync of org ${orgId} is not complete yet.`, 'Run "leadlight sync" first.');
  }
  // Records that no sync has read yet are not differences.
  await withProgress((progress) => syncOrg({ ...ports, source }, progress));
  const endAt = Math.floor(systemClock.now() / DAY_MS) * DAY_MS;
  const startAt = endAt - options.days * DAY_MS;
  return {
    orgId,
    days: await withProgress((progress) => reconcileOrg(ports, orgId, startAt, endAt, progress)),
    scores: await checkScores(() => checkWrittenScores(ports, orgId, 'all')),
  };
}

/** Where scores cannot be compared now (API calls used up, no package in the org), the reconciliation still counts. */
async function checkScores(
  check: () => Promise<CheckedScores>,
): Promise<Partial<CheckedScores> & { readonly summary: string }> {
  try {
    const checked = await check();
    return { ...checked, summary: checkSummary(checked) };
  } catch (error) {
    if (!isSalesforceError(error)) throw error;
    return { summary: `Written scores are not compared with those in the org: ${error.message}` };
  }
}

function dayLines(days: readonly ReconciledDay[], requestedDays: number): string[] {
  if (days.length === 0) return [`Org and storage agree on every object and day of the last ${requestedDays} days.`];
  const added = days.reduce((sum, day) => sum + day.added, 0);
  const deleted = days.reduce((sum, day) => sum + day.deleted, 0);
  return [
    drawTable(
      days.map((day) => [day.stream, day.day, ...[day.inCrm, day.stored, day.added, day.deleted].map(String)]),
      ['object', 'day', 'in the org', 'stored', 'added', 'deleted'],
    ),
    `${days.length} days differed: ${added} records were added to storage, ${deleted} deleted.`,
  ];
}
