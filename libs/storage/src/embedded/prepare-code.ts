import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openStorage } from '../open-storage.ts';
import { compileForStoring, storeCode } from './database-code.ts';
import { runTypicalStatements } from './typical-statements.ts';
import { serveEmbedded } from './serve-embedded.ts';

/** Runs typical statements in a database of its own until their code is optimised, stores the code and ends. */
const folder = mkdtempSync(join(tmpdir(), 'leadlight-code-'));
try {
  const module = await compileForStoring();
  const server = await serveEmbedded(folder, Date.now(), () => process.exit(1), module);
  const storage = await openStorage({ folder });
  await runTypicalStatements(storage);
  storeCode(module);
  await storage.close();
  await server.close();
} finally {
  rmSync(folder, { recursive: true, force: true });
}
