import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { PGLiteSocketServer } from '@electric-sql/pglite-socket';
import { storageFolder, writeEndpoint, type Endpoint } from './endpoint.ts';
import { lockFolder } from './folder-lock.ts';

export interface EmbeddedServer {
  readonly endpoint: Endpoint;
  clients(): number;
  close(): Promise<void>;
}

const MAX_CONNECTIONS = 100;

/**
 * Serves PostgreSQL's protocol on loopback over the database in `<folder>/storage`.
 * @throws StorageError `storage_in_use`
 */
export async function serveEmbedded(folder: string, startedAt: number): Promise<EmbeddedServer> {
  const lock = await lockFolder(folder);
  try {
    const database = join(storageFolder(folder), 'database');
    // Left by a killed owner; the lock says that nobody lives behind it.
    rmSync(join(database, 'postmaster.pid'), { force: true });
    const db = await PGlite.create(database);
    const server = new PGLiteSocketServer({ db, host: '127.0.0.1', port: 0, maxConnections: MAX_CONNECTIONS });
    await server.start();
    const endpoint = { pid: process.pid, port: Number(server.getServerConn().split(':').at(-1)), startedAt };
    await writeEndpoint(folder, endpoint);
    return {
      endpoint,
      clients: () => server.getStats().activeConnections,
      async close() {
        await server.stop();
        await db.close();
        lock.release();
      },
    };
  } catch (error) {
    lock.release();
    throw error;
  }
}
