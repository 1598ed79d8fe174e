import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { promisify } from 'node:util';
import { afterEach, describe, expect, it } from 'vitest';
import { defaultLimits } from '../server.ts';
import { KEY, startTestService, type TestService } from '../testing/test-service.ts';

const MAX_CONNECTIONS = 10;
let service: TestService;
let sockets: Socket[] = [];
afterEach(async () => {
  for (const socket of sockets) socket.destroy();
  sockets = [];
  await service.close();
});

async function open(text: string): Promise<Socket> {
  const socket = connect(service.port, '127.0.0.1').on('error', () => undefined);
  sockets.push(socket);
  await once(socket, 'connect');
  socket.write(text);
  return socket;
}
const response = async (socket: Socket) => String(((await once(socket, 'data')) as [Buffer])[0]);
const HALF_A_REQUEST = 'POST /v1/scores HTTP/1.1\r\nHost: a\r\nContent-Le';
const SIGNED_IN = `GET /v1/models HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer ${KEY}\r\n\r\n`;
const openHalf = (count: number) => Promise.all(Array.from({ length: count }, () => open(HALF_A_REQUEST)));

describe('limitConnections', () => {
  it('makes room for new clients by closing the oldest connections that have not signed in', async () => {
    service = await startTestService({}, { ...defaultLimits, maxConnections: MAX_CONNECTIONS });
    const signedIn = await open(SIGNED_IN);
    expect(await response(signedIn)).toContain(' 200 OK');
    await openHalf(3 * MAX_CONNECTIONS);
    expect((await fetch(`${service.url}/healthz`)).status).toBe(200);
    signedIn.write(SIGNED_IN);
    expect(await response(signedIn)).toContain(' 200 OK');
    const count = promisify((callback: (error: Error | null, open: number) => void) =>
      service.server.getConnections(callback),
    );
    await expect.poll(() => count()).toBeLessThanOrEqual(MAX_CONNECTIONS);
  });

  it('closes a new connection where all others have signed in', async () => {
    service = await startTestService({}, { ...defaultLimits, maxConnections: 2 });
    for (const socket of [await open(SIGNED_IN), await open(SIGNED_IN)]) {
      expect(await response(socket)).toContain(' 200 OK');
    }
    await once(await open(SIGNED_IN), 'close');
  });
});
