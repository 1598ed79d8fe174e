import { CliError } from '../errors.ts';
import type { AppProcess } from './start-process.ts';

/**
 * Waits for Ctrl+C or SIGTERM, then stops the processes, the last started first.
 * @throws CliError `process_ended` if one of them exits without being stopped; the others are stopped first
 */
export async function waitUntilStopped(processes: readonly AppProcess<unknown>[]): Promise<void> {
  const requested = new Promise<undefined>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve(undefined));
  });
  // A listener for signals does not keep a process alive, a timer does.
  const keepAlive = setInterval(() => undefined, 2 ** 30);
  const unexpected = processes.map(({ name, ended }) => ended.then((how) => ({ name, how })));
  const ended = await Promise.race([requested, ...unexpected]);
  clearInterval(keepAlive);
  for (const running of [...processes].reverse()) await running.stop();
  if (ended) throw new CliError('process_ended', ended);
}
