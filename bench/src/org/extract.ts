/**
 * A process of its own, so that its memory can be looked at: reads every row of an org, as a sync does, and keeps none, but
 * adds up what its values were. `node extract.ts <connection as JSON> <since>` tells one JSON document.
 */
import { connectSalesforce, createCrmSource, type ConnectOptions } from '@leadlight/salesforce';
import { ReadTotalsBuilder } from './read-totals.ts';

const connection = await connectSalesforce(JSON.parse(process.argv[2] ?? '{}') as ConnectOptions);
const source = createCrmSource(connection);
const began = performance.now();
const tally = new ReadTotalsBuilder(Number(process.argv[3] ?? 0));
let peakBytes = 0;
for (const stream of source.streams) {
  for await (const page of source.pages(stream, undefined)) {
    for (const record of page.records) tally.add(stream, record);
    peakBytes = Math.max(peakBytes, process.memoryUsage.rss());
  }
}
const { user, system } = process.cpuUsage();
process.stdout.write(
  `${JSON.stringify({
    read: tally.result(),
    seconds: (performance.now() - began) / 1000,
    processorSeconds: (user + system) / 1e6,
    // What the system itself saw at most, between two pages too.
    peakBytes: Math.max(peakBytes, process.resourceUsage().maxRSS * 1024),
    calls: connection.requestsSent(),
  })}\n`,
);
