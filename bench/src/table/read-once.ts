/** Reads the file that is its argument once, in a process of its own, and prints what that took as JSON. */
import { createReadStream } from 'node:fs';
import { readTable, readTableText } from '@leadlight/lead-table';

async function* textOf(file: string): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  for await (const chunk of createReadStream(file, { highWaterMark: 1 << 20 })) {
    yield decoder.decode(chunk as Buffer, { stream: true });
  }
  yield decoder.decode();
}

/** Of one read, by the clock and by the processor. */
export interface ReadMeasurement {
  readonly rows: number;
  /** Until every column is typed. */
  readonly seconds: number;
  readonly processorSeconds: number;
  readonly peakBytes: number;
}

const file = process.argv[2]!;
const before = process.cpuUsage();
const started = performance.now();
const { table } = await readTableText(textOf(file), (problem) => {
  throw new Error(JSON.stringify(problem));
});
readTable(table);
const seconds = (performance.now() - started) / 1000;
const { user, system } = process.cpuUsage(before);
const measured: ReadMeasurement = {
  rows: table.rowCount,
  seconds,
  processorSeconds: (user + system) / 1e6,
  peakBytes: process.resourceUsage().maxRSS * 1024,
};
process.stdout.write(`${JSON.stringify(measured)}\n`);
