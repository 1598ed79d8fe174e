import type { HistoryRecord } from '@leadlight/workflows';
import { openStorage, type Storage } from '../open-storage.ts';
import { findPostgresBin, startPostgresCluster } from './postgres-cluster.ts';
import { activityRecord, fieldChangeRecord, leadRecord, membershipRecord } from './records.ts';

/**
 * How fast histories go in and come out: `node append-benchmark.ts [leads]`, 100,000 unless said, with 20 child rows
 * each, in pages of 2,000, on a PostgreSQL of its own with `fsync` on. Prints rows a second and the memory of this
 * process, the client.
 */
const ORG = '00D000000000001EAA';
const PAGE = 2_000;
const leads = Number(process.argv[2] ?? 100_000);
const bin = findPostgresBin();
if (bin === undefined) throw new Error('No PostgreSQL was found. Install the package postgresql.');

const crmId = (prefix: string, n: number): string => prefix + String(n).padStart(15, '0');
const leadId = (n: number): string => crmId('00Q', n % leads);
const fields = (n: number) =>
  Object.fromEntries(Array.from({ length: 25 }, (_, k) => [`Field_${k}__c`, k % 3 === 0 ? n : `value, "quoted" ${k}`]));

const streams: readonly { name: string; count: number; make: (n: number) => HistoryRecord }[] = [
  { name: 'leads', count: leads, make: (n) => leadRecord({ id: leadId(n), changedAt: n, fields: fields(n) }) },
  {
    name: 'activities',
    count: leads * 10,
    make: (n) => activityRecord({ id: crmId('00T', n), changedAt: n, partyId: leadId(n * 31) }),
  },
  {
    name: 'field changes',
    count: leads * 6,
    make: (n) => fieldChangeRecord({ id: crmId('017', n), changedAt: n, leadId: leadId(n * 13) }),
  },
  {
    name: 'memberships',
    count: leads * 4,
    make: (n) => membershipRecord({ id: crmId('00v', n), changedAt: n, leadId: leadId(n * 11) }),
  },
];

let peakMb = 0;
const watchMemory = (): void => {
  peakMb = Math.max(peakMb, process.memoryUsage.rss() / 2 ** 20);
};
const report = (what: string, count: number, startedAt: number): void => {
  const seconds = (performance.now() - startedAt) / 1_000;
  process.stdout.write(`${what}: ${count} in ${seconds.toFixed(1)} s, ${Math.round(count / seconds)} a second\n`);
};

async function append(storage: Storage): Promise<void> {
  for (const { name, count, make } of streams) {
    const startedAt = performance.now();
    for (let start = 0; start < count; start += PAGE) {
      const page = Array.from({ length: Math.min(PAGE, count - start) }, (_, index) => make(start + index));
      await storage.leadHistories.append(ORG, name, page, String(start));
      watchMemory();
    }
    report(`append ${name}`, count, startedAt);
  }
}

async function read(storage: Storage): Promise<void> {
  const startedAt = performance.now();
  let count = 0;
  for await (const chunk of storage.leadHistories.readHistories(ORG, 'all', 1_000)) {
    count += chunk.length;
    watchMemory();
  }
  report('read whole histories', count, startedAt);
}

const cluster = await startPostgresCluster(bin, ['fsync=on', 'synchronous_commit=on']);
const storage = await openStorage({ folder: '', databaseUrl: cluster.databaseUrl });
try {
  const startedAt = performance.now();
  await append(storage);
  report(
    'append everything',
    streams.reduce((sum, { count }) => sum + count, 0),
    startedAt,
  );
  await read(storage);
  process.stdout.write(`peak memory of this process: ${Math.round(peakMb)} MB\n`);
} finally {
  await storage.close();
  await cluster.stop();
}
