import { DAY_MS, MINUTE_MS } from '@leadlight/common';
import type { SessionQueue } from './session-queue.ts';
import { queryMessage } from './wire-messages.ts';

/** Soon enough for a server that runs for hours, late enough not to slow down a command that takes seconds. */
const FIRST_RUN_AFTER_MS = 10 * MINUTE_MS;
const INTERVAL_MS = DAY_MS;

const LIST_TABLES = "select tablename from pg_tables where schemaname = 'public' order by 1";

/**
 * Vacuums and analyzes the database from time to time. PostgreSQL does so in a separate process, which PGlite lacks.
 * Without it, replaced rows would take up space forever, and plans would rest on outdated statistics.
 * @returns a function that stops it
 */
export function startAutovacuum(
  queue: SessionQueue<object>,
  firstRunAfterMs = FIRST_RUN_AFTER_MS,
  intervalMs = INTERVAL_MS,
): () => void {
  const client = {};
  let timer: NodeJS.Timeout | undefined;
  const schedule = (afterMs: number): void => {
    timer = setTimeout(() => void vacuumTables(queue, client).then(() => schedule(intervalMs)), afterMs).unref();
  };
  schedule(firstRunAfterMs);
  return () => {
    clearTimeout(timer);
    queue.removeClient(client);
  };
}

/** One table at a time, so that no client waits for all of them. */
async function vacuumTables(queue: SessionQueue<object>, client: object): Promise<void> {
  const response: Buffer[] = [];
  await queue.enqueue(client, [queryMessage(LIST_TABLES)], (bytes) => response.push(Buffer.from(bytes)));
  for (const table of firstColumnOf(Buffer.concat(response))) {
    await queue.enqueue(client, [queryMessage(`vacuum analyze ${table}`)], () => undefined);
  }
}

/** The first column of the DataRow messages in a response. */
function firstColumnOf(response: Buffer): string[] {
  const values: string[] = [];
  for (let at = 0; at + 5 <= response.length; at += 1 + response.readInt32BE(at + 1)) {
    if (response[at] !== 'D'.charCodeAt(0)) continue;
    const length = response.readInt32BE(at + 7);
    values.push(response.toString('utf8', at + 11, at + 11 + length));
  }
  return values;
}
