import { startProcess } from '../processes/start-process.ts';
import { untilStopped } from '../processes/until-stopped.ts';
import { say } from '../terminal/say.ts';
import { command, port, type CommonOptions } from './options.ts';

interface ServeOptions extends CommonOptions {
  readonly port: number;
  readonly host: string;
}

export const serveCommand = () =>
  command('serve', 'Run the scoring API.', ['leadlight serve --port 4310'])
    .option('--port <number>', 'where to listen', port, 4310)
    .option(
      '--host <address>',
      'which address to listen on; put a TLS proxy in front of anything but loopback',
      '127.0.0.1',
    )
    .action(async (options: ServeOptions) => {
      const api = await startApi(options);
      say(options, api.ready, [
        `Scoring API:   ${api.ready.listening}`,
        `Documentation: ${api.ready.listening}/docs`,
        'Stop it with Ctrl+C.',
      ]);
      await untilStopped([api]);
    });

export const startApi = ({ folder, port, host }: { folder: string; port: number; host: string }) =>
  startProcess<{ listening: string }>({
    name: 'scoring-api',
    entry: 'apps/scoring-api/src/main.ts',
    args: ['--port', String(port), '--host', host, '--folder', folder],
    logFolder: `${folder}/logs`,
  });
