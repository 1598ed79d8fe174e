import { createServer } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { CliError } from '../errors.ts';

/** What a process that was killed a moment ago started needs a moment to end, too. */
const MAX_WAIT_MS = 3_000;
const RETRY_MS = 250;

/** @throws CliError `port_taken`, before the work that would be for nothing */
export async function requireFreePort(port: number, option: string): Promise<void> {
  for (let waitedMs = 0; ; waitedMs += RETRY_MS) {
    const why = await tryToListen(port);
    if (why === undefined) return;
    if (why.code !== 'EADDRINUSE' || waitedMs >= MAX_WAIT_MS) {
      const what = why.code === 'EADDRINUSE' ? 'is taken by another program' : `cannot be used: ${why.message}`;
      throw new CliError('port_taken', `Port ${port} ${what}. Stop that program, or choose another with ${option}.`);
    }
    await delay(RETRY_MS);
  }
}

function tryToListen(port: number): Promise<NodeJS.ErrnoException | undefined> {
  const probe = createServer();
  return new Promise((resolve) => {
    probe.once('error', resolve);
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(undefined)));
  });
}
