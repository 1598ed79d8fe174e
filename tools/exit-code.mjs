import { constants } from 'node:os';

/** Signals by which a person or a service manager stops a process. */
const REQUESTS_TO_STOP = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/**
 * The exit code for a child process that has ended. If it was killed, standard error says so, because it could not do so itself.
 * @param {string} name for the message
 * @param {number | null} code
 * @param {NodeJS.Signals | null} signal
 */
export function exitCodeOfChild(name, code, signal) {
  if (signal === null) return code ?? 1;
  if (signal === 'SIGKILL') {
    console.error(
      `${name} was killed from outside (SIGKILL). The system does this when memory runs out; its log says so ` +
        '("journalctl -k" or "dmesg"). Free memory, or allow more, and repeat the command.',
    );
  } else if (!REQUESTS_TO_STOP.includes(signal)) console.error(`${name} ended with the signal ${signal}.`);
  // As shells do.
  return 128 + constants.signals[signal];
}
