import { describe, expect, inject, it } from 'vitest';
import { serverSource } from './server-source.ts';
import { StoragePool } from './storage-pool.ts';

/** A `#` that is not encoded ends the address. */
const PASSWORD = 'se#cret';
const sourceOf = (databaseUrl: string) => serverSource(databaseUrl, {});

describe('serverSource', () => {
  it.each([
    'localhost:5432/leadlight',
    'leadlight',
    'http://localhost/leadlight',
    `postgresql://leadlight:${PASSWORD}@db.example/leadlight`,
    'postgresql://db.example:70000/leadlight',
  ])('rejects %s with how to write it, and without quoting it', (databaseUrl) => {
    expect(() => sourceOf(databaseUrl)).toThrow(
      /^DATABASE_URL is not the address of a PostgreSQL server: it .*postgresql:\/\/USER:PASSWORD@HOST/,
    );
    expect(() => sourceOf(databaseUrl)).not.toThrow(/se#cret|db\.example/);
  });

  it.each([
    ['postgresql://leadlight:secret@db.example:5433/leadlight', 'postgresql://db.example:5433/leadlight'],
    ['postgres:///leadlight', 'postgres:///leadlight'],
    ['postgresql://leadlight@/postgres?host=%2Ftmp%2Fserver', 'DATABASE_URL'],
    ['/var/run/postgresql leadlight', 'DATABASE_URL'],
  ])('accepts %s and shows it without the password', (databaseUrl, address) => {
    expect(sourceOf(databaseUrl).address).toBe(address);
  });

  const databaseUrl = inject('databaseUrl');
  it.skipIf(databaseUrl === '')('has a prepared statement planned for each use, not once on empty tables', async () => {
    const pool = new StoragePool(sourceOf(databaseUrl));
    const client = await pool.connect();
    const query = async (text: string, parameters: readonly unknown[]) =>
      (await client.query<{ generic: number; custom: number }>(text, parameters)).rows;
    // PostgreSQL would keep a plan from the sixth use on.
    const uses = 8;
    for (let use = 0; use < uses; use += 1) await query('select 1 where 2 = any($1::int[])', [[use]]);
    const [plans] = await query(
      `select generic_plans::int as generic, custom_plans::int as custom
       from pg_prepared_statements where statement = $1`,
      ['select 1 where 2 = any($1::int[])'],
    );
    client.release();
    await pool.end();
    expect(plans).toEqual({ generic: 0, custom: uses });
  });
});
