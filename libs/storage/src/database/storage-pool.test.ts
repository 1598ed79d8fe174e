import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import type pg from 'pg';
import { expect, test } from 'vitest';
import { StorageError } from '../errors.ts';
import { createPool } from './connect.ts';
import { StoragePool } from './storage-pool.ts';

/** A pool towards a port where nobody listens. */
async function deadPool(): Promise<pg.Pool> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return createPool({ host: '127.0.0.1', port, user: 'nobody' });
}

test('an opening that failed is tried again by the next connection', async () => {
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

test('a lost server is looked for once by all who lost it together, and one that stays away is a typed error', async () => {
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

test('a server with an address of its own is not looked for, and a pool never used ends at once', async () => {
  const pool = new StoragePool({ address: 'there', open: deadPool });
  await expect(pool.connect()).rejects.toMatchObject({ code: 'storage_unreachable' });
  await pool.end();
  await new StoragePool({ address: 'there', open: () => Promise.reject(new Error('not asked for')) }).end();
});
