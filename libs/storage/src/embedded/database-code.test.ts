import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { compileForStoring, loadDatabaseModule, storeCode } from './database-code.ts';

/** A loop in the database, long enough for its functions to be optimised. */
const STATEMENT = 'select sum(n * 2)::int as sum from generate_series(1, 20000) as numbers(n)';

let folder: string;
beforeAll(() => (folder = mkdtempSync(join(tmpdir(), 'leadlight-code-'))));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function sumBy(module: WebAssembly.Module): Promise<unknown> {
  const db = await PGlite.create({ pgliteWasmModule: module });
  const { rows } = await db.query(STATEMENT);
  await db.close();
  return rows;
}

describe('the code of the database', () => {
  it('is stored, and answers statements in a module that has it, as one does that was compiled', async () => {
    const file = join(folder, 'code');
    const compiled = await compileForStoring();
    const expected = await sumBy(compiled);
    storeCode(compiled, file);
    const { module, isStored } = await loadDatabaseModule(file);
    expect(isStored).toBe(true);
    expect(await sumBy(module)).toEqual(expected);
  });

  it('is not used where its file is missing, damaged or says that there is none', async () => {
    const [file, damaged, none] = ['code', 'damaged', 'none'].map((name) => join(folder, name)) as [
      string,
      string,
      string,
    ];
    copyFileSync(file, damaged);
    writeFileSync(damaged, new Uint8Array(100), { flag: 'r+' });
    writeFileSync(none, '');
    for (const unusable of [damaged, none, join(folder, 'missing')]) {
      expect(await loadDatabaseModule(unusable)).toMatchObject({ isStored: false });
    }
    expect(await loadDatabaseModule(file)).toMatchObject({ isStored: true });
  });
});
