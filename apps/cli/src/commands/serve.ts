import { startProcess } from '../processes/start-process.ts';
import { untilStopped } from '../processes/until-stopped.ts';
import { say } from '../terminal/say.ts';
import { isConnected } from '../connection-file.ts';
import { runFollower } from '../serve/run-follower.ts';
import { runSchedule } from '../serve/run-schedule.ts';
import { command, port, wholeNumber, type CommonOptions } from './options.ts';

interface ServeOptions extends CommonOptions {
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
  ])
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
      const connected = isConnected(options.folder);
      const api = await startApi(options);
      say(options, api.ready, [
        `Scoring API:   ${api.ready.listening}`,
        `Documentation: ${api.ready.listening}/docs`,
        ...(connected || !(options.schedule || options.follow)
          ? []
          : ['No org is connected: nothing is followed or retrained.']),
        'Stop it with Ctrl+C.',
      ]);
      const tell = (line: string) => process.stderr.write(`${new Date().toISOString()} ${line}\n`);
      const schedule =
        connected && options.schedule ? runSchedule(options.folder, options.retrainEvery, tell) : undefined;
      const follower = connected && options.follow ? runFollower(options.folder, tell) : undefined;
      await untilStopped([api]).finally(async () => {
        schedule?.stop();
        await follower?.stop();
      });
    });

export const startApi = ({ folder, port, host }: { folder: string; port: number; host: string }) =>
  startProcess<{ listening: string }>({
    name: 'scoring-api',
    entry: 'apps/scoring-api/src/main.ts',
    args: ['--port', String(port), '--host', host, '--folder', folder],
    logFolder: `${folder}/logs`,
  });
