import { Option } from 'commander';
import { CliError } from '../errors.ts';
import { connectedOrgs } from '../kept-connection.ts';
import { namedOrg } from '../named-org.ts';
import { startProcess } from '../processes/start-process.ts';
import { untilStopped } from '../processes/until-stopped.ts';
import { say } from '../terminal/say.ts';
import { runFollower } from '../serve/run-follower.ts';
import { runSchedule } from '../serve/run-schedule.ts';
import { turns } from '../serve/turns.ts';
import { command, port, wholeNumber, type CommonOptions } from './options.ts';

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
  command('serve', 'Run the scoring API and, where an org is connected, follow it, reconcile and retrain daily.', [
    'leadlight serve --port 4310',
    'leadlight serve --retrain-every 7',
    'leadlight serve --role worker',
    'leadlight serve --role worker --org 00D5g000004Ap1QEAS',
  ])
    .addOption(
      new Option(
        '--role <role>',
        'api: answer requests; worker: follow the org, reconcile and retrain; each may be a process of its own',
      )
        .choices(ROLES)
        .default('both'),
    )
    .option('--port <number>', 'where to listen', port, 4310)
    .option(
      '--host <address>',
      'which address to listen on; put a TLS proxy in front of anything but loopback',
      '127.0.0.1',
    )
    .option(
      '--retrain-every <days>',
      'how old a model may become; a daily check may ask for a new one sooner',
      wholeNumber(1, 365),
      1,
    )
    .option('--no-schedule', 'do not retrain and reconcile: another process does')
    .option('--no-follow', 'do not follow the org: another process does')
    .option('--org <id>', 'which org to work for; else LEADLIGHT_ORG, else every org that is connected')
    .action(async (options: ServeOptions) => {
      if (options.role === 'worker') return work(options);
      const orgs = options.role === 'both' ? await anyConnectedOrgs(options) : [];
      const api = await startApi(options);
      say(options, api.ready, [
        `Scoring API:   ${api.ready.listening}`,
        `Documentation: ${api.ready.listening}/docs`,
        ...(orgs.length > 0 || options.role === 'api' || !(options.schedule || options.follow)
          ? []
          : ['No org is connected: nothing is followed or retrained.']),
        'Stop it with Ctrl+C.',
      ]);
      const worker = startWorker(orgs, options);
      await untilStopped([api]).finally(() => worker.stop());
    });

/** None where none is connected: the API answers all the same. */
async function anyConnectedOrgs({ folder, org }: ServeOptions): Promise<Orgs> {
  try {
    return await connectedOrgs(folder, org);
  } catch (error) {
    if (namedOrg(org) === undefined && error instanceof CliError && error.code === 'not_connected') return [];
    throw error;
  }
}

/** Undefined: the one that environment or folder lead to. */
type Orgs = readonly (string | undefined)[];

/** @throws CliError `not_connected` */
async function work(options: ServeOptions): Promise<void> {
  const orgs = await connectedOrgs(options.folder, options.org);
  const { schedule, follow } = options;
  const worker = startWorker(orgs, options);
  const stopped = untilStopped([]).finally(() => worker.stop());
  // Said last: whoever hears it may already ask it to stop.
  const named = orgs.filter((org) => org !== undefined);
  const whose = named.length > 0 ? ` for ${named.join(', ')}` : '';
  say(options, { role: 'worker', schedule, follow, orgs: named }, [`At work${whose}. Stop it with Ctrl+C.`]);
  await stopped;
}

/** What is done for connected orgs beside answering: each part in processes of its own, one machine at a time. */
function startWorker(orgs: Orgs, { folder, schedule, follow, retrainEvery }: ServeOptions): { stop(): Promise<void> } {
  const inTurn = turns();
  const parts = orgs.flatMap((org) => {
    const whose = org !== undefined && orgs.length > 1 ? `${org}: ` : '';
    const tell = (line: string) => process.stderr.write(`${new Date().toISOString()} ${whose}${line}\n`);
    return [
      ...(schedule ? [runSchedule({ folder, org, everyDays: retrainEvery, inTurn, tell })] : []),
      ...(follow ? [runFollower(folder, org, tell)] : []),
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
