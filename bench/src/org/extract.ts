/**
 * `node extract.ts <connection as JSON> <since>`: reads every row of an org as a sync does, sums up the values without keeping
 * them, and prints a JSON document. It is a process of its own, so that its memory can be measured.
 */
import { connectSalesforce, createCrmSource, type ConnectOptions } from '@leadlight/salesforce';
import { ReadTotalsBuilder } from './read-totals.ts';

const connection = await connectSalesforce(JSON.parse(process.argv[2] ?? '{}') as ConnectOptions);
const source = createCrmSource(connection);
const began = performance.now();
const totals = new ReadTotalsBuilder(Number(process.argv[3] ?? 0));
let peakBytes = 0;
for (const stream of source.streams) {
  for await (const page of source.pages(stream, undefined)) {
    for (const record of page.records) totals.add(stream, record);
    peakBytes = Math.max(peakBytes, process.memoryUsage.rss());
  }
}
const { user, system } = process.cpuUsage();
process.stdout.write(
  `${JSON.stringify({
    read: totals.result(),
    seconds: (performance.now() - began) / 1000,
    processorSeconds: (user + system) / 1e6,
    // The system's own maximum also covers the time between two pages.
    peakBytes: Math.max(peakBytes, process.resourceUsage().maxRSS * 1024),
    calls: connection.requestsSent(),
  })}\n`,
);
