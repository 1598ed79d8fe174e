import { createServer } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { CliError } from '../errors.ts';

/** The processes of a command that was just killed need a moment to end. */
const MAX_WAIT_MS = 3_000;
const RETRY_INTERVAL_MS = 250;

/**
 * Checks early that a port can be used, before work that would be wasted.
 * @param option the option that chooses the port, for the message
 * @throws CliError `port_taken`
 */
export async function requireFreePort(port: number, option: string): Promise<void> {
  for (let waitedMs = 0; ; waitedMs += RETRY_INTERVAL_MS) {
    const failure = await tryToListen(port);
    if (failure === undefined) return;
    if (failure.code !== 'EADDRINUSE' || waitedMs >= MAX_WAIT_MS) {
      const inUse = failure.code === 'EADDRINUSE';
      const why = inUse ? 'is in use by another program' : `cannot be used: ${failure.message}`;
      throw new CliError('port_taken', { port, option, why });
    }
    await delay(RETRY_INTERVAL_MS);
  }
}

function tryToListen(port: number): Promise<NodeJS.ErrnoException | undefined> {
  const server = createServer();
  return new Promise((resolve) => {
    server.once('error', resolve);
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(undefined)));
  });
}
