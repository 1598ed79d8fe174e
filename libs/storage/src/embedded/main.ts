import { isStorageError } from '../errors.ts';
import { reasonOf } from './file-system-failure.ts';
import { serveEmbedded } from './serve-embedded.ts';
import type { ServerStatus } from './start-embedded.ts';

/**
 * The embedded server's process: `node main.ts <folder> [--keep-running]`. It reports to its owner on standard output when
 * it is ready, or why not. The owner keeps its standard input open: when that closes, the server ends with its last client,
 * unless it keeps running.
 */
const [folder, option] = process.argv.slice(2);
if (folder === undefined) throw new Error('Usage: main.ts <folder> [--keep-running]');

// An owner that died no longer reads; the server goes on.
process.stdout.on('error', () => undefined);
const report = (status: ServerStatus, then?: () => void): boolean =>
  process.stdout.write(`${JSON.stringify(status)}\n`, then);

const CHECK_INTERVAL_MS = 25;
const CHECKS_BEFORE_STAYING = 10;
/** EX_IOERR of sysexits.h. */
const PANIC_EXIT_CODE = 74;

try {
  const server = await serveEmbedded(folder, Date.now(), () => process.exit(PANIC_EXIT_CODE));
  let closing = false;
  const close = async (): Promise<void> => {
    if (closing) return;
    closing = true;
    await server.close();
    process.exit(0);
  };
  process.once('SIGTERM', () => void close());
  process.once('SIGINT', () => void close());
  if (option !== '--keep-running') {
    process.stdin.resume();
    process.stdin.once('close', () => {
      let checks = 0;
      setInterval(() => {
        if (server.clients() === 0) void close();
        // The owner's own connections may take a moment to close.
        else if (++checks === CHECKS_BEFORE_STAYING) report({ kind: 'staying' });
      }, CHECK_INTERVAL_MS);
    });
  }
  report({ kind: 'ready', endpoint: server.endpoint });
} catch (error) {
  // A PGlite that failed to start may keep the process running.
  const end = () => process.exit(1);
  if (isStorageError(error, 'storage_in_use')) report({ kind: 'inUse' }, end);
  else if (isStorageError(error, 'storage_start_failed')) {
    report({ kind: 'failed', detail: error.facts.detail }, end);
  } else report({ kind: 'failed', detail: reasonOf(error) }, end);
}
