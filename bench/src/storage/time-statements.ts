import { createRepositories } from '@leadlight/storage';
import { NOW, openTimedDatabase, useEverything, type TimedStatement } from '@leadlight/storage/testing';

export interface StatementTimings {
  readonly leads: number;
  readonly batch: number;
  /** Seconds of all statements of the second batch, because the first one warms up, and of the last. */
  readonly earlyBatchSeconds: number;
  readonly lastBatchSeconds: number;
  readonly statements: number;
  /** The slowest statements of all batches, each text once. */
  readonly slowest: readonly TimedStatement[];
}

const ORG = '00Dstatements';
const SLOWEST = 8;

/**
 * Runs every statement that handles batches of leads, on statistics from when the tables held ten rows, while they fill up to
 * `leads`.
 */
export async function timeStatements(
  where: { readonly folder: string; readonly databaseUrl?: string },
  leads: number,
  batch: number,
  log: (line: string) => void = () => undefined,
): Promise<StatementTimings> {
  const timed = await openTimedDatabase(where);
  const storage = createRepositories(timed.db, { now: () => NOW });
  await useEverything(storage, '00Dfirst', 10);
  await timed.freezeStatistics();
  const batches: TimedStatement[][] = [];
  for (let first = 0; first < leads; first += batch) {
    await useEverything(storage, ORG, batch, first);
    const statements = timed.take();
    batches.push(statements);
    const slowest = slowestOf(statements)[0]!;
    log(
      `${first + batch} leads: ${sum(statements).toFixed(1)} s, slowest ${Math.round(slowest.ms)} ms ${slowest.text}`,
    );
  }
  await timed.close();
  const last = batches.at(-1)!;
  return {
    leads,
    batch,
    earlyBatchSeconds: sum(batches[1] ?? batches[0]!),
    lastBatchSeconds: sum(last),
    statements: new Set(last.map(({ text }) => text)).size,
    slowest: slowestOf(batches.flat()).slice(0, SLOWEST),
  };
}

const sum = (statements: readonly TimedStatement[]): number =>
  statements.reduce((total, { ms }) => total + ms, 0) / 1_000;

function slowestOf(statements: readonly TimedStatement[]): TimedStatement[] {
  const byText = new Map<string, TimedStatement>();
  for (const { text, ms } of statements) {
    const short = text.replace(/\s+/g, ' ').trim().slice(0, 100);
    if (ms > (byText.get(short)?.ms ?? -1)) byText.set(short, { text: short, ms });
  }
  return [...byText.values()].sort((a, b) => b.ms - a.ms);
}
