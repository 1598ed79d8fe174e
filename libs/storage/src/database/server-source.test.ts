import { describe, expect, it } from 'vitest';
import { serverSource } from './server-source.ts';

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
});
