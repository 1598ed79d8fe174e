/* Measures one contender under four kinds of load, each after a warm-up, as medians of several rounds. */
import { median } from '../shared/statistics.ts';
import type { Contender } from './contenders.ts';
import { runLoad, type Load, type LoadResult } from './load.ts';
import type { Figures, Result } from './result.ts';
import type { Server } from './servers.ts';

export interface Plan {
  readonly rounds: number;
  readonly seconds: number;
  readonly warmUpSeconds: number;
}

const MANY_CONNECTIONS = 4;
const BUSY_CONNECTIONS = 16;

export async function measureContender(contender: Contender, plan: Plan, log: (text: string) => void): Promise<Result> {
  const server = await contender.start();
  try {
    const series = async (what: string, work: 'one' | 'many', connections: number, pauseMs = 0) => {
      const { path, headers, bodies } = contender.load(work);
      const load = { url: server.url + path, headers, bodies, connections, seconds: plan.seconds, pauseMs };
      await runLoad({ ...load, seconds: plan.warmUpSeconds });
      const figures = medianOf(await measureRounds(server, load, plan.rounds));
      log(
        `  ${what}: ${Math.round(figures.requestsPerSecond)} requests/s, 99th percentile ${figures.p99Ms.toFixed(1)} ms`,
      );
      return figures;
    };
    const alone = await series('one lead, 1 connection', 'one', 1);
    const busy = await series('one lead, 16 connections', 'one', BUSY_CONNECTIONS);
    const half = await series('at half that rate', 'one', BUSY_CONNECTIONS, pauseForHalf(busy));
    const many = await series('200 leads, 4 connections', 'many', MANY_CONNECTIONS);
    return { name: contender.name, alone, busy, half, many, memoryBytes: server.residentBytes() };
  } finally {
    await server.stop();
  }
}

/** The pause after each response with which the connections send half as many requests. */
const pauseForHalf = ({ requestsPerSecond, medianMs }: Figures): number =>
  Math.max(1, (1_000 * BUSY_CONNECTIONS) / (requestsPerSecond / 2) - medianMs);

async function measureRounds(server: Server, load: Load, rounds: number): Promise<Figures[]> {
  const figures: Figures[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const before = server.cpuMs();
    const measured: LoadResult = await runLoad(load);
    const requests = Math.max(1, measured.requestsPerSecond * load.seconds);
    const spent = Object.entries(server.cpuMs()).map(([name, ms]) => [name, (ms - before[name]!) / requests] as const);
    figures.push({ ...measured, cpuMsPerRequest: Object.fromEntries(spent) });
  }
  return figures;
}

function medianOf(rounds: readonly Figures[]): Figures {
  const of = (pick: (round: Figures) => number) => median(rounds.map(pick));
  const processes = Object.keys(rounds[0]!.cpuMsPerRequest);
  return {
    requestsPerSecond: of((round) => round.requestsPerSecond),
    medianMs: of((round) => round.medianMs),
    p99Ms: of((round) => round.p99Ms),
    cpuMsPerRequest: Object.fromEntries(processes.map((name) => [name, of((round) => round.cpuMsPerRequest[name]!)])),
    failures: rounds.reduce((sum, round) => sum + round.failures, 0),
  };
}
