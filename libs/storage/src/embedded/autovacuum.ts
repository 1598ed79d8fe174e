import type { SessionQueue } from './session-queue.ts';
import { queryMessage } from './wire-messages.ts';

/** Soon enough for a server that lives for hours, and late enough not to slow a command that lives for seconds. */
const FIRST_RUN_AFTER_MS = 10 * 60_000;
const INTERVAL_MS = 24 * 3_600_000;

/**
 * Has the database tidied up from time to time: PostgreSQL does that by itself, in a process that PGlite does not have.
 * Without it rows that were replaced take up room for ever, and plans rest on guesses.
 * @returns what ends it
 */
export function startAutovacuum(
  turns: SessionQueue<object>,
  firstAfterMs = FIRST_RUN_AFTER_MS,
  everyMs = INTERVAL_MS,
): () => void {
  const housekeeper = {};
  let timer: NodeJS.Timeout | undefined;
  const next = (afterMs: number): void => {
    timer = setTimeout(() => void vacuumTables(turns, housekeeper).then(() => next(everyMs)), afterMs).unref();
  };
  next(firstAfterMs);
  return () => {
    clearTimeout(timer);
    turns.removeClient(housekeeper);
  };
}

/** A table at a time, so that nobody waits for all of them. */
async function vacuumTables(turns: SessionQueue<object>, housekeeper: object): Promise<void> {
  const answer: Buffer[] = [];
  await turns.enqueue(housekeeper, [queryMessage(LIST_TABLES)], (bytes) => answer.push(Buffer.from(bytes)));
  for (const table of tablesIn(Buffer.concat(answer))) {
    await turns.enqueue(housekeeper, [queryMessage(`vacuum analyze ${table}`)], () => undefined);
  }
}

const LIST_TABLES = "select tablename from pg_tables where schemaname = 'public' order by 1";

/** The only column of the rows in an answer. */
function tablesIn(answer: Buffer): string[] {
  const tables: string[] = [];
  for (let at = 0; at + 5 <= answer.length; at += 1 + answer.readInt32BE(at + 1)) {
    if (answer[at] !== 'D'.charCodeAt(0)) continue;
    const length = answer.readInt32BE(at + 7);
    tables.push(answer.toString('utf8', at + 11, at + 11 + length));
  }
  return tables;
}
