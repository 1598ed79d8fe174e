import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import type pg from 'pg';
import { describe, expect, it } from 'vitest';
import { StorageError } from '../errors.ts';
import { createPool } from './connect.ts';
import { StoragePool } from './storage-pool.ts';

/** A pool for a port on which no server listens. */
async function deadPool(): Promise<pg.Pool> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return createPool({ host: '127.0.0.1', port, user: 'nobody' });
}

describe('StoragePool', () => {
  it('opens again with the next connection after a failure to open', async () => {
    let openings = 0;
    const pool = new StoragePool({
      address: 'here',
      open: () => {
        openings += 1;
        return Promise.reject(new StorageError('storage_start_failed', { folder: 'here', detail: `no ${openings}` }));
      },
    });
    await expect(pool.connect()).rejects.toThrow('no 1');
    await expect(pool.connect()).rejects.toThrow('no 2');
    await pool.end();
  });

  it('reopens once for all connections that were lost together, and throws storage_unreachable if that fails', async () => {
    let reopenings = 0;
    const pool = new StoragePool({
      address: 'here',
      open: deadPool,
      reopen: () => {
        reopenings += 1;
        return deadPool();
      },
    });
    const tries = await Promise.allSettled([pool.connect(), pool.connect(), pool.connect()]);
    for (const each of tries) {
      expect(each).toMatchObject({
        status: 'rejected',
        reason: { code: 'storage_unreachable', facts: { address: 'here' } },
      });
    }
    expect(reopenings).toBe(1);
    await pool.end();
  });

  it('does not reopen a server with a fixed address, and ends at once if it was never used', async () => {
    const pool = new StoragePool({ address: 'there', open: deadPool });
    await expect(pool.connect()).rejects.toMatchObject({ code: 'storage_unreachable' });
    await pool.end();
    await new StoragePool({ address: 'there', open: () => Promise.reject(new Error('not asked for')) }).end();
  });
});
