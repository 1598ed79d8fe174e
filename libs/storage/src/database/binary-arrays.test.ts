import { sql } from 'kysely';
import { expect, it } from 'vitest';
import { describeOnEveryDatabase } from '../testing/every-database.ts';
import { float8Array, int4Array, int8Array, textArray } from './binary-arrays.ts';

describeOnEveryDatabase('arrays in binary form', (given) => {
  it('send texts unchanged, except for characters that PostgreSQL cannot store', async () => {
    const texts = ['', 'née 漢字 🚀', '{"a":"b\\"c"},NULL', 'x'.repeat(70_000), 'nul\u0000here'];
    const { rows } = await sql<{ texts: string[] }>`select ${textArray(texts)}::text[] as texts`.execute(
      given().storage.db,
    );
    expect(rows[0]?.texts).toEqual([...texts.slice(0, 4), 'nul\ufffdhere']);
  });

  it('send numbers bit for bit, and invalid ones as null', async () => {
    const { rows } = await sql`
      select ${int4Array([-1, 2 ** 31 - 1, 0.5, NaN])}::int4[] as small,
        ${int8Array([0, Date.UTC(2026, 10, 1), NaN])}::int8[]::text as large,
        ${float8Array([0.1, -0, 5e-324, 1 / 3, Infinity, NaN])}::float8[] as fractions`.execute(given().storage.db);
    expect(rows).toEqual([
      {
        small: [-1, 2_147_483_647, null, null],
        large: `{0,${Date.UTC(2026, 10, 1)},NULL}`,
        fractions: [0.1, -0, 5e-324, 1 / 3, null, null],
      },
    ]);
  });

  it('send empty arrays', async () => {
    const { rows } = await sql`
      select cardinality(${textArray([])}::text[]) as texts, cardinality(${int4Array([])}::int4[]) as numbers`.execute(
      given().storage.db,
    );
    expect(rows).toEqual([{ texts: 0, numbers: 0 }]);
  });
});
