import { Option } from 'commander';
import { findConnection, resolveConnection } from '../kept-connection.ts';
import { startProcess } from '../processes/start-process.ts';
import { untilStopped } from '../processes/until-stopped.ts';
import { say } from '../terminal/say.ts';
import { runFollower } from '../serve/run-follower.ts';
import { runSchedule } from '../serve/run-schedule.ts';
import { command, port, wholeNumber, type CommonOptions } from './options.ts';

const ROLES = ['both', 'api', 'worker'] as const;

interface ServeOptions extends CommonOptions {
  readonly role: (typeof ROLES)[number];
  readonly retrainEvery: number;
  readonly schedule: boolean;
  readonly follow: boolean;
  readonly port: number;
  readonly host: string;
}

export const serveCommand = () =>
  command('serve', 'Run the scoring API and, where an org is connected, follow it, reconcile and retrain daily.', [
    'leadlight serve --port 4310',
    'leadlight serve --retrain-every 7',
    'leadlight serve --role worker',
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
    .action(async (options: ServeOptions) => {
      if (options.role === 'worker') return work(options);
      const api = await startApi(options);
      const isWorker = options.role === 'both' && (await findConnection(options.folder)) !== undefined;
      say(options, api.ready, [
        `Scoring API:   ${api.ready.listening}`,
        `Documentation: ${api.ready.listening}/docs`,
        ...(isWorker || options.role === 'api' || !(options.schedule || options.follow)
          ? []
          : ['No org is connected: nothing is followed or retrained.']),
        'Stop it with Ctrl+C.',
      ]);
      const worker = isWorker ? startWorker(options) : undefined;
      await untilStopped([api]).finally(() => worker?.stop());
    });

/** @throws CliError `not_connected` */
async function work(options: ServeOptions): Promise<void> {
  await resolveConnection(options.folder);
  const { schedule, follow } = options;
  const worker = startWorker(options);
  const stopped = untilStopped([]).finally(() => worker.stop());
  // Said last: whoever hears it may already ask it to stop.
  say(options, { role: 'worker', schedule, follow }, ['At work. Stop it with Ctrl+C.']);
  await stopped;
}

/** What is done for a connected org beside answering: each part in processes of its own, one machine at a time. */
function startWorker({ folder, schedule, follow, retrainEvery }: ServeOptions): { stop(): Promise<void> } {
  const tell = (line: string) => process.stderr.write(`${new Date().toISOString()} ${line}\n`);
  const scheduled = schedule ? runSchedule(folder, retrainEvery, tell) : undefined;
  const follower = follow ? runFollower(folder, tell) : undefined;
  return {
    async stop() {
      scheduled?.stop();
      await follower?.stop();
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
