/**
 * A process of its own, so that its memory can be looked at: reads every row of an org, as a sync does, and keeps none.
 * `node extract.ts <connection as JSON>` tells one JSON document.
 */
import { connectSalesforce, createCrmSource, type ConnectOptions } from '@leadlight/salesforce';

const connection = await connectSalesforce(JSON.parse(process.argv[2] ?? '{}') as ConnectOptions);
const source = createCrmSource(connection);
const began = performance.now();
const rows: Record<string, number> = {};
let peakBytes = 0;
for (const stream of source.streams) {
  let count = 0;
  for await (const page of source.pages(stream, undefined)) {
    count += page.records.length;
    peakBytes = Math.max(peakBytes, process.memoryUsage.rss());
  }
  rows[stream] = count;
}
const { user, system } = process.cpuUsage();
process.stdout.write(
  `${JSON.stringify({
    rows,
    seconds: (performance.now() - began) / 1000,
    processorSeconds: (user + system) / 1e6,
    // What the system itself saw at most, between two pages too.
    peakBytes: Math.max(peakBytes, process.resourceUsage().maxRSS * 1024),
    calls: connection.requestsSent(),
  })}\n`,
);
