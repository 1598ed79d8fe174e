import { Option } from 'commander';
import { CliError } from '../errors.ts';
import { connectedOrgs } from '../connection/saved-connection.ts';
import { namedOrg } from '../connection/named-org.ts';
import { startProcess } from '../processes/start-process.ts';
import { waitUntilStopped } from '../processes/wait-until-stopped.ts';
import { writeOutput } from '../terminal/write-output.ts';
import { superviseFollowerProcess } from '../serve/follower-process.ts';
import { startSchedule } from '../serve/schedule.ts';
import { turns } from '../serve/turns.ts';
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
}

export const serveCommand = () =>
  createCommand(
    'serve',
    'Run the scoring API and, where an org is connected, follow it, reconcile and retrain daily.',
    [
      'leadlight serve --port 4310',
      'leadlight serve --retrain-every 7',
      'leadlight serve --role worker',
      'leadlight serve --role worker --org 00D5g000004Ap1QEAS',
    ],
  )
    .addOption(
      new Option(
        '--role <role>',
        'api: answer requests; worker: follow the org, reconcile and retrain; each may be a process of its own',
      )
        .choices(ROLES)
        .default('both'),
    )
    .option('--port <number>', 'where to listen', parsePort, 4310)
    .option(
      '--host <address>',
      'which address to listen on; put a TLS proxy in front of anything but loopback',
      '127.0.0.1',
    )
    .option(
      '--retrain-every <days>',
      'how old a model may become; a daily check may ask for a new one sooner',
      wholeNumberParser(1, 365),
      1,
    )
    .option('--no-schedule', 'do not retrain and reconcile: another process does')
    .option('--no-follow', 'do not follow the org: another process does')
    .option('--org <id>', 'which org to work for; else LEADLIGHT_ORG, else every org that is connected')
    .action(async (options: ServeOptions) => {
      if (options.role === 'worker') return runWorker(options);
      const orgs = options.role === 'both' ? await findConnectedOrgs(options) : [];
      const api = await startApi(options);
      writeOutput(options, api.ready, [
        `Scoring API:   ${api.ready.listening}`,
        `Documentation: ${api.ready.listening}/docs`,
        ...(orgs.length > 0 || options.role === 'api' || !(options.schedule || options.follow)
          ? []
          : ['No org is connected: nothing is followed or retrained.']),
        'Stop it with Ctrl+C.',
      ]);
      const worker = startWorker(orgs, options);
      await waitUntilStopped([api]).finally(() => worker.stop());
    });

/** None where none is connected: the API answers all the same. */
async function findConnectedOrgs({ folder, org }: ServeOptions): Promise<WorkerOrgs> {
  try {
    return await connectedOrgs(folder, org);
  } catch (error) {
    if (namedOrg(org) === undefined && error instanceof CliError && error.code === 'not_connected') return [];
    throw error;
  }
}

/** Undefined: the one that environment or folder lead to. */
type WorkerOrgs = readonly (string | undefined)[];

/** @throws CliError `not_connected` */
async function runWorker(options: ServeOptions): Promise<void> {
  const orgs = await connectedOrgs(options.folder, options.org);
  const { schedule, follow } = options;
  const worker = startWorker(orgs, options);
  const stopped = waitUntilStopped([]).finally(() => worker.stop());
  // Said last: whoever hears it may already ask it to stop.
  const named = orgs.filter((org) => org !== undefined);
  const whose = named.length > 0 ? ` for ${named.join(', ')}` : '';
  writeOutput(options, { role: 'worker', schedule, follow, orgs: named }, [`At work${whose}. Stop it with Ctrl+C.`]);
  await stopped;
}

/** What is done for connected orgs beside answering: each part in processes of its own, one machine at a time. */
function startWorker(
  orgs: WorkerOrgs,
  { folder, schedule, follow, retrainEvery }: ServeOptions,
): { stop(): Promise<void> } {
  const inTurn = turns();
  const parts = orgs.flatMap((org) => {
    const whose = org !== undefined && orgs.length > 1 ? `${org}: ` : '';
    const tell = (line: string) => process.stderr.write(`${new Date().toISOString()} ${whose}${line}\n`);
    return [
      ...(schedule ? [startSchedule({ folder, org, everyDays: retrainEvery, inTurn, log: tell })] : []),
      ...(follow ? [superviseFollowerProcess(folder, org, tell)] : []),
    ];
  });
  return {
    async stop() {
      await Promise.all(parts.map((part) => part.stop()));
    },
  };
}

export const startApi = ({ folder, port, host }: { folder: string; port: number; host: string }) =>
  startProcess<{ listening: string }>({
    name: 'scoring-api',
    entry: 'apps/scoring-api/src/main.ts',
    args: ['--port', String(port), '--host', host, '--folder', folder],
    logFolder: `${folder}/logs`,
  });
