import { isStorageError } from '../errors.ts';
import type { ServerStatus } from './server-status.ts';
import { serveEmbedded } from './serve-embedded.ts';

/**
 * The embedded server's process: `node main.ts <folder> [--stay]`. Tells its parent on standard output when it is
 * ready or why not. Its owner holds its standard input: when that ends, the server ends with its last client, unless
 * told to stay.
 */
const [folder, stay] = process.argv.slice(2);
if (folder === undefined) throw new Error('Usage: main.ts <folder> [--stay]');

// A parent that died reads no more; that is no reason to fall over.
process.stdout.on('error', () => undefined);
const tell = (notice: ServerStatus): boolean => process.stdout.write(`${JSON.stringify(notice)}\n`);

const CHECK_EVERY_MS = 25;
const CHECKS_BEFORE_STAYING = 10;

try {
  const server = await serveEmbedded(folder, Date.now());
  let closing = false;
  const close = async (): Promise<void> => {
    if (closing) return;
    closing = true;
    await server.close();
    process.exit(0);
  };
  process.once('SIGTERM', () => void close());
  process.once('SIGINT', () => void close());
  if (stay !== '--stay') {
    process.stdin.resume();
    process.stdin.once('close', () => {
      let checks = 0;
      setInterval(() => {
        if (server.clients() === 0) void close();
        // Connections of the owner itself may take a moment to be seen closing.
        else if (++checks === CHECKS_BEFORE_STAYING) tell({ kind: 'staying' });
      }, CHECK_EVERY_MS);
    });
  }
  tell({ kind: 'ready', endpoint: server.endpoint });
} catch (error) {
  if (isStorageError(error, 'storage_in_use')) tell({ kind: 'inUse' });
  else tell({ kind: 'failed', detail: error instanceof Error ? error.message : String(error) });
  process.exitCode = 1;
}
