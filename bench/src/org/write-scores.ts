/**
 * A process of its own: writes a score and a row of history to each open lead of an org, as a write-back does, without
 * storage. `node write-scores.ts <connection as JSON> <how many>` tells one JSON document.
 */
import { connectSalesforce, createScoreWriter, type ConnectOptions } from '@leadlight/salesforce';
import type { LeadScoreUpdate, WriteLease } from '@leadlight/workflows';

const BATCH_SIZE = 10_000;
const connection = await connectSalesforce(JSON.parse(process.argv[2] ?? '{}') as ConnectOptions);
const writer = createScoreWriter(connection);
const ids = await openLeads(Number(process.argv[3] ?? 100_000));
const scoredAt = Date.now();
const reasons = JSON.stringify({
  baseline: 0.12,
  baselineScore: 50,
  otherPoints: 3,
  reasons: ['lead_source', 'industry', 'replies', 'employees', 'days_since_last_touch'].map((feature, points) => ({
    feature,
    field: 'LeadSource',
    labelKey: `Feature_${feature}`,
    value: 'Referral',
    points,
  })),
});
const updates = ids.map((leadId, index): LeadScoreUpdate => ({
  leadId,
  score: 1 + (index % 99),
  band: 'ABCD'.charAt(index % 4),
  qualified: index % 5 === 0,
  probability: (index % 1000) / 1000,
  reasons,
  modelLabel: 'v1 0123456789abcdef',
  scoredAt,
  inputHash: index.toString(16).padStart(64, '0'),
}));
/** Nobody writes beside it, and whoever comes after it finds an org of its own. */
const turn: WriteLease = {
  lost: new AbortController().signal,
  jobs: { list: async () => [], add: async () => undefined, remove: async () => undefined },
};
const callsBefore = connection.requestsSent();
const cpuBefore = process.cpuUsage();
const began = performance.now();
let written = 0;
for (let start = 0; start < updates.length; start += BATCH_SIZE) {
  const outcomes = await writer.writeScores(updates.slice(start, start + BATCH_SIZE), turn);
  written += outcomes.filter(({ outcome, message }) => outcome === 'written' && message === undefined).length;
}
const { user, system } = process.cpuUsage(cpuBefore);
process.stdout.write(
  `${JSON.stringify({
    asked: updates.length,
    written,
    seconds: (performance.now() - began) / 1000,
    processorSeconds: (user + system) / 1e6,
    peakBytes: process.resourceUsage().maxRSS * 1024,
    calls: connection.requestsSent() - callsBefore,
  })}\n`,
);

/** The platform’s pages of 2,000. */
async function openLeads(most: number): Promise<string[]> {
  const found: string[] = [];
  const soql = `SELECT Id FROM Lead WHERE IsConverted = false LIMIT ${most}`;
  let path: string | undefined = `/query?q=${encodeURIComponent(soql)}`;
  while (path !== undefined) {
    const page = (await connection.json({ method: 'GET', path })) as {
      records: readonly { Id: string }[];
      nextRecordsUrl?: string;
    };
    for (const { Id } of page.records) found.push(Id);
    path = page.nextRecordsUrl;
  }
  return found;
}
