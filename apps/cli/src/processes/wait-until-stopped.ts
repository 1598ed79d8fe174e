import { CliError } from '../errors.ts';
import type { AppProcess } from './start-process.ts';

/**
 * Waits for Ctrl+C or SIGTERM and then stops the processes, last started first.
 * @throws CliError `process_failed` where one of them ends by itself, after the others were stopped
 */
export async function waitUntilStopped(processes: readonly AppProcess<unknown>[]): Promise<void> {
  const asked = new Promise<'asked'>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve('asked'));
  });
  // Waiting for a signal keeps no process alive by itself.
  const alive = setInterval(() => undefined, 2 ** 30);
  const why = await Promise.race([asked, ...processes.map(({ ended }) => ended.then(() => 'ended' as const))]);
  clearInterval(alive);
  for (const running of [...processes].reverse()) await running.stop();
  if (why === 'ended') {
    throw new CliError(
      'process_failed',
      'A part of Leadlight ended by itself. Its last words are in the folder’s logs.',
    );
  }
}
