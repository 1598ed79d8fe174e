import { isLeadlightError, visibleText } from '@leadlight/common';
import { destination, pino } from 'pino';
import { startService, type ServiceSettings } from './compose.ts';
import { parseServiceSettings, USAGE } from './service-settings.ts';

/** The scoring API as a process. It writes one line to standard output when it listens, and its log to standard error. */
const log = pino({ base: { service: 'scoring-api' } }, destination({ dest: 2, sync: false }));

async function run(settings: ServiceSettings): Promise<void> {
  const service = await startService(settings, log);
  process.stdout.write(`${JSON.stringify({ listening: service.url, metrics: service.metricsUrl })}\n`);
  log.info(
    { url: service.url, metrics: service.metricsUrl, embedded: settings.databaseUrl === undefined },
    'listening',
  );
  const signal = await firstSignal();
  log.info({ signal }, 'stopping');
  const clean = await service.stop();
  log.info({ clean }, 'stopped');
  log.flush();
}

/** A second signal has its default effect and ends the process at once. */
const firstSignal = (): Promise<NodeJS.Signals> =>
  new Promise((resolve) => {
    for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, resolve);
  });

try {
  const settings = parseServiceSettings(process.argv.slice(2), process.env);
  if (settings) await run(settings);
  else process.stdout.write(`${USAGE}\n`);
} catch (error) {
  if (!isLeadlightError(error)) throw error;
  process.stderr.write(`${visibleText(error.message)}\nSee ${error.docs}\n`);
  process.exitCode = 1;
}
