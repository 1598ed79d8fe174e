import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type AddressInfo, type Server, Socket } from 'node:net';
import type { PGlite } from '@electric-sql/pglite';
import { startAutovacuum } from './autovacuum.ts';
import { Clients } from './clients.ts';
import { writeEndpoint, type Endpoint } from './endpoint.ts';
import { lockFolder } from './folder-lock.ts';
import { openDatabase } from './open-database.ts';
import { serveConnection } from './serve-connection.ts';
import { SessionQueue, type EmbeddedSession } from './session-queue.ts';

export interface EmbeddedServer {
  readonly endpoint: Endpoint;
  clients(): number;
  close(): Promise<void>;
}

const IDLE_IN_TRANSACTION_MS = 30_000;

/**
 * Serves PostgreSQL's protocol on loopback from the database in `<folder>/storage`.
 * @param onPanic called when the database gives up, as it does without space for its write-ahead log: nothing may run in it
 * afterwards, and what it confirmed is in its files. It must end the process.
 * @param module of the database; the stored one by default
 * @throws StorageError `storage_in_use`, `storage_start_failed`
 */
export async function serveEmbedded(
  folder: string,
  startedAt: number,
  onPanic: () => void,
  module?: WebAssembly.Module,
): Promise<EmbeddedServer> {
  const lock = lockFolder(folder);
  try {
    const db = await openDatabase(folder, module);
    const password = randomBytes(24).toString('base64url');
    const clients = new Clients();
    // Otherwise PGlite would call the aborted module again and again, forever.
    db.Module.onAbort = () => {
      clients.flush();
      onPanic();
    };
    const queue = new SessionQueue<object>(sessionOf(db), IDLE_IN_TRANSACTION_MS, (client) => {
      if (client instanceof Socket) client.destroy();
    });
    const server = await listen(queue, clients, password);
    const stopAutovacuum = startAutovacuum(queue);
    const { port } = server.address() as AddressInfo;
    const endpoint = { pid: process.pid, port, startedAt, password };
    await writeEndpoint(folder, endpoint);
    return {
      endpoint,
      clients: () => clients.size,
      async close() {
        stopAutovacuum();
        const closed = once(server, 'close');
        server.close();
        clients.destroyAll();
        await closed;
        await queue.close();
        await db.close();
        lock.release();
      },
    };
  } catch (error) {
    lock.release();
    throw error;
  }
}

const sessionOf = (db: PGlite): EmbeddedSession => ({
  run: (message, onRawData) => db.runExclusive(() => db.execProtocolRawStream(message, { onRawData })),
  inTransaction: () => db.isInTransaction(),
  async rollback() {
    await db.exec('rollback');
  },
});

async function listen(queue: SessionQueue<object>, clients: Clients, password: string): Promise<Server> {
  const server = createServer({ noDelay: true }, (socket) => {
    clients.add(socket);
    void serveConnection(socket, queue, password, () => clients.admit(socket));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return server;
}
