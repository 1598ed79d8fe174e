import { isLeadlightError } from '@leadlight/common';
import { Option } from 'commander';
import { connectedOrgs } from '../connection/saved-connection.ts';
import { namedOrg } from '../environment.ts';
import { optionsError } from '../errors.ts';
import { startScoringApi } from '../processes/start-scoring-api.ts';
import { waitUntilStopped } from '../processes/wait-until-stopped.ts';
import { startWorker, type WorkerOrgs } from '../serve/worker.ts';
import { writeOutput } from '../terminal/write-output.ts';
import { createCommand, parsePort, wholeNumberParser, type CommonOptions } from './options.ts';

const ROLES = ['both', 'api', 'worker'] as const;

interface ServeOptions extends CommonOptions {
  readonly role: (typeof ROLES)[number];
  readonly retrainEvery: number;
  readonly schedule: boolean;
  readonly follow: boolean;
  readonly port: number;
  readonly host: string;
  readonly org?: string;
  readonly exportTo?: string;
  readonly exportKeepDays?: number;
}

export const serveCommand = () =>
  createCommand('serve', 'Run the scoring API and, for connected orgs, follow, reconcile and retrain.', [
    'leadlight serve --port 4310',
    'leadlight serve --retrain-every 7',
    'leadlight serve --role worker',
    'leadlight serve --role worker --org 00D5g000004Ap1QEAS',
    'leadlight serve --role worker --export-to /srv/warehouse --export-keep-days 730',
  ])
    .addOption(
      new Option(
        '--role <role>',
        'api: answer requests; worker: follow, reconcile and retrain; each can be a process of its own',
      )
        .choices(ROLES)
        .default('both'),
    )
    .option('--port <number>', 'port to listen on', parsePort, 4310)
    .option('--host <address>', 'address to listen on; put a TLS proxy in front of anything but loopback', '127.0.0.1')
    .option(
      '--retrain-every <days>',
      'maximum age of a model; the daily check may ask for a new one earlier',
      wholeNumberParser(1, 365),
      1,
    )
    .option(
      '--no-schedule',
      'do not retrain, reconcile, notify, write audiences or do requested jobs, because another process does',
    )
    .option('--no-follow', 'do not follow the org, because another process does')
    .option('--export-to <folder>', 'export to Parquet files in this folder every day, like "leadlight export"')
    .option(
      '--export-keep-days <number>',
      'remove exported files of days older than this; by default none is removed',
      wholeNumberParser(1, 36_500),
    )
    .option('--org <id>', 'org to work for; LEADLIGHT_ORG or every connected org by default')
    .action((options: ServeOptions) => {
      rejectIgnoredExport(options);
      return options.role === 'worker' ? runWorker(options) : runApi(options);
    });

/** @throws CliError `options` for an export that this process would not make */
function rejectIgnoredExport({ role, schedule, exportTo, exportKeepDays }: ServeOptions): void {
  if (exportKeepDays !== undefined && exportTo === undefined) {
    throw optionsError('--export-keep-days goes with --export-to.', 'Add --export-to FOLDER, or leave it out.');
  }
  if (exportTo !== undefined && (role === 'api' || !schedule)) {
    throw optionsError(
      '--export-to goes with the schedule of a worker, and this process would have none.',
      'Give it to the process that runs the schedule, or run "leadlight export" yourself.',
    );
  }
}

async function runApi(options: ServeOptions): Promise<void> {
  const orgs = options.role === 'both' ? await findConnectedOrgs(options) : [];
  const api = await startScoringApi(options);
  const isIdle = options.role === 'both' && orgs.length === 0 && (options.schedule || options.follow);
  writeOutput(options, api.ready, [
    `Scoring API:   ${api.ready.listening}`,
    `Documentation: ${api.ready.listening}/docs`,
    ...(isIdle ? ['No org is connected: nothing is followed or retrained.'] : []),
    'Stop it with Ctrl+C.',
  ]);
  const worker = startWorker(orgs, { ...options, shared: isShared(options, orgs) });
  await waitUntilStopped([api]).finally(() => worker.stop());
}

/** A worker that serves every connected org shares the work with others; one that serves a named org has it for itself. */
const isShared = ({ org }: ServeOptions, orgs: WorkerOrgs): boolean =>
  namedOrg(org) === undefined && orgs.length > 0 && orgs.every((each) => each !== undefined);

/** Empty where none is connected: the API works all the same. */
async function findConnectedOrgs({ folder, org }: ServeOptions): Promise<WorkerOrgs> {
  try {
    return await connectedOrgs(folder, org);
  } catch (error) {
    if (namedOrg(org) === undefined && isLeadlightError(error, 'not_connected')) return [];
    throw error;
  }
}

async function runWorker(options: ServeOptions): Promise<void> {
  const orgs = await connectedOrgs(options.folder, options.org);
  const { schedule, follow } = options;
  const shared = isShared(options, orgs);
  const worker = startWorker(orgs, { ...options, shared });
  const stopped = waitUntilStopped([]).finally(() => worker.stop());
  // Written last, because the reader may stop the worker at once.
  const named = orgs.filter((org) => org !== undefined);
  writeOutput(options, { role: 'worker', schedule, follow, orgs: named }, [
    `Working${named.length > 0 ? ` for ${named.join(', ')}` : ''}. Stop it with Ctrl+C.`,
  ]);
  await stopped;
}
