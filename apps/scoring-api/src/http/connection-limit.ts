import type { Server } from 'node:http';
import type { Socket } from 'node:net';

/** Connections on which a request had a valid credential. */
const signedIn = new WeakSet<Socket>();

/** Protects a connection from being closed to make room for another one. */
export const markSignedIn = (socket: Socket): void => void signedIn.add(socket);

function findAnonymous(oldestFirst: Iterable<Socket>): Socket | undefined {
  for (const socket of oldestFirst) if (!signedIn.has(socket)) return socket;
  return undefined;
}

/**
 * Keeps at most this number of connections open. A new one takes the place of the oldest that has not signed in, so that
 * connections that send nothing never keep clients out; where all have signed in, the new one is closed.
 */
export function limitConnections(server: Server, maxConnections: number): void {
  const open = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    if (open.size >= maxConnections) {
      const oldest = findAnonymous(open) ?? socket;
      oldest.destroy();
      open.delete(oldest);
      if (oldest === socket) return;
    }
    open.add(socket);
    socket.once('close', () => open.delete(socket));
  });
}
