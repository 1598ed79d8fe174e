/**
 * `npm run bench:api [-- --quick] [-- --write]`: this service and its peers, each in turn on the same machine. `--quick`
 * takes one short round of each; `--write` renews the table in docs/benchmarks.md.
 */
import { parseArgs } from 'node:util';
import { contenders, type Contender, type Field } from './contenders.ts';
import { press, wrkIsInstalled, WRK_HINT, type Load, type Measured } from './load.ts';
import { reportOf, type Result } from './report.ts';
import { renewSection } from './renew-section.ts';

const { values: options } = parseArgs({
  options: { quick: { type: 'boolean', default: false }, write: { type: 'boolean', default: false } },
});
const ROUNDS = options.quick ? 1 : 5;
const SECONDS = options.quick ? 3 : 5;
const WARM_UP_SECONDS = options.quick ? 3 : 8;

const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1]!;

interface Series extends Measured {
  /** Of the server, without its database and the load generator. */
  readonly cpuMsPerRequest: number;
}

function medianOf(rounds: readonly Series[]): Series {
  const of = (pick: (round: Series) => number) => median(rounds.map(pick));
  return {
    requestsPerSecond: of((round) => round.requestsPerSecond),
    medianMs: of((round) => round.medianMs),
    p99Ms: of((round) => round.p99Ms),
    cpuMsPerRequest: of((round) => round.cpuMsPerRequest),
    failures: rounds.reduce((sum, round) => sum + round.failures, 0),
  };
}

async function measure(contender: Contender): Promise<Result> {
  const server = await contender.start();
  try {
    const series = async (work: 'one' | 'many', connections: number, pauseMs = 0): Promise<Series> => {
      const { path, headers, bodies } = contender.load(work);
      const load: Load = { url: server.url + path, headers, bodies, connections, seconds: SECONDS, pauseMs };
      await press({ ...load, seconds: WARM_UP_SECONDS });
      const rounds: Series[] = [];
      for (let round = 0; round < ROUNDS; round += 1) {
        const before = server.cpuMs();
        const measured = await press(load);
        const cpuMsPerRequest = (server.cpuMs() - before) / Math.max(1, measured.requestsPerSecond * SECONDS);
        rounds.push({ ...measured, cpuMsPerRequest });
      }
      return medianOf(rounds);
    };
    const alone = await series('one', 1);
    const busy = await series('one', 16);
    const half = await series('one', 16, 16_000 / (busy.requestsPerSecond / 2) - busy.medianMs);
    const many = await series('many', 4);
    return { name: contender.name, alone, busy, half, many, memoryBytes: server.residentBytes() };
  } finally {
    await server.stop();
  }
}

async function compare(field: Field): Promise<void> {
  const results: Result[] = [];
  for (const contender of field.contenders) {
    if (contender.hint !== undefined) {
      console.error(`skipped: ${contender.name}. ${contender.hint}`);
      continue;
    }
    console.error(`${contender.name} …`);
    results.push(await measure(contender));
  }
  const report = reportOf(results, { rounds: ROUNDS, seconds: SECONDS, storage: field.storage });
  console.log(report);
  if (options.write) renewSection('docs/benchmarks.md', 'api', report);
}

if (wrkIsInstalled()) {
  const field = await contenders();
  try {
    await compare(field);
  } finally {
    await field.close();
  }
} else {
  console.error(WRK_HINT);
  process.exitCode = 1;
}
