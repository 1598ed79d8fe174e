import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, renameSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo, type Server, Socket } from 'node:net';
import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { copyEmptyDatabase } from './empty-database.ts';
import { startAutovacuum } from './autovacuum.ts';
import { storageFolder, writeEndpoint, type Endpoint } from './endpoint.ts';
import { lockFolder } from './folder-lock.ts';
import { serveConnection } from './serve-connection.ts';
import { SessionQueue, type EmbeddedSession } from './session-queue.ts';

export interface EmbeddedServer {
  readonly endpoint: Endpoint;
  clients(): number;
  close(): Promise<void>;
}

const MAX_CONNECTIONS = 200;
const IDLE_IN_TRANSACTION_MS = 30_000;

/**
 * Serves PostgreSQL's protocol on loopback from the database in `<folder>/storage`.
 * @throws StorageError `storage_in_use`
 */
export async function serveEmbedded(folder: string, startedAt: number): Promise<EmbeddedServer> {
  const lock = await lockFolder(folder);
  try {
    const db = await openDatabase(folder);
    const password = randomBytes(24).toString('base64url');
    const clients = new Set<Socket>();
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
        for (const client of clients) client.destroy();
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

async function openDatabase(folder: string): Promise<PGlite> {
  const database = join(storageFolder(folder), 'database');
  if (!existsSync(database)) await createDatabase(database);
  // Left behind by a killed owner: the folder's lock proves that no process uses the database.
  rmSync(join(database, 'postmaster.pid'), { force: true });
  return PGlite.create(database);
}

/** Under another name until it is complete: the next start must not take a half-created folder for a database. */
async function createDatabase(database: string): Promise<void> {
  const unfinished = `${database}.new`;
  rmSync(unfinished, { recursive: true, force: true });
  await copyEmptyDatabase(unfinished);
  renameSync(unfinished, database);
}

const sessionOf = (db: PGlite): EmbeddedSession => ({
  run: (message, onRawData) => db.runExclusive(() => db.execProtocolRawStream(message, { onRawData })),
  inTransaction: () => db.isInTransaction(),
  async rollback() {
    await db.exec('rollback');
  },
});

async function listen(queue: SessionQueue<object>, clients: Set<Socket>, password: string): Promise<Server> {
  const server = createServer({ noDelay: true }, (socket) => {
    clients.add(socket);
    socket.once('close', () => clients.delete(socket));
    void serveConnection(socket, queue, password);
  });
  server.maxConnections = MAX_CONNECTIONS;
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return server;
}
