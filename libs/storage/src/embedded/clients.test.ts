import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { afterEach, describe, expect, inject, it } from 'vitest';
import { openStorage } from '../open-storage.ts';
import { Clients } from './clients.ts';
import { findEndpoint } from './endpoint.ts';

/** Served already. */
const folder = inject('embeddedFolder');
const sockets: Socket[] = [];

afterEach(() => {
  for (const socket of sockets.splice(0)) socket.destroy();
});

async function connectSilently(): Promise<Socket> {
  const { port } = (await findEndpoint(folder)) ?? expect.fail('No server was started.');
  const socket = connect({ port, host: '127.0.0.1' });
  socket.on('error', () => undefined).resume();
  sockets.push(socket);
  await once(socket, 'connect');
  return socket;
}

describe('connections to the embedded server that send nothing', () => {
  it('keep no client out, however many there are', async () => {
    const silent = await Promise.all(Array.from({ length: 300 }, connectSilently));
    const from = performance.now();
    const storage = await openStorage({ folder });
    await storage.checkHealth();
    const waitedMs = performance.now() - from;
    await storage.close();
    process.stdout.write(`${JSON.stringify({ silent: silent.length, waitedMs: Math.round(waitedMs) })}\n`);
    // Below the time after which the silent connections end: it must not have been waited for.
    expect(waitedMs).toBeLessThan(5_000);
  });

  it('are closed after a few seconds', async () => {
    const silent = await connectSilently();
    if (!silent.closed) await once(silent, 'close');
    expect(silent.closed).toBe(true);
  });
});

describe('Clients', () => {
  it('closes the oldest connection without a password when there are too many, and none with it', async () => {
    const clients = new Clients();
    const [known, ...unknown] = await Promise.all(Array.from({ length: 102 }, connectSilently));
    clients.add(known!);
    expect([clients.admit(known!), clients.size]).toEqual([true, 1]);
    for (const socket of unknown) clients.add(socket);
    expect([known!, ...unknown].filter(({ destroyed }) => destroyed)).toEqual([unknown[0]]);
    clients.destroyAll();
    expect([known!, ...unknown].filter(({ destroyed }) => !destroyed)).toEqual([]);
  });
});
